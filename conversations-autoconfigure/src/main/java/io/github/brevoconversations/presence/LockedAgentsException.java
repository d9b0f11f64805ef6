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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.brevoconversations.client.AgentIdentity;

import org.springframework.util.StringUtils;

/**
 * Thrown when the store of the active agents carried out a request for all agents except
 * some that something else has locked, for example a transaction that has locked their
 * rows. The request can be retried soon for those.
 *
 * @serial exclude
 */
public class LockedAgentsException extends ActiveAgentStoreException {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // it is a LinkedHashSet
	private final Set<AgentIdentity> agents;

	/**
	 * Create an exception.
	 * @param agents the agents that are locked
	 */
	public LockedAgentsException(Collection<AgentIdentity> agents) {
		super("Another transaction has locked %s".formatted(StringUtils.collectionToDelimitedString(agents, ", ")),
				null);
		this.agents = new LinkedHashSet<>(agents);
	}

	/**
	 * Return the agents that are locked. Nothing was done for them.
	 * @return the agents, in an unmodifiable collection
	 */
	public Collection<AgentIdentity> getAgents() {
		return Set.copyOf(this.agents);
	}

}
