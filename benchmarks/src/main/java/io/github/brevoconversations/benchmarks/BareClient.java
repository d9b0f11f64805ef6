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

package io.github.brevoconversations.benchmarks;

import java.util.Map;
import java.util.function.Supplier;

import io.github.brevoconversations.client.ConversationsMessage;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring Boot's {@code WebClient}, called with as little code as possible, and with the
 * starter's timeouts.
 */
final class BareClient extends ReactiveClient {

	private final WebClient client;

	BareClient(String baseUrl) {
		super("spring.http.clients.connect-timeout=5s", "spring.http.clients.read-timeout=10s");
		this.client = bean(WebClient.Builder.class).baseUrl(baseUrl).build();
	}

	@Override
	Supplier<Mono<?>> calls(MeasuredCall operation) {
		return switch (operation) {
			case SEND -> this::send;
			case GET -> this::get;
			case PING -> this::ping;
		};
	}

	private Mono<?> send() {
		return this.client.post()
			.uri("/conversations/messages")
			.header("api-key", Sample.API_KEY)
			.bodyValue(Map.of("visitorId", Sample.VISITOR_ID, "text", Sample.TEXT, "agentId", Sample.AGENT_ID))
			.retrieve()
			.bodyToMono(ConversationsMessage.class);
	}

	private Mono<?> get() {
		return this.client.get()
			.uri("/conversations/messages/{id}", Sample.MESSAGE_ID)
			.header("api-key", Sample.API_KEY)
			.retrieve()
			.bodyToMono(ConversationsMessage.class);
	}

	private Mono<?> ping() {
		return this.client.post()
			.uri("/conversations/agentOnlinePing")
			.header("api-key", Sample.API_KEY)
			.bodyValue(Map.of("agentId", Sample.AGENT_ID))
			.retrieve()
			.toBodilessEntity();
	}

}
