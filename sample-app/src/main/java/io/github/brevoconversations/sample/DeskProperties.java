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

/**
 * What the desk is configured with.
 *
 * @param agents the agents who work at the desk; with the built-in Brevo, there are some
 * @param cannedAnswers replies that are written so often that they are only chosen
 * @param hosts the names under which the desk may be opened; anything else is refused,
 * because a page elsewhere could let its own name point to this machine
 * @param seed whether the built-in Brevo begins with conversations and an agent online
 */
@ConfigurationProperties("desk")
record DeskProperties(@DefaultValue List<Agent> agents, @DefaultValue List<String> cannedAnswers, List<String> hosts,
		@DefaultValue("true") boolean seed) {

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

		/**
		 * Return the letters that stand for the agent where there is little room.
		 * @return one or two letters
		 */
		public String initials() {
			return Initials.of(this.name);
		}

	}

}
