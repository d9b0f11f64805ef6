/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.brevoconversations.presence;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Provides a heartbeat with a clock, random numbers and a store with bounded calls. Tests
 * replace it.
 */
class HeartbeatEnvironment {

	private final Clock clock;

	HeartbeatEnvironment(Clock clock) {
		this.clock = clock;
	}

	Clock clock() {
		return this.clock;
	}

	/**
	 * Return a random number.
	 * @return a number from 0 (inclusive) to 1 (exclusive)
	 */
	double random() {
		return ThreadLocalRandom.current().nextDouble();
	}

	/**
	 * Return a store whose calls are bounded.
	 * @param store the store
	 * @param settings how agents are pinged
	 * @return the given store if it is known not to block, or one that limits its calls
	 */
	ActiveAgentStore bound(ActiveAgentStore store, HeartbeatSettings settings) {
		return (store.getClass() == InMemoryActiveAgentStore.class) ? store
				: new BoundedStore(store, settings.scaled(Tuning.STORE_LIMIT));
	}

}
