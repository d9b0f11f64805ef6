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
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.UnmarkedAgents.Unmarked;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The agents that an instance held when an outage of its store ended, those that it has
 * made inactive, and what the store holds of both.
 *
 * @param held the agents that the instance held
 * @param unmarked the agents that it has made inactive
 * @param stored those of both that the store holds, or {@code null} if that is not known
 */
record HeldAgents(List<ActiveAgent> held, List<Unmarked> unmarked, @Nullable Map<AgentIdentity, ActiveAgent> stored) {

	/**
	 * Look the agents up. A store that cannot be read tells nothing.
	 * @param held the agents that the instance holds
	 * @param unmarked the agents that it has made inactive
	 * @param store the store
	 * @return what the store holds of them
	 */
	static Mono<HeldAgents> lookUp(List<ActiveAgent> held, List<Unmarked> unmarked, ActiveAgentStore store) {
		List<AgentIdentity> agents = Stream
			.concat(held.stream().map(ActiveAgent::identity), unmarked.stream().map(Unmarked::agent))
			.distinct()
			.toList();
		if (agents.isEmpty()) {
			return Mono.just(new HeldAgents(held, unmarked, Map.of()));
		}
		return GuardedCall.of(store.find(agents))
			.map((found) -> new HeldAgents(held, unmarked,
					found.stream().collect(Collectors.toMap(ActiveAgent::identity, Function.identity()))))
			.onErrorReturn(new HeldAgents(held, unmarked, null));
	}

	boolean isKnown() {
		return this.stored != null;
	}

	/**
	 * Return the agents that were made inactive during the outage, provided that the
	 * store has not lost them.
	 * @return the agents
	 */
	List<AgentIdentity> inactive() {
		Map<AgentIdentity, ActiveAgent> stored = this.stored;
		if (stored == null) {
			return List.of();
		}
		return this.held.stream().map(ActiveAgent::identity).filter((agent) -> !stored.containsKey(agent)).toList();
	}

	/**
	 * Return the agents that another instance claimed or pinged later than this one,
	 * provided that the store's clock was not set.
	 * @return the agents, as this instance held them
	 */
	List<ActiveAgent> taken() {
		Map<AgentIdentity, ActiveAgent> stored = this.stored;
		if (stored == null) {
			return List.of();
		}
		return this.held.stream().filter((agent) -> isLater(stored.get(agent.identity()), agent)).toList();
	}

	private static boolean isLater(@Nullable ActiveAgent stored, ActiveAgent held) {
		return stored != null && stored.pingDue().isAfter(held.pingDue().plus(Tuning.CLOCK_TOLERANCE));
	}

}
