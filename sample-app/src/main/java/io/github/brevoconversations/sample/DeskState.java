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
 * Everything that the desk shows, at one moment.
 *
 * @param agents the agents
 * @param conversations the conversations, the most urgent first
 * @param pace who is kept online, at what pace and why, in plain words
 * @param trouble what has been made to go wrong, or {@code null}
 */
record DeskState(List<DeskAgent> agents, List<ConversationView> conversations, List<String> pace,
		@Nullable CurrentTrouble trouble) {

	/**
	 * Return how many agents are online in Brevo.
	 * @return the number of agents
	 */
	public long online() {
		return this.agents.stream().filter(DeskAgent::online).count();
	}

	/**
	 * Return the number of unread messages.
	 * @return the number of messages
	 */
	public int unread() {
		return this.conversations.stream().mapToInt(ConversationView::unread).sum();
	}

	/**
	 * Return the agent with an id.
	 * @param id the id
	 * @return the agent, or {@code null} if there is none
	 */
	public @Nullable DeskAgent agent(@Nullable String id) {
		return this.agents.stream().filter((agent) -> agent.id().equals(id)).findFirst().orElse(null);
	}

	/**
	 * An agent, as the desk shows it.
	 *
	 * @param agent the agent
	 * @param active whether the agent is marked active
	 * @param waiting whether the agent is active but not pinged, because of the rate
	 * limit
	 * @param online whether visitors see the agent online
	 * @param lastPing when Brevo last accepted a ping of the agent, or {@code null}
	 * @param trouble why the agent's pings fail, in plain words, or {@code null}
	 */
	record DeskAgent(DeskProperties.Agent agent, boolean active, boolean waiting, boolean online,
			@Nullable Instant lastPing, @Nullable String trouble) {

		public String id() {
			return this.agent.id();
		}

		public String name() {
			return this.agent.name();
		}

		/**
		 * Return whether pings keep the agent online.
		 * @return whether visitors see the agent, and Brevo accepts the pings
		 */
		boolean isKept() {
			return this.active && this.online && this.trouble == null;
		}

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
