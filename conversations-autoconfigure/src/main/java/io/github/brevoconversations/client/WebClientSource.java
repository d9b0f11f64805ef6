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

import java.net.URI;
import java.util.function.Supplier;

import io.github.brevoconversations.client.http.ConnectorSettings;
import io.github.brevoconversations.client.http.HardenedConnectors;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes the {@link WebClient} of a client with its first call, so that an application
 * that only has the client starts without it.
 */
final class WebClientSource {

	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private final @Nullable Supplier<WebClient.Builder> builder;

	private final @Nullable Supplier<ClientHttpConnector> connector;

	private final String baseUrl;

	private final RequestUris uris;

	private volatile @Nullable WebClient webClient;

	WebClientSource(@Nullable Supplier<WebClient.Builder> builder, @Nullable Supplier<ClientHttpConnector> connector,
			String baseUrl) {
		this.builder = builder;
		this.connector = connector;
		this.baseUrl = baseUrl;
		this.uris = new RequestUris(baseUrl);
	}

	/**
	 * Make the request of an attempt.
	 * @param attempt the attempt
	 * @return the request, which says what {@code WebClient} would of its template
	 */
	WebClient.RequestHeadersSpec<?> request(Attempt attempt) {
		ApiCall call = attempt.call();
		Operation operation = call.operation();
		return get().method(operation.method())
			.uri(this.uris.uri(call))
			.attribute(URI_TEMPLATE, this.uris.template(operation))
			.attribute(Attempt.ATTRIBUTE, attempt)
			.body(attempt);
	}

	private WebClient get() {
		WebClient webClient = this.webClient;
		return (webClient != null) ? webClient : create();
	}

	private synchronized WebClient create() {
		WebClient webClient = this.webClient;
		if (webClient == null) {
			WebClient.Builder builder = (this.builder != null) ? this.builder.get() : WebClient.builder();
			Supplier<ClientHttpConnector> connector = this.connector;
			if (connector == null && this.builder == null) {
				builder.clientConnector(HardenedConnectors.create(ConnectorSettings.defaults()).connector());
			}
			if (connector != null) {
				builder.clientConnector((method, uri, request) -> connector.get().connect(method, uri, request));
			}
			webClient = builder.filters((filters) -> filters.add(new AttemptFilter(URI.create(this.baseUrl))))
				.codecs((codecs) -> {
					codecs.registerDefaults(true);
					// would write the API key to the log
					codecs.defaultCodecs().enableLoggingRequestDetails(false);
				})
				.build();
			this.webClient = webClient;
		}
		return webClient;
	}

}
