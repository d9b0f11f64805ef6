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

package io.github.brevoconversations.client;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link ConversationsClient} over HTTP.
 */
final class DefaultConversationsClient implements ConversationsClient {

	private final ConversationsExchange exchange;

	private final @Nullable String receivedFrom;

	DefaultConversationsClient(ConversationsExchange exchange, @Nullable String receivedFrom) {
		this.exchange = exchange;
		this.receivedFrom = receivedFrom;
	}

	@Override
	public Mono<ConversationsMessage> sendMessage(SendMessageRequest request) {
		return validated(() -> {
			RequestChecks.requireNonNull(request, "the request");
			JsonBody body = new JsonBody().with("visitorId", request.visitorId())
				.with("text", request.text())
				.with(request.agent());
			body.with("receivedFrom", request.receivedFrom());
			if (!body.has("receivedFrom")) {
				body.with("receivedFrom", this.receivedFrom);
			}
			return this.exchange.exchange(new ApiCall(Operation.SEND_MESSAGE, null, body), ResponseReader.MESSAGE);
		});
	}

	@Override
	public Mono<ConversationsMessage> getMessage(String id) {
		return get(Operation.GET_MESSAGE, id);
	}

	@Override
	public Mono<ConversationsMessage> updateMessage(String id, String text) {
		return update(Operation.UPDATE_MESSAGE, id, text);
	}

	@Override
	public Mono<Void> deleteMessage(String id) {
		return delete(Operation.DELETE_MESSAGE, id);
	}

	@Override
	public Mono<ConversationsMessage> sendPushedMessage(SendPushedMessageRequest request) {
		return validated(() -> {
			RequestChecks.requireNonNull(request, "the request");
			JsonBody body = new JsonBody().with("visitorId", request.visitorId())
				.with("text", request.text())
				.with("agentId", request.agentId())
				.with("groupId", request.groupId());
			return this.exchange.exchange(new ApiCall(Operation.SEND_PUSHED_MESSAGE, null, body),
					ResponseReader.MESSAGE);
		});
	}

	@Override
	public Mono<ConversationsMessage> getPushedMessage(String id) {
		return get(Operation.GET_PUSHED_MESSAGE, id);
	}

	@Override
	public Mono<ConversationsMessage> updatePushedMessage(String id, String text) {
		return update(Operation.UPDATE_PUSHED_MESSAGE, id, text);
	}

	@Override
	public Mono<Void> deletePushedMessage(String id) {
		return delete(Operation.DELETE_PUSHED_MESSAGE, id);
	}

	@Override
	public Mono<Void> pingAgentOnline(AgentIdentity agent) {
		return validated(() -> {
			JsonBody body = new JsonBody().with(RequestChecks.requireNonNull(agent, "the agent"));
			return this.exchange.exchange(new ApiCall(Operation.PING_AGENT_ONLINE, null, body), ResponseReader.NOTHING);
		});
	}

	@Override
	public @Nullable RateLimit rateLimit() {
		return this.exchange.rateLimit();
	}

	private Mono<ConversationsMessage> get(Operation operation, String id) {
		return validated(() -> this.exchange.exchange(new ApiCall(operation, RequestChecks.requireId(id), null),
				ResponseReader.MESSAGE));
	}

	private Mono<ConversationsMessage> update(Operation operation, String id, String text) {
		return validated(() -> {
			RequestChecks.requireId(id);
			JsonBody body = new JsonBody().with("text", RequestChecks.requireTextToSend(text, "the text"));
			return this.exchange.exchange(new ApiCall(operation, id, body), ResponseReader.MESSAGE);
		});
	}

	private Mono<Void> delete(Operation operation, String id) {
		return validated(() -> this.exchange.exchange(new ApiCall(operation, RequestChecks.requireId(id), null),
				ResponseReader.NOTHING));
	}

	private static <T> Mono<T> validated(Supplier<Mono<T>> call) {
		try {
			return call.get();
		}
		catch (BrevoInvalidRequestException ex) {
			return Mono.error(ex);
		}
	}

}
