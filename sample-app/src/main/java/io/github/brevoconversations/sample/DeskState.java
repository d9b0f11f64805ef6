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

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All that the desk shows, at one moment.
 *
 * @param agents the agents
 * @param messages the conversation, the oldest message first
 * @param pace how agents are kept online, in plain words
 */
record DeskState(List<DeskAgent> agents, List<DeskMessage> messages, String pace) {

	/**
	 * Return how many agents are online in Brevo.
	 * @return the number of agents
	 */
	public long online() {
		return this.agents.stream().filter(DeskAgent::online).count();
	}

	/**
	 * Return the newest message.
	 * @return the message, or {@code null} if there is none
	 */
	public @Nullable DeskMessage newest() {
		return this.messages.isEmpty() ? null : this.messages.get(this.messages.size() - 1);
	}

	/**
	 * An agent, as the desk shows it.
	 *
	 * @param id the agent's id
	 * @param name the agent's name
	 * @param active whether the agent is marked active
	 * @param online whether visitors see the agent online
	 * @param lastPing when Brevo last accepted a ping of the agent
	 * @param trouble why Brevo does not accept the agent's pings, in plain words
	 */
	record DeskAgent(String id, String name, boolean active, boolean online, @Nullable Instant lastPing,
			@Nullable String trouble) {

		/**
		 * Return how long ago Brevo last accepted a ping of the agent.
		 * @return the time in seconds, or {@code null} if there was no ping
		 */
		public @Nullable Long secondsSincePing() {
			return (this.lastPing != null) ? Math.max(0, Duration.between(this.lastPing, Instant.now()).toSeconds())
					: null;
		}

	}

}
