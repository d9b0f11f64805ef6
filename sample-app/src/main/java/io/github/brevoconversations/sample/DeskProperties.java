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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Properties of the desk.
 *
 * @param agents the agents who work at the desk; by default none, or a few with the
 * built-in Brevo
 * @param cannedAnswers frequent replies that agents can choose instead of writing them
 * @param hosts the host names under which the desk may be opened. Requests under other
 * names are rejected, because another site could let its own name point to this machine
 * @param seed whether the built-in Brevo starts with conversations and an agent online
 */
@ConfigurationProperties("desk")
record DeskProperties(@DefaultValue List<Agent> agents, @DefaultValue List<String> cannedAnswers, List<String> hosts,
		@DefaultValue("true") boolean seed) {

	/**
	 * An agent.
	 *
	 * @param id the agent's id, from the agent's page in Brevo
	 * @param name the agent's name, or {@code null} to call the agent by the id
	 */
	record Agent(String id, String name) {

		@SuppressWarnings("NullAway") // what is configured may lack both
		Agent {
			id = (id != null) ? id.strip() : "";
			Assert.isTrue(!id.isEmpty(), "An agent has no id. Set desk.agents[0].id, or DESK_AGENTS_0_ID in the"
					+ " environment, to the id from the agent's page in Brevo");
			name = (name != null && !name.isBlank()) ? name.strip() : id;
		}

		AgentIdentity identity() {
			return AgentIdentity.ofId(this.id);
		}

		/**
		 * Return the agent's initials.
		 * @return one or two letters
		 */
		public String initials() {
			return Initials.of(this.name);
		}

	}

}
