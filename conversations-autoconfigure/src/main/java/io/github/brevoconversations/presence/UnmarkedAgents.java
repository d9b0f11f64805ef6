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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.client.AgentIdentity;

/**
 * The agents that an instance has recently made inactive, in case the store comes back
 * with older contents. Thread-safe.
 */
final class UnmarkedAgents {

	private final Map<AgentIdentity, Instant> unmarked = new LinkedHashMap<>();

	synchronized void add(AgentIdentity agent, Instant now) {
		this.unmarked.remove(agent);
		this.unmarked.put(agent, now);
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
		this.unmarked.values().removeIf((when) -> when.isBefore(time));
		List<Unmarked> agents = new ArrayList<>();
		this.unmarked.forEach((agent, when) -> agents.add(new Unmarked(agent, when)));
		return agents;
	}

	/**
	 * An agent that was made inactive.
	 *
	 * @param agent the agent
	 * @param when when it was made inactive
	 */
	record Unmarked(AgentIdentity agent, Instant when) {

	}

}
