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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link ConversationsClient} over HTTP.
 */
final class DefaultConversationsClient implements ConversationsClient {

	private final ConversationsExchange exchange;

	DefaultConversationsClient(ConversationsExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Mono<ConversationsMessage> sendMessage(SendMessageRequest request) {
		return Mono.defer(() -> {
			RequestChecks.requireNonNull(request, "the request");
			Map<String, String> body = new LinkedHashMap<>();
			body.put("visitorId", request.visitorId());
			body.put("text", request.text());
			putAgent(body, request.agent());
			putIfPresent(body, "receivedFrom", request.receivedFrom());
			return this.exchange.message(Operation.SEND_MESSAGE, body);
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
		return Mono.defer(() -> {
			RequestChecks.requireNonNull(request, "the request");
			Map<String, String> body = new LinkedHashMap<>();
			body.put("visitorId", request.visitorId());
			body.put("text", request.text());
			putIfPresent(body, "agentId", request.agentId());
			putIfPresent(body, "groupId", request.groupId());
			return this.exchange.message(Operation.SEND_PUSHED_MESSAGE, body);
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
		return Mono.defer(() -> {
			RequestChecks.requireNonNull(agent, "the agent");
			Map<String, String> body = new LinkedHashMap<>();
			putAgent(body, agent);
			return this.exchange.completion(Operation.PING_AGENT_ONLINE, body);
		});
	}

	private Mono<ConversationsMessage> get(Operation operation, String id) {
		return Mono.defer(() -> this.exchange.message(operation, null, RequestChecks.requireId(id)));
	}

	private Mono<ConversationsMessage> update(Operation operation, String id, String text) {
		return Mono.defer(() -> {
			RequestChecks.requireId(id);
			RequestChecks.requireText(text, "the text");
			return this.exchange.message(operation, Map.of("text", text), id);
		});
	}

	private Mono<Void> delete(Operation operation, String id) {
		return Mono.defer(() -> this.exchange.completion(operation, null, RequestChecks.requireId(id)));
	}

	private static void putAgent(Map<String, String> body, AgentIdentity agent) {
		if (agent instanceof AgentIdentity.Id byId) {
			body.put("agentId", byId.id());
		}
		else if (agent instanceof AgentIdentity.Email byEmail) {
			body.put("agentEmail", byEmail.email());
			body.put("agentName", byEmail.name());
			body.put("receivedFrom", byEmail.receivedFrom());
		}
	}

	private static void putIfPresent(Map<String, String> body, String name, @Nullable String value) {
		if (value != null) {
			body.put(name, value);
		}
	}

}
