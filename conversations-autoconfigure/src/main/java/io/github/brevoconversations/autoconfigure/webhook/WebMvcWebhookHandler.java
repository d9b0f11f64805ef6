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

package io.github.brevoconversations.autoconfigure.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookReceiver;
import io.github.brevoconversations.webhook.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the webhook of an account in Spring MVC.
 */
final class WebMvcWebhookHandler implements HandlerFunction<ServerResponse> {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

	private static final int BUFFER_SIZE = 8192;

	private final BrevoWebhook webhook;

	private final WebhookReceiver receiver;

	private final WebhookReception reception;

	WebMvcWebhookHandler(BrevoWebhook webhook, WebhookReception reception) {
		this.webhook = webhook;
		this.receiver = webhook.receiver();
		this.reception = reception;
	}

	@Override
	public ServerResponse handle(ServerRequest request) {
		return response(outcome(request));
	}

	private WebhookOutcome outcome(ServerRequest request) {
		HttpServletRequest servletRequest = request.servletRequest();
		WebhookRequest webhookRequest = new WebhookRequest(request.method().name(), request.headers().asHttpHeaders(),
				WebhookQuery.parse(servletRequest.getQueryString()),
				WebhookQuery.address(servletRequest.getRemoteAddr()));
		WebhookOutcome refusal = this.receiver.admit(webhookRequest);
		if (refusal != null) {
			return refusal;
		}
		byte[] body;
		try {
			body = read(servletRequest.getInputStream());
		}
		catch (IOException ex) {
			return this.receiver.refuse(WebhookOutcome.INCOMPLETE);
		}
		if (body == null) {
			return this.receiver.refuse(WebhookOutcome.TOO_LARGE);
		}
		WebhookOutcome outcome = this.reception.receive(this.webhook, webhookRequest, body).block();
		return (outcome != null) ? outcome : WebhookOutcome.UNAVAILABLE;
	}

	/**
	 * Read the body, for a bounded time: the server's own timeout begins anew with every
	 * byte.
	 * @param input the body
	 * @return the body, or {@code null} if it is too large
	 * @throws IOException if the body ends early, or takes too long
	 */
	private byte @Nullable [] read(InputStream input) throws IOException {
		long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
			body.write(buffer, 0, count);
			if (body.size() > this.receiver.maxBodySize()) {
				return null;
			}
			if (System.nanoTime() - deadline > 0) {
				throw new IOException("The body takes too long");
			}
		}
		return body.toByteArray();
	}

	private static ServerResponse response(WebhookOutcome outcome) {
		ServerResponse.BodyBuilder response = ServerResponse.status(outcome.status());
		WebhookResponseHeaders.of(outcome).forEach(response::header);
		return response.build();
	}

}
