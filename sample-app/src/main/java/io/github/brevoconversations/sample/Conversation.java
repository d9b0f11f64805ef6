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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A conversation with a visitor. Thread-safe.
 */
class Conversation {

	private static final int CAPACITY = 2000;

	private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

	private final String id;

	private final Map<String, DeskMessage> messages = new LinkedHashMap<>();

	private Guest guest = new Guest("Visitor", "widget", null, null, null);

	private final Set<String> unread = new HashSet<>();

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
	 * Add a message, or replace the one that has the same key or the same id.
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
		if (this.messages.put(message.key(), message) == null && message.kind() == DeskMessage.Kind.VISITOR) {
			this.unread.add(message.key());
		}
		if (this.messages.size() > CAPACITY) {
			remove(this.messages.keySet().iterator().next());
		}
		this.view = null;
	}

	/**
	 * Put a message that Brevo tells of and that may have been written here: what was
	 * sent without a usable response turns out to have arrived.
	 * @param message the message, as Brevo has it
	 */
	synchronized void putOwn(DeskMessage message) {
		String id = message.id();
		DeskMessage composed = this.messages.values()
			.stream()
			.filter((known) -> (known.delivery().isSending() || known.delivery().isUncertain())
					&& known.isSameAs(message))
			.findFirst()
			.orElse(null);
		put((composed != null && id != null && find(id) == null) ? composed.arrivedAs(message) : message);
	}

	/**
	 * Put a message that was sent without a usable response, unless Brevo has told of it
	 * already.
	 * @param composed the message, as it was written here
	 */
	synchronized void putUncertain(DeskMessage composed) {
		DeskMessage shown = this.messages.get(composed.key());
		if (shown != null && shown.delivery().isSent()) {
			return;
		}
		DeskMessage arrived = this.messages.values()
			.stream()
			.filter((known) -> known.key().equals(known.id()) && known.isSameAs(composed)
					&& known.createdAt().isAfter(composed.createdAt().minus(CLOCKS_DIFFER_BY)))
			.findFirst()
			.orElse(null);
		put((arrived != null) ? composed.arrivedAs(arrived) : composed);
	}

	synchronized void remove(String key) {
		this.messages.remove(key);
		this.unread.remove(key);
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
	 * Record that somebody has looked at the messages up to one of them.
	 * @param until the key of the last message that was in view, or {@code null} for all
	 * @return whether there were unread messages among them
	 */
	synchronized boolean read(@Nullable String until) {
		int before = view().unread();
		if (until == null || this.messages.containsKey(until)) {
			for (DeskMessage message : view().messages()) {
				this.unread.remove(message.key());
				if (message.key().equals(until)) {
					break;
				}
			}
		}
		this.view = null;
		return view().unread() < before;
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
		sorted.sort(Comparator.comparing((DeskMessage message) -> message.delivery().isSending())
			.thenComparing((message) -> message.delivery().isSending() ? Instant.EPOCH : message.createdAt()));
		int unread = 0;
		Instant waitingSince = null;
		for (DeskMessage message : sorted) {
			if (message.kind() == DeskMessage.Kind.VISITOR) {
				unread += this.unread.contains(message.key()) ? 1 : 0;
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
