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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookReceiver;
import io.github.brevoconversations.webhook.WebhookRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Serves the webhook of an account in Spring WebFlux.
 */
final class WebFluxWebhookHandler implements HandlerFunction<ServerResponse> {

	private static final Log logger = LogFactory.getLog(WebFluxWebhookHandler.class);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

	private final BrevoWebhook webhook;

	private final WebhookReceiver receiver;

	private final WebhookReception reception;

	private final Duration readTimeout;

	private final BodyBudget budget;

	WebFluxWebhookHandler(BrevoWebhook webhook, WebhookReception reception) {
		this(webhook, reception, READ_TIMEOUT);
	}

	WebFluxWebhookHandler(BrevoWebhook webhook, WebhookReception reception, Duration readTimeout) {
		this.webhook = webhook;
		this.receiver = webhook.receiver();
		this.reception = reception;
		this.readTimeout = readTimeout;
		this.budget = reception.budget(webhook);
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
		return Mono
			.using(this.budget::share,
					(share) -> read(request, share)
						.flatMap((body) -> this.reception.receive(this.webhook, webhookRequest, body)))
			.onErrorResume(WebhookBodyException.class, (ex) -> Mono.just(this.receiver.refuse(ex.outcome())));
	}

	// Copies each buffer when it arrives, so that no buffer has to be released later,
	// however the request ends
	private Mono<byte[]> read(ServerRequest request, BodyBudget.Share share) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		return request.body(BodyExtractors.toDataBuffers())
			.map((buffer) -> copy(buffer, body, share))
			.then(Mono.fromSupplier(body::toByteArray))
			.timeout(this.readTimeout)
			.onErrorMap((ex) -> (ex instanceof WebhookBodyException) ? ex
					: new WebhookBodyException(WebhookOutcome.INCOMPLETE));
	}

	private int copy(DataBuffer buffer, ByteArrayOutputStream body, BodyBudget.Share share) {
		try {
			int count = buffer.readableByteCount();
			check(body.size() + (long) count <= this.receiver.maxBodySize(), WebhookOutcome.TOO_LARGE);
			check(share.take(count), WebhookOutcome.BUSY);
			byte[] bytes = new byte[count];
			buffer.read(bytes);
			body.writeBytes(bytes);
			return count;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private static void check(boolean condition, WebhookOutcome outcome) {
		if (!condition) {
			throw new WebhookBodyException(outcome);
		}
	}

	private static @Nullable InetAddress address(ServerRequest request) {
		InetSocketAddress address = request.remoteAddress().orElse(null);
		if (address == null) {
			return null;
		}
		// An address from a proxy's header is not resolved
		return (address.getAddress() != null) ? address.getAddress() : WebhookQuery.address(address.getHostString());
	}

	private static Mono<ServerResponse> response(WebhookOutcome outcome) {
		ServerResponse.BodyBuilder response = ServerResponse.status(outcome.status());
		WebhookResponseHeaders.of(outcome).forEach(response::header);
		return response.build().map(Response::new);
	}

	/**
	 * A response that may be impossible to send. If a body is not valid HTTP, Reactor
	 * Netty responds itself, and reports the body as complete. The sender of such a body
	 * must not fill the log with errors.
	 */
	private static final class Response implements ServerResponse {

		private final ServerResponse response;

		private Response(ServerResponse response) {
			this.response = response;
		}

		@Override
		public HttpStatusCode statusCode() {
			return this.response.statusCode();
		}

		@Override
		public HttpHeaders headers() {
			return this.response.headers();
		}

		@Override
		public MultiValueMap<String, ResponseCookie> cookies() {
			return this.response.cookies();
		}

		@Override
		public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
			return this.response.writeTo(exchange, context)
				.then(exchange.getResponse().setComplete())
				.onErrorResume((ex) -> {
					logger.debug("A response to a webhook could not be sent: " + ex.getClass().getName());
					return Mono.empty();
				});
		}

	}

}
