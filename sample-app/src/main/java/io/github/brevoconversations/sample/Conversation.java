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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A conversation with a visitor. Safe to use from several threads.
 */
class Conversation {

	private static final int CAPACITY = 2000;

	private final String id;

	private final Map<String, DeskMessage> messages = new LinkedHashMap<>();

	private Guest guest = new Guest("Visitor", "widget", null, null, null);

	private Instant readUntil = Instant.EPOCH;

	private boolean ended;

	private @Nullable ConversationView view;

	Conversation(String id) {
		this.id = id;
	}

	synchronized void guest(UnaryOperator<Guest> change) {
		this.guest = change.apply(this.guest);
		this.view = null;
	}

	synchronized void ended(boolean ended) {
		this.ended = ended;
		this.view = null;
	}

	/**
	 * Put a message in the place of the one that is the same, or behind all others.
	 * @param message the message
	 */
	synchronized void put(DeskMessage message) {
		String id = message.id();
		DeskMessage known = (id != null) ? find(id) : null;
		if (known != null && !known.key().equals(message.key())) {
			boolean composedHere = !message.key().equals(id);
			this.messages.remove(composedHere ? known.key() : message.key());
			if (!composedHere) {
				return;
			}
		}
		this.messages.put(message.key(), message);
		if (this.messages.size() > CAPACITY) {
			this.messages.remove(this.messages.keySet().iterator().next());
		}
		this.view = null;
	}

	synchronized void remove(String key) {
		this.messages.remove(key);
		this.view = null;
	}

	/**
	 * Find a message.
	 * @param id the id in Brevo
	 * @return the message, or {@code null} if it is not here
	 */
	synchronized @Nullable DeskMessage find(String id) {
		return this.messages.values().stream().filter((message) -> id.equals(message.id())).findFirst().orElse(null);
	}

	synchronized @Nullable DeskMessage withKey(String key) {
		return this.messages.get(key);
	}

	/**
	 * Take note that somebody looked at all messages until now.
	 * @return whether there was something that nobody had looked at
	 */
	synchronized boolean read() {
		boolean news = view().unread() > 0;
		this.readUntil = this.messages.values()
			.stream()
			.map(DeskMessage::createdAt)
			.max(Comparator.naturalOrder())
			.orElse(this.readUntil);
		this.view = null;
		return news;
	}

	synchronized ConversationView view() {
		ConversationView current = this.view;
		if (current == null) {
			current = newView();
			this.view = current;
		}
		return current;
	}

	private ConversationView newView() {
		List<DeskMessage> sorted = new ArrayList<>(this.messages.values());
		sorted.sort(Comparator.comparing((DeskMessage message) -> !message.delivery().isSent())
			.thenComparing((message) -> message.delivery().isSent() ? message.createdAt() : Instant.EPOCH));
		int unread = 0;
		Instant waitingSince = null;
		for (DeskMessage message : sorted) {
			if (message.kind() == DeskMessage.Kind.VISITOR) {
				unread += message.createdAt().isAfter(this.readUntil) ? 1 : 0;
				waitingSince = (waitingSince != null) ? waitingSince : message.createdAt();
			}
			else if (message.kind() == DeskMessage.Kind.AGENT && message.delivery().isSent()) {
				waitingSince = null;
				unread = 0;
			}
		}
		return new ConversationView(this.id, this.guest, List.copyOf(sorted), unread, waitingSince, this.ended);
	}

}
