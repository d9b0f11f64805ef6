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

import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the desk is configured with.
 *
 * @param agents the agents who work at the desk
 * @param visitor the visitor whose conversation the desk shows
 * @param hosts the names under which the desk may be opened; anything else is refused,
 * because a page elsewhere could let its own name point to this machine
 */
@ConfigurationProperties("desk")
record DeskProperties(List<Agent> agents, Visitor visitor, List<String> hosts) {

	@Nullable Agent agent(@Nullable String id) {
		return this.agents.stream().filter((agent) -> agent.id().equals(id)).findFirst().orElse(null);
	}

	/**
	 * An agent.
	 *
	 * @param id the agent's id, from the agent's page in Brevo
	 * @param name the agent's name
	 */
	record Agent(String id, String name) {

		AgentIdentity identity() {
			return AgentIdentity.ofId(this.id);
		}

	}

	/**
	 * A visitor.
	 *
	 * @param id the visitor's id, from a webhook
	 * @param name the visitor's name
	 */
	record Visitor(String id, @DefaultValue("Visitor") String name) {

	}

}
