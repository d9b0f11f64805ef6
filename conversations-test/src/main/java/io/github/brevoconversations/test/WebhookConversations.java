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

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows which conversations are under way, and so which event a message belongs to. Holds
 * a bounded number of conversations, and forgets the oldest. Safe to use from several
 * threads.
 */
final class WebhookConversations {

	private static final int MAX_ENTRIES = 10_000;

	private final Map<String, WebhookConversation> conversations = new LinkedHashMap<>();

	private final MessageStore messages;

	private final WebhookQueue queue;

	WebhookConversations(MessageStore messages, WebhookQueue queue) {
		this.messages = messages;
		this.queue = queue;
	}

	/**
	 * Report messages that were just created.
	 * @param visitorId the visitor whose conversation it is
	 * @param created the messages, in the order in which the webhook lists them
	 * @return the webhook
	 */
	WebhookQueue.Sending created(String visitorId, List<StoredMessage> created) {
		WebhookTarget target = this.queue.target();
		WebhookPayload payload = new WebhookPayload(conversation(visitorId));
		if (target != null && target.isLean()) {
			return send(payload.messageReceived(created.get(0)));
		}
		return send(begin(visitorId) ? payload.started(created.get(0)) : payload.fragment(created));
	}

	/**
	 * Report a message that was just created through the API, if there is a target. A
	 * pushed message is reported only if the conversation is under way.
	 * @param message the message
	 */
	void createdByAgent(StoredMessage message) {
		if (this.queue.target() != null && (!message.pushed() || conversation(message.visitorId()).isUnderWay())) {
			created(message.visitorId(), List.of(message));
		}
	}

	/**
	 * Report that a conversation has ended.
	 * @param visitorId the visitor whose conversation it is
	 * @return the webhook
	 */
	WebhookQueue.Sending ended(String visitorId) {
		WebhookConversation conversation = conversation(visitorId);
		update(conversation.underWay(false));
		return send(new WebhookPayload(conversation).transcript(this.messages.ofVisitor(visitorId)));
	}

	synchronized WebhookConversation conversation(String visitorId) {
		return this.conversations.computeIfAbsent(visitorId, WebhookConversation::new);
	}

	synchronized void update(WebhookConversation conversation) {
		this.conversations.put(conversation.visitorId(), conversation);
		if (this.conversations.size() > MAX_ENTRIES) {
			this.conversations.remove(this.conversations.keySet().iterator().next());
		}
	}

	synchronized void clear() {
		this.conversations.clear();
	}

	WebhookQueue.Sending send(WebhookPayload.Event event) {
		return this.queue.add(event.name(), event.body().getBytes(StandardCharsets.UTF_8));
	}

	private synchronized boolean begin(String visitorId) {
		WebhookConversation conversation = conversation(visitorId);
		update(conversation.underWay(true));
		return !conversation.isUnderWay();
	}

}
