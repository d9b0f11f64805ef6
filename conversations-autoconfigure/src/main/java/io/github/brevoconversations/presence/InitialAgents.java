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

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.brevoconversations.client.AgentIdentity;

/**
 * Stores which agents the configuration makes active, at each start, as soon as the store
 * can be reached. Thread-safe.
 */
final class InitialAgents {

	private final HeartbeatLog log;

	private final ActiveAgentStore store;

	private final List<AgentIdentity> agents;

	private final Runnable marked;

	private final AtomicBoolean pending = new AtomicBoolean();

	private final AtomicBoolean failed = new AtomicBoolean();

	InitialAgents(ActiveAgentStore store, List<AgentIdentity> agents, Runnable marked, HeartbeatLog log) {
		this.log = log;
		this.store = store;
		this.agents = agents;
		this.marked = marked;
	}

	/**
	 * Let the agents be stored again. If there are none, and the store is an empty one in
	 * memory, there is nothing to do, since it holds no agent that was configured before.
	 */
	void reset() {
		boolean nothing = this.agents.isEmpty() && this.store instanceof InMemoryActiveAgentStore memory
				&& memory.isEmpty();
		this.pending.set(!nothing);
	}

	/**
	 * Begin to store the agents, unless that is done or under way.
	 */
	void markActive() {
		if (this.pending.getAndSet(false)) {
			GuardedCall.stored(this.store.configure(this.agents), "The configured agents could not be marked active")
				.subscribe(null, this::failed, this::marked);
		}
	}

	private void marked() {
		if (!this.agents.isEmpty()) {
			this.marked.run();
		}
	}

	private void failed(Throwable failure) {
		this.pending.set(true);
		if (this.agents.isEmpty()) {
			this.log.debug(failure, "The store could not be told yet that no agents are configured");
		}
		else if (this.failed.compareAndSet(false, true)) {
			this.log.warn(failure, "The configured agents could not be marked active yet; retrying with each beat");
		}
	}

}
