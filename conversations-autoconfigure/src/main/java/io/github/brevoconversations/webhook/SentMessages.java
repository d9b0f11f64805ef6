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
import reactor.core.scheduler.Schedulers;

/**
 * A {@link ConversationsClient} that marks each message that it sends in an inbox, so
 * that the message is not delivered to the application when it comes back in a webhook. A
 * call that sends a message completes only once the message is marked, so a listener's
 * reply cannot be the next event of its conversation. If the message cannot be marked
 * within two seconds, the call completes nevertheless.
 */
public final class SentMessages implements ConversationsClient {

	private static final Log logger = LogFactory.getLog(SentMessages.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final ConversationsClient client;

	private final Supplier<? extends @Nullable ConversationInbox> inbox;

	/**
	 * Create a client.
	 * @param client the client that sends the messages
	 * @param inbox the inbox in which to mark messages
	 */
	public SentMessages(ConversationsClient client, ConversationInbox inbox) {
		this(client, () -> inbox);
	}

	/**
	 * Create a client.
	 * @param client the client that sends the messages
	 * @param inbox supplies the inbox in which to mark a message, after each message; may
	 * supply {@code null} for none
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
		Mono<ConversationsMessage> marked = InboxCalls.guarded(() -> inbox.markSent(id))
			.timeout(TIMEOUT)
			.onErrorResume((ex) -> {
				logger.debug("The inbox could not record a sent message: " + ex.getClass().getName());
				return Mono.empty();
			})
			.thenReturn(message);
		// what the application does next must not hold up a thread of the inbox
		return inbox.isShared() ? marked.publishOn(Schedulers.parallel()) : marked;
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
