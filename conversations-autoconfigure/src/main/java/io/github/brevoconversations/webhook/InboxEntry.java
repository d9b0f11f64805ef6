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

package io.github.brevoconversations.webhook;

import org.jspecify.annotations.Nullable;

/**
 * An event on its way into a {@link ConversationInbox}, with what an inbox needs to know
 * of it. Immutable.
 */
public final class InboxEntry {

	private final ConversationEvent event;

	private final String conversation;

	private final String key;

	private final int weight;

	InboxEntry(ConversationEvent event, String conversation, String key, int weight) {
		this.event = event;
		this.conversation = conversation;
		this.key = key;
		this.weight = weight;
	}

	/**
	 * Return the event.
	 * @return the event
	 */
	public ConversationEvent event() {
		return this.event;
	}

	/**
	 * Return the key of the conversation.
	 * @return 32 letters, digits, {@code -} and {@code _}, which differ if conversations
	 * do
	 */
	public String conversation() {
		return this.conversation;
	}

	/**
	 * Return the key that an event is known by when it comes again.
	 * @return 32 letters, digits, {@code -} and {@code _}, which differ if events do
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Return how much of its webhook's body is due to this event.
	 * @return the number of bytes
	 */
	public int weight() {
		return this.weight;
	}

	/**
	 * Write the event as text, to store it outside of this process.
	 * @return the event as JSON, which holds neither a NUL character nor half a surrogate
	 * pair
	 */
	public String payload() {
		return EventJson.write(this.event);
	}

	/**
	 * Read what {@link #payload()} wrote.
	 * @param payload the event as JSON
	 * @return the event, or {@code null} if this version cannot read it
	 */
	public static @Nullable ConversationEvent read(String payload) {
		return EventJson.read(payload);
	}

	/**
	 * Return the key of the event that tells of a message.
	 * @param messageId the id of the message
	 * @return the key
	 */
	public static String messageKey(String messageId) {
		return EventKeys.message(messageId);
	}

	@Override
	public String toString() {
		return "InboxEntry[" + this.event + "]";
	}

}
