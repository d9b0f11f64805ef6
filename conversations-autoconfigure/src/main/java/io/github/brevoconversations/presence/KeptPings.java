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

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * When the agents' last accepted pings were made, according to the store. After the
 * store's clock was set back, it shows the same times once more, so a time that the store
 * has kept may have two meanings. It is believed once it is another one than when this
 * instance first looked after the clock was set: then it was stored since. Thread-safe.
 */
final class KeptPings {

	private final StoreClock storeClock;

	private final Map<AgentIdentity, FirstLook> firstLooks = new ConcurrentHashMap<>();

	KeptPings(StoreClock storeClock) {
		this.storeClock = storeClock;
	}

	/**
	 * Return when the last accepted ping of an agent was made.
	 * @param agent the agent, as the store has just returned it
	 * @return the time by this instance's clock, or {@code null} if there was none, or if
	 * what the store has kept may be from before its clock was set
	 */
	@Nullable Instant lastAccepted(ActiveAgent agent) {
		Instant kept = agent.lastAcceptedPing();
		if (kept == null) {
			return null;
		}
		if (!this.storeClock.isDoubtful(kept)) {
			this.firstLooks.remove(agent.identity());
			return this.storeClock.keptToLocal(kept);
		}
		int timesSet = this.storeClock.timesSet();
		FirstLook first = this.firstLooks.get(agent.identity());
		if (first == null || first.timesSet() != timesSet) {
			this.firstLooks.put(agent.identity(), new FirstLook(kept, timesSet));
			return null;
		}
		return first.kept().equals(kept) ? null : this.storeClock.keptToLocal(kept);
	}

	void forget(AgentIdentity agent) {
		this.firstLooks.remove(agent);
	}

	void forgetAll() {
		this.firstLooks.clear();
	}

	/**
	 * What the store had kept of an agent when this instance first looked after the clock
	 * was set.
	 *
	 * @param kept the time of the last accepted ping, by the store's clock
	 * @param timesSet how often the clock had been set
	 */
	private record FirstLook(Instant kept, int timesSet) {

	}

}
