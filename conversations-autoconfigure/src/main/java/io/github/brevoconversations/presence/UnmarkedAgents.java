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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.brevoconversations.client.AgentIdentity;

/**
 * The agents that an instance has recently made inactive, in case the store comes back
 * with older contents. Thread-safe.
 */
final class UnmarkedAgents {

	private final Map<AgentIdentity, Unmarked> unmarked = new LinkedHashMap<>();

	synchronized void add(AgentIdentity agent, Instant now) {
		this.unmarked.remove(agent);
		this.unmarked.put(agent, new Unmarked(agent, now, now));
		while (this.unmarked.size() > Tuning.MOST_UNMARKED) {
			this.unmarked.remove(this.unmarked.keySet().iterator().next());
		}
	}

	/**
	 * Return the agents that were made inactive since a time, and forget the others.
	 * @param time the time
	 * @return the agents
	 */
	synchronized List<Unmarked> since(Instant time) {
		this.unmarked.values().removeIf((agent) -> agent.when().isBefore(time));
		return List.copyOf(this.unmarked.values());
	}

	/**
	 * Record what the store holds of some of the agents. Those that it holds have been
	 * marked active again, so they are forgotten.
	 * @param agents the agents that were looked up, as they were then
	 * @param active those that the store holds, and perhaps others
	 * @param asked when the store was asked
	 */
	synchronized void lookedUp(Collection<Unmarked> agents, Set<AgentIdentity> active, Instant asked) {
		for (Unmarked agent : agents) {
			if (active.contains(agent.agent())) {
				this.unmarked.remove(agent.agent(), agent);
			}
			else {
				this.unmarked.replace(agent.agent(), agent, new Unmarked(agent.agent(), agent.when(), asked));
			}
		}
	}

	/**
	 * An agent that was made inactive.
	 *
	 * @param agent the agent
	 * @param when when it was made inactive
	 * @param inactive when it was last known to be inactive
	 */
	record Unmarked(AgentIdentity agent, Instant when, Instant inactive) {

	}

}
