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
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Holds the active agents, and for each the time when its next ping is due, on the
 * store's own clock. Thread-safe. No method blocks: the work is done, or begun, when the
 * returned {@link Mono} is subscribed to. One that fails has changed nothing, as far as
 * the store can tell.
 * <p>
 * A ping has two steps, so that an instance which dies between them loses none: an agent
 * that is due is {@linkplain #claimDue claimed}, for as long as a ping may take at most,
 * and is {@linkplain #schedule scheduled} again once it is known what came of the ping.
 */
public interface ActiveAgentStore {

	/**
	 * Add an agent, whose first ping is due at once, before those of agents that were
	 * pinged already. An agent that is active already keeps its due time and its place;
	 * only how long it stays active is set anew.
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
	 * @param max how many agents to return at most
	 * @return the agents; never empty, but possibly of an empty list
	 */
	Mono<List<ActiveAgent>> list(int max);

	/**
	 * Return those of the given agents that are active.
	 * @param agents the agents to look for
	 * @return the active ones, in any order; never empty, but possibly of an empty list
	 */
	Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents);

	/**
	 * Return how many agents are active.
	 * @return the number of agents
	 */
	Mono<Integer> size();

	/**
	 * Take agents whose ping is due, the longest due first, and in the same atomic step
	 * move the due time of each on, so that nobody else takes them.
	 * @param max how many agents to take at most; may be 0
	 * @param lease the time from now after which the agents are due again, unless they
	 * are scheduled otherwise
	 * @return the agents taken; never empty, but possibly of a claim without agents
	 */
	Mono<Claim> claimDue(int max, Duration lease);

	/**
	 * Set when agents are pinged next, and remember which pings were accepted. Agents
	 * that are not active are left out.
	 * @param pings the next ping of each agent
	 * @return completion once the times are stored
	 */
	Mono<Void> schedule(Collection<NextPing> pings);

	/**
	 * Return whether other instances may use what is stored, so that agents can become
	 * active and be pinged without this instance.
	 * @return whether the store is shared; {@code false} by default
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Agents taken from a store to be pinged.
	 *
	 * @param when the time of the claim, on the store's clock
	 * @param agents the agents, the longest due first, each with the time when it was due
	 * @param active how many agents are active in all
	 * @param generation a number that becomes another when the store has lost what it
	 * held, or 0 if it cannot
	 */
	record Claim(Instant when, List<ActiveAgent> agents, int active, long generation) {

		/**
		 * Create a claim.
		 * @param when the time of the claim, on the store's clock
		 * @param agents the agents, the longest due first, each with the time when it was
		 * due
		 * @param active how many agents are active in all
		 * @param generation a number that becomes another when the store has lost what it
		 * held, or 0 if it cannot
		 */
		public Claim(Instant when, List<ActiveAgent> agents, int active, long generation) {
			this.when = when;
			this.agents = List.copyOf(agents);
			this.active = active;
			this.generation = generation;
		}

		/**
		 * Create a claim of a store that cannot lose what it holds.
		 * @param when the time of the claim, on the store's clock
		 * @param agents the agents, the longest due first, each with the time when it was
		 * due
		 * @param active how many agents are active in all
		 */
		public Claim(Instant when, List<ActiveAgent> agents, int active) {
			this(when, agents, active, 0);
		}

	}

}
