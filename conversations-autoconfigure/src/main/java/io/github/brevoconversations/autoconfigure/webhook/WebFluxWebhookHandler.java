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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookReceiver;
import io.github.brevoconversations.webhook.WebhookRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the webhook of an account in Spring WebFlux.
 */
final class WebFluxWebhookHandler implements HandlerFunction<ServerResponse> {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

	private final BrevoWebhook webhook;

	private final WebhookReceiver receiver;

	private final WebhookReception reception;

	WebFluxWebhookHandler(BrevoWebhook webhook, WebhookReception reception) {
		this.webhook = webhook;
		this.receiver = webhook.receiver();
		this.reception = reception;
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		WebhookRequest webhookRequest = new WebhookRequest(request.method().name(), request.headers().asHttpHeaders(),
				WebhookQuery.parse(request.uri().getRawQuery()), address(request));
		WebhookOutcome refusal = this.receiver.admit(webhookRequest);
		Mono<WebhookOutcome> outcome = (refusal != null) ? Mono.just(refusal) : receive(request, webhookRequest);
		return outcome.flatMap(WebFluxWebhookHandler::response);
	}

	private Mono<WebhookOutcome> receive(ServerRequest request, WebhookRequest webhookRequest) {
		return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), this.receiver.maxBodySize())
			.map(WebFluxWebhookHandler::bytes)
			.defaultIfEmpty(new byte[0])
			.timeout(READ_TIMEOUT)
			.map(Body::new)
			.onErrorResume((ex) -> Mono.just(new Body(this.receiver.refuse(refusal(ex)))))
			.flatMap((body) -> (body.refusal != null) ? Mono.just(body.refusal)
					: this.reception.receive(this.webhook, webhookRequest, body.bytes));
	}

	private static WebhookOutcome refusal(Throwable failure) {
		return (failure instanceof DataBufferLimitException) ? WebhookOutcome.TOO_LARGE : WebhookOutcome.INCOMPLETE;
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static @Nullable InetAddress address(ServerRequest request) {
		return request.remoteAddress().map(InetSocketAddress::getAddress).orElse(null);
	}

	private static Mono<ServerResponse> response(WebhookOutcome outcome) {
		ServerResponse.BodyBuilder response = ServerResponse.status(outcome.status());
		WebhookResponseHeaders.of(outcome).forEach(response::header);
		return response.build();
	}

	/**
	 * A body that was read, or why it was not.
	 */
	private static final class Body {

		private final byte[] bytes;

		private final @Nullable WebhookOutcome refusal;

		private Body(byte[] bytes) {
			this.bytes = bytes;
			this.refusal = null;
		}

		private Body(WebhookOutcome refusal) {
			this.bytes = new byte[0];
			this.refusal = refusal;
		}

	}

}
