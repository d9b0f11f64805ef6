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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * A response that may be impossible to send. Reactor Netty responds by itself to what is
 * no HTTP, and takes the body for complete: whoever sends such a body must not fill the
 * log with errors.
 */
final class WebFluxWebhookResponse implements ServerResponse {

	private static final Log logger = LogFactory.getLog(WebFluxWebhookResponse.class);

	private final ServerResponse response;

	WebFluxWebhookResponse(ServerResponse response) {
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
