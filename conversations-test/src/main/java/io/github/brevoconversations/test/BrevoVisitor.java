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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A visitor who writes to the account, and whose messages reach the application through
 * Brevo's webhooks:
 *
 * <pre class="code">
 * brevo.visitor("v1").named("Ada").writes("Where is my order?");
 * </pre>
 *
 * <p>
 * Each method that sends a webhook waits for the response to its first attempt. All
 * methods may be called from any thread that may block.
 *
 * @see BrevoConversationsServer#visitor(String)
 */
public final class BrevoVisitor {

	private final String id;

	private final BrevoConversationsServer server;

	private final WebhookConversations conversations;

	BrevoVisitor(String id, BrevoConversationsServer server, WebhookConversations conversations) {
		this.id = id;
		this.server = server;
		this.conversations = conversations;
	}

	/**
	 * Return the visitor's id.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the id of the visitor's conversation, as in the webhooks.
	 * @return the id
	 */
	public String conversationId() {
		return this.conversations.conversation(this.id).id();
	}

	/**
	 * Give the visitor a name, {@code displayedName} in the webhooks.
	 * @param name the name
	 * @return this visitor
	 */
	public BrevoVisitor named(String name) {
		return with("displayedName", name);
	}

	/**
	 * Set the channel that the visitor writes through, {@code source} in the webhooks.
	 * @param source the channel, such as {@code widget} or {@code whatsapp}
	 * @return this visitor
	 */
	public BrevoVisitor from(String source) {
		return with("source", source);
	}

	/**
	 * Set another field of the visitor in the webhooks.
	 * @param field the field's name, such as {@code country}
	 * @param value the value: a text, a number, a boolean, or a list or map of these
	 * @return this visitor
	 */
	public BrevoVisitor with(String field, Object value) {
		this.conversations.update(this.conversations.conversation(this.id).withVisitor(field, value));
		return this;
	}

	/**
	 * Write a message. The first message of a conversation comes as
	 * {@code conversationStarted}, each later one as {@code conversationFragment}.
	 * @param text the text
	 * @return the webhook that reports it
	 */
	public Webhook writes(String text) {
		return writesAtOnce(text);
	}

	/**
	 * Write several messages that come in one webhook, the latest first, because webhooks
	 * of Brevo may be unsorted. If the conversation is not under way, the first message
	 * starts it in a separate webhook.
	 * @param texts the texts, in the order in which they are written
	 * @return the webhook that reports them, or the one that starts the conversation if
	 * there is only one message
	 */
	public Webhook writesAtOnce(String... texts) {
		List<StoredMessage> messages = new ArrayList<>(
				Arrays.stream(texts).map((text) -> this.server.createVisitorMessage(this.id, text)).toList());
		if (!this.conversations.conversation(this.id).isUnderWay()) {
			Webhook started = this.conversations.created(this.id, List.of(messages.remove(0))).sent();
			if (messages.isEmpty()) {
				return started;
			}
		}
		Collections.reverse(messages);
		return this.conversations.created(this.id, messages).sent();
	}

	/**
	 * Leave, so that the conversation ends: {@code conversationTranscript}.
	 * @return the webhook that reports it
	 */
	public Webhook leaves() {
		return this.conversations.ended(this.id).sent();
	}

	/**
	 * Send a webhook of this visitor's conversation that differs from the usual ones.
	 * @param payload the content of the webhook
	 * @return the webhook
	 */
	public Webhook sends(OddWebhook payload) {
		return this.conversations.send(payload.event(this.conversations.conversation(this.id))).sent();
	}

	@Override
	public String toString() {
		return "visitor " + this.id;
	}

}
