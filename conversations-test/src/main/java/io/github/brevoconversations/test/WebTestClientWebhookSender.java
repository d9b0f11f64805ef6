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

import java.time.Duration;

import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Sends webhooks through a {@link WebTestClient}, to an application that has no web
 * server in a test, on Spring WebFlux or Spring MVC. With
 * {@link AutoConfigureBrevoConversationsServer}, this happens automatically.
 *
 * @see BrevoConversationsServer#sendWebhooksTo(WebhookTarget, WebhookSender)
 */
public final class WebTestClientWebhookSender implements WebhookSender {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final WebTestClient client;

	/**
	 * Create a sender.
	 * @param client reaches the application
	 */
	public WebTestClientWebhookSender(WebTestClient client) {
		this.client = client.mutate().responseTimeout(TIMEOUT).build();
	}

	@Override
	public int send(WebhookRequest request) {
		return this.client.post()
			.uri(request.uri())
			.headers((headers) -> request.headers().forEach(headers::set))
			.bodyValue(request.body())
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()
			.value();
	}

}
