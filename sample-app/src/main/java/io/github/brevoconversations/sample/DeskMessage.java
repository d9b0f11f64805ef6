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

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.test.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message, as the desk shows it.
 *
 * @param id the id that Brevo gave to it
 * @param kind whom it comes from
 * @param author the name of whoever wrote it
 * @param text the text, its lines separated by {@code \n}
 * @param createdAt when it was written
 */
record DeskMessage(String id, Kind kind, String author, String text, Instant createdAt) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

	DeskMessage {
		// A lone carriage return would end a line of a server-sent event
		text = text.replace("\r\n", "\n").replace('\r', '\n');
	}

	static @Nullable DeskMessage of(ConversationsMessage message, boolean pushed, DeskProperties properties) {
		if (message.id() == null || message.text() == null) {
			return null;
		}
		Kind kind = pushed ? Kind.AUTOMATED : Kind.AGENT;
		Instant createdAt = (message.createdAt() != null) ? message.createdAt() : Instant.now();
		return new DeskMessage(message.id(), kind, author(kind, message.agentId(), message.agentName(), properties),
				message.text(), createdAt);
	}

	static DeskMessage of(StoredMessage message, DeskProperties properties) {
		Kind kind = message.pushed() ? Kind.AUTOMATED : "visitor".equals(message.type()) ? Kind.VISITOR : Kind.AGENT;
		return new DeskMessage(message.id(), kind, author(kind, message.agentId(), message.agentName(), properties),
				message.text(), message.createdAt());
	}

	private static String author(Kind kind, @Nullable String agentId, @Nullable String agentName,
			DeskProperties properties) {
		if (kind == Kind.VISITOR) {
			return properties.visitor().name();
		}
		if (kind == Kind.AUTOMATED) {
			return "Automated message";
		}
		DeskProperties.Agent agent = properties.agent(agentId);
		if (agent != null) {
			return agent.name();
		}
		return (agentName != null) ? agentName : "Agent";
	}

	/**
	 * Return the time of day at which it was written.
	 * @return the time of day
	 */
	public String time() {
		return TIME.format(this.createdAt.atZone(ZoneId.systemDefault()));
	}

	/**
	 * Whom a message comes from.
	 */
	enum Kind {

		/**
		 * An agent.
		 */
		AGENT,

		/**
		 * A machine, such as a shop that knows about the visitor's order.
		 */
		AUTOMATED,

		/**
		 * The visitor.
		 */
		VISITOR;

		/**
		 * Return whether messages of this kind can be changed and deleted.
		 * @return whether they can
		 */
		public boolean isEditable() {
			return this != VISITOR;
		}

		/**
		 * Return the class that the style sheet knows it by.
		 * @return the name of the class
		 */
		public String cssClass() {
			return "from-" + name().toLowerCase(Locale.ROOT);
		}

	}

}
