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

package io.github.brevoconversations.test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A webhook that differs from the usual ones, in ways that integrators have seen.
 * Immutable: each method returns a new one.
 *
 * <pre class="code">
 * brevo.visitor("v1").sends(OddWebhook.fragment().message("type", "visitor", "text", null));
 * </pre>
 */
public final class OddWebhook {

	private final String event;

	private final Map<String, Object> fields;

	private final ArrayNode messages;

	private OddWebhook(String event, Map<String, Object> fields, ArrayNode messages) {
		this.event = event;
		this.fields = fields;
		this.messages = messages;
	}

	/**
	 * Create a {@code conversationFragment} without messages.
	 * @return the webhook
	 */
	public static OddWebhook fragment() {
		return event("conversationFragment");
	}

	/**
	 * Create a {@code conversationStarted} without its message.
	 * @return the webhook
	 */
	public static OddWebhook startedWithoutMessage() {
		return event("conversationStarted");
	}

	/**
	 * Create a webhook of any event.
	 * @param name the name of the event
	 * @return the webhook
	 */
	public static OddWebhook event(String name) {
		return new OddWebhook(name, Map.of(), Json.array());
	}

	/**
	 * Create a fragment with the reply to an Instagram story, which comes as an agent's
	 * message and without the story.
	 * @return the webhook
	 */
	public static OddWebhook instagramStoryReply() {
		return fragment().message("type", "agent", "text", "This message cannot be viewed in Brevo");
	}

	/**
	 * Create a fragment that reports an e-mail that could not be delivered.
	 * @return the webhook
	 */
	public static OddWebhook emailBounce() {
		return fragment().message("type", "visitor", "text", "Delivery failed", "messageType", "email_bounce");
	}

	/**
	 * Create a fragment with a visitor's message that has the name of its channel in
	 * {@code receivedFrom}.
	 * @param text the text
	 * @return the webhook
	 */
	public static OddWebhook whatsAppMessage(String text) {
		return fragment().message("type", "visitor", "text", text, "receivedFrom", "whatsapp");
	}

	/**
	 * Create a fragment with a triggered message, which comes as a visitor's message.
	 * @param text the text
	 * @return the webhook
	 */
	public static OddWebhook triggeredMessage(String text) {
		return fragment().message("type", "visitor", "text", text, "isTrigger", true);
	}

	/**
	 * Return a webhook with one more message. It has a random id and the current time, of
	 * the system's clock, unless these are among the fields.
	 * @param fields names and values in turn; a value may be {@code null}
	 * @return a new webhook
	 */
	public OddWebhook message(Object... fields) {
		ObjectNode message = Json.object().put("id", RandomIds.next()).put("createdAt", Instant.now().toEpochMilli());
		for (int i = 0; i < fields.length; i += 2) {
			message.set((String) fields[i], Json.node(fields[i + 1]));
		}
		return new OddWebhook(this.event, this.fields, this.messages.deepCopy().add(message));
	}

	/**
	 * Return a webhook in which a field has the given value.
	 * @param name the field's name
	 * @param value the value: a text, a number, a boolean, or a list or map of these
	 * @return a new webhook
	 */
	public OddWebhook with(String name, Object value) {
		Map<String, Object> fields = new LinkedHashMap<>(this.fields);
		fields.put(name, value);
		return new OddWebhook(this.event, fields, this.messages);
	}

	WebhookPayload.Event event(WebhookConversation conversation) {
		ObjectNode json = Json.object().put("eventName", this.event).put("conversationId", conversation.id());
		if (this.event.equals("conversationStarted")) {
			if (!this.messages.isEmpty()) {
				json.set("message", this.messages.get(0));
			}
		}
		else {
			json.set("messages", this.messages);
		}
		json.set("visitor", Json.object().put("id", conversation.visitorId()));
		this.fields.forEach((name, value) -> json.set(name, Json.node(value)));
		return new WebhookPayload.Event(this.event, json.toString());
	}

}
