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

import java.io.IOException;
import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Puts the keys into the headers of a request, right before it is sent, and takes them
 * out of what comes back, which filters and observations of the application see.
 */
final class ApiKeyFilter implements ExchangeFilterFunction {

	private static final String API_KEY = "api-key";

	private static final String PARTNER_KEY = "partner-key";

	private final String apiKey;

	private final @Nullable String partnerKey;

	ApiKeyFilter(String apiKey, @Nullable String partnerKey) {
		this.apiKey = apiKey;
		this.partnerKey = partnerKey;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(ClientRequest.from(request).headers((headers) -> {
			headers.set(API_KEY, this.apiKey);
			if (this.partnerKey != null) {
				headers.set(PARTNER_KEY, this.partnerKey);
			}
		}).build())
			.map((response) -> response.mutate().request(new KeylessRequest(request)).build())
			.onErrorMap(WebClientRequestException.class, (failure) -> withoutKeys(failure, request));
	}

	private static WebClientRequestException withoutKeys(WebClientRequestException failure, ClientRequest request) {
		Throwable cause = failure.getCause();
		WebClientRequestException keyless = new WebClientRequestException(
				(cause != null) ? cause : new IOException(failure.getMessage()), request.method(), request.url(),
				request.headers());
		keyless.setStackTrace(failure.getStackTrace());
		return keyless;
	}

	/**
	 * The request as it was before the keys were put in. A response and its observation
	 * hold the request, too.
	 */
	private static final class KeylessRequest implements HttpRequest {

		private final ClientRequest request;

		KeylessRequest(ClientRequest request) {
			this.request = request;
		}

		@Override
		public HttpMethod getMethod() {
			return this.request.method();
		}

		@Override
		public URI getURI() {
			return this.request.url();
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.request.attributes();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.request.headers();
		}

	}

}
