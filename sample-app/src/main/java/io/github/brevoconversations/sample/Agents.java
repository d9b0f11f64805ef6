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

package io.github.brevoconversations.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The agents that the desk knows: those of the configuration, those entered on the page,
 * and those whose messages came in webhooks. Thread-safe.
 */
@Component
class Agents {

	private static final int CAPACITY = 500;

	private final Map<String, DeskProperties.Agent> agents = new LinkedHashMap<>();

	Agents(DeskProperties properties) {
		properties.agents().forEach(this::add);
	}

	/**
	 * Add an agent, unless its id is known or the desk knows too many agents.
	 * @param agent the agent
	 * @return whether the agent was added
	 */
	final synchronized boolean add(DeskProperties.Agent agent) {
		return this.agents.size() < CAPACITY && this.agents.putIfAbsent(agent.id(), agent) == null;
	}

	synchronized List<DeskProperties.Agent> all() {
		return new ArrayList<>(this.agents.values());
	}

	synchronized DeskProperties.@Nullable Agent find(@Nullable String id) {
		return (id != null) ? this.agents.get(id) : null;
	}

}
