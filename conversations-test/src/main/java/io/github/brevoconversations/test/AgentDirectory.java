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

package io.github.brevoconversations.test;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The account's agents. Like Brevo, it knows an agent from the first request that names
 * one. Holds a bounded number of agents and forgets the one that was named first. Safe to
 * use from several threads.
 */
final class AgentDirectory {

	private final int capacity;

	private final @Nullable Set<String> ids;

	private final Map<String, Agent> agents = new LinkedHashMap<>();

	private final Map<String, String> idsByEmail = new HashMap<>();

	AgentDirectory(int capacity) {
		this(capacity, null);
	}

	/**
	 * Create a directory.
	 * @param capacity the maximum number of agents
	 * @param ids the ids of the existing agents, or {@code null} if every id exists
	 */
	AgentDirectory(int capacity, @Nullable Set<String> ids) {
		this.capacity = capacity;
		this.ids = ids;
	}

	/**
	 * Find the agent that a request names, or create it.
	 * @param reference the reference to the agent
	 * @return the agent
	 * @throws RejectedRequestException if there is no such agent
	 */
	synchronized Agent resolve(AgentReference reference) {
		if (reference.id() != null && this.ids != null && !this.ids.contains(reference.id())) {
			throw new RejectedRequestException(ErrorResponses.invalidParameter("There is no agent with this agentId"));
		}
		Agent known = this.agents.get(idOf(reference));
		Agent agent = ((known != null) ? known : new Agent(idOf(reference), null, null)).named(reference.name());
		return store(agent);
	}

	/**
	 * Record a ping of the agent that a request names.
	 * @param reference the reference to the agent
	 * @param instant the time of the ping
	 */
	synchronized void ping(AgentReference reference, Instant instant) {
		store(resolve(reference).pinged(instant));
	}

	/**
	 * Forget all agents, but keep the set of existing ids.
	 */
	synchronized void clear() {
		this.agents.clear();
		this.idsByEmail.clear();
	}

	/**
	 * Return the time of an agent's last ping.
	 * @param agent the agent's id or e-mail
	 * @return the time, or {@code null} if there was no ping
	 */
	synchronized @Nullable Instant lastPing(String agent) {
		Agent known = this.agents.get(this.idsByEmail.getOrDefault(key(agent), agent));
		return (known != null) ? known.lastPing() : null;
	}

	private Agent store(Agent agent) {
		this.agents.put(agent.id(), agent);
		if (this.agents.size() > this.capacity) {
			String eldest = this.agents.keySet().iterator().next();
			this.agents.remove(eldest);
			this.idsByEmail.values().remove(eldest);
		}
		return agent;
	}

	private String idOf(AgentReference reference) {
		if (reference.id() != null) {
			return reference.id();
		}
		String email = reference.email();
		return this.idsByEmail.computeIfAbsent(key((email != null) ? email : ""), (key) -> RandomIds.next());
	}

	private static String key(String email) {
		return email.toLowerCase(Locale.ROOT);
	}

}
