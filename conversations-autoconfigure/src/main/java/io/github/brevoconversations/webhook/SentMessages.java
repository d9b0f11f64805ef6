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

import java.time.Duration;
import java.util.function.Supplier;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A {@link ConversationsClient} that tells an inbox of each message that it sends, so
 * that the message is not delivered to the application when it comes back in a webhook.
 * What sends a message is done only once the inbox knows it: a listener's reply cannot be
 * the next event of its conversation. If the inbox cannot be told, the message is sent
 * nevertheless.
 */
public final class SentMessages implements ConversationsClient {

	private static final Log logger = LogFactory.getLog(SentMessages.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final ConversationsClient client;

	private final Supplier<? extends @Nullable ConversationInbox> inbox;

	/**
	 * Create a client.
	 * @param client the client that sends
	 * @param inbox the inbox to tell
	 */
	public SentMessages(ConversationsClient client, ConversationInbox inbox) {
		this(client, () -> inbox);
	}

	/**
	 * Create a client.
	 * @param client the client that sends
	 * @param inbox the inbox to tell, asked for after each message; {@code null} for none
	 */
	public SentMessages(ConversationsClient client, Supplier<? extends @Nullable ConversationInbox> inbox) {
		this.client = client;
		this.inbox = inbox;
	}

	@Override
	public Mono<ConversationsMessage> sendMessage(SendMessageRequest request) {
		return this.client.sendMessage(request).flatMap(this::mark);
	}

	@Override
	public Mono<ConversationsMessage> sendPushedMessage(SendPushedMessageRequest request) {
		return this.client.sendPushedMessage(request).flatMap(this::mark);
	}

	private Mono<ConversationsMessage> mark(ConversationsMessage message) {
		String id = message.id();
		ConversationInbox inbox = this.inbox.get();
		if (id == null || inbox == null) {
			return Mono.just(message);
		}
		return InboxCalls.guarded(() -> inbox.markSent(id)).timeout(TIMEOUT).onErrorResume((ex) -> {
			logger.debug("The inbox was not told of a sent message: " + ex.getClass().getName());
			return Mono.empty();
		}).thenReturn(message);
	}

	@Override
	public @Nullable RateLimit rateLimit() {
		return this.client.rateLimit();
	}

	@Override
	public Mono<ConversationsMessage> getMessage(String id) {
		return this.client.getMessage(id);
	}

	@Override
	public Mono<ConversationsMessage> updateMessage(String id, String text) {
		return this.client.updateMessage(id, text);
	}

	@Override
	public Mono<Void> deleteMessage(String id) {
		return this.client.deleteMessage(id);
	}

	@Override
	public Mono<ConversationsMessage> getPushedMessage(String id) {
		return this.client.getPushedMessage(id);
	}

	@Override
	public Mono<ConversationsMessage> updatePushedMessage(String id, String text) {
		return this.client.updatePushedMessage(id, text);
	}

	@Override
	public Mono<Void> deletePushedMessage(String id) {
		return this.client.deletePushedMessage(id);
	}

	@Override
	public Mono<Void> pingAgentOnline(AgentIdentity agent) {
		return this.client.pingAgentOnline(agent);
	}

}
