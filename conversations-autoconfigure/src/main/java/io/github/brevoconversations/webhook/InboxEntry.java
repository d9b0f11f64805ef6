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

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An event on its way into a {@link ConversationInbox}, with what an inbox needs to know
 * about it. Immutable.
 */
public final class InboxEntry {

	private static final int MAX_TRACE_SIZE = 2048;

	private final ConversationEvent event;

	private final String conversation;

	private final String key;

	private final int weight;

	private final Map<String, String> trace;

	InboxEntry(ConversationEvent event, String conversation, String key, int weight) {
		this(event, conversation, key, weight, Map.of());
	}

	private InboxEntry(ConversationEvent event, String conversation, String key, int weight,
			Map<String, String> trace) {
		this.event = event;
		this.conversation = conversation;
		this.key = key;
		this.weight = weight;
		this.trace = trace;
	}

	/**
	 * Return this event with the trace of its webhook.
	 * @param trace the fields that propagate the trace, such as {@code traceparent}; left
	 * out if they exceed 2048 characters
	 * @return the new entry
	 */
	InboxEntry withTrace(Map<String, String> trace) {
		int size = trace.entrySet()
			.stream()
			.mapToInt((field) -> field.getKey().length() + field.getValue().length())
			.sum();
		return (size > MAX_TRACE_SIZE) ? this
				: new InboxEntry(this.event, this.conversation, this.key, this.weight, Map.copyOf(trace));
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
	 * @return 32 letters, digits, {@code -} and {@code _}, different for each
	 * conversation
	 */
	public String conversation() {
		return this.conversation;
	}

	/**
	 * Return the key by which the event is recognized when it arrives again.
	 * @return 32 letters, digits, {@code -} and {@code _}, different for each event
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Return approximately how much memory this event takes: its share of its webhook.
	 * @return the number of bytes
	 */
	public int weight() {
		return this.weight;
	}

	/**
	 * Return the trace that the event's webhook belongs to.
	 * @return the fields that propagate it, such as {@code traceparent}; empty if there
	 * is none
	 */
	public Map<String, String> trace() {
		return this.trace;
	}

	/**
	 * Return the event as text, to store it outside this process. It includes the trace.
	 * @return the event as JSON, which contains only ASCII characters, and no NUL
	 */
	public String payload() {
		return EventJson.write(this.event, this.trace);
	}

	/**
	 * Read what {@link #payload()} returned.
	 * @param payload the event as JSON
	 * @return the event, or {@code null} if this version cannot read it
	 */
	public static @Nullable ConversationEvent read(String payload) {
		return EventJson.read(payload);
	}

	/**
	 * Create a delivery from what {@link #payload()} returned.
	 * @param conversation the key of the conversation
	 * @param token the number of the claim
	 * @param sequence the number of the event
	 * @param attempts how often handling the event was attempted before
	 * @param payload the event as JSON
	 * @return the delivery, without an event if this version cannot read it
	 */
	public static ConversationInbox.Delivery delivery(String conversation, long token, long sequence, int attempts,
			@Nullable String payload) {
		return EventJson.delivery(conversation, token, sequence, attempts, (payload != null) ? payload : "");
	}

	/**
	 * Return the key of the event that reports a message.
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
