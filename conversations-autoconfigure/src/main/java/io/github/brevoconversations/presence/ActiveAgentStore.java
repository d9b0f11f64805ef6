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

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Holds the active agents, and for each the time when its next ping is due, on the
 * store's own clock. Thread-safe. No method blocks: the work is done, or begun, when the
 * returned {@link Mono} is subscribed to.
 */
public interface ActiveAgentStore {

	/**
	 * Add an agent, whose first ping is due at once. An agent that is active already
	 * keeps its due time; only how long it stays active is set anew.
	 * @param agent the agent
	 * @param atMost how long it stays active at most, or {@code null} for as long as it
	 * is not removed
	 * @return completion once the agent is stored
	 */
	Mono<Void> add(AgentIdentity agent, @Nullable Duration atMost);

	/**
	 * Remove an agent. Nothing happens if it is not active.
	 * @param agent the agent
	 * @return completion once the agent is removed
	 */
	Mono<Void> remove(AgentIdentity agent);

	/**
	 * Return the active agents, those that were added first before the others.
	 * @return the agents; never empty, but possibly of an empty list
	 */
	Mono<List<AgentIdentity>> list();

	/**
	 * Return how many agents are active.
	 * @return the number of agents
	 */
	Mono<Integer> size();

	/**
	 * Take agents whose ping is due, the longest due first, and in the same atomic step
	 * move the due time of each on, so that nobody else takes them.
	 * @param max how many agents to take at most
	 * @param interval the time from now until the next ping of each is due
	 * @return the agents taken; never empty, but possibly of an empty list
	 */
	Mono<List<AgentIdentity>> claimDue(int max, Duration interval);

}
