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

package io.github.brevoconversations.autoconfigure;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RetrySettings;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Failures as the real client makes them.
 */
public final class BrevoFailures {

	private BrevoFailures() {
	}

	public static BrevoException status(int status, String message) {
		ClientResponse answer = ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("Content-Type", "application/json")
			.body("{\"message\":\"" + message + "\"}")
			.build();
		ConversationsClient client = ConversationsClient.builder()
			.apiKey("key")
			.retry(RetrySettings.none())
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> Mono.just(answer)))
			.build();
		try {
			client.pingAgentOnline(AgentIdentity.ofId("agent")).block();
			throw new IllegalStateException("The call did not fail");
		}
		catch (BrevoException ex) {
			return ex;
		}
	}

}
