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
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates the {@link WebClient} of a client at the first call, so that an application
 * starts without it.
 */
final class WebClientSource {

	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private final @Nullable Supplier<WebClient.Builder> builder;

	private final @Nullable Supplier<ClientHttpConnector> connector;

	private final BrevoHost host;

	private final RequestUris uris;

	private volatile @Nullable WebClient webClient;

	WebClientSource(@Nullable Supplier<WebClient.Builder> builder, @Nullable Supplier<ClientHttpConnector> connector,
			String baseUrl) {
		this.builder = builder;
		this.connector = connector;
		this.host = new BrevoHost(URI.create(baseUrl));
		this.uris = new RequestUris(baseUrl);
	}

	/**
	 * Create the request of an attempt.
	 * @param attempt the attempt
	 * @param credential the credential of the attempt
	 * @return the request, with the attribute that {@code WebClient} would set for a URI
	 * template
	 */
	WebClient.RequestHeadersSpec<?> request(Attempt attempt, RequestCredential credential) {
		ApiCall call = attempt.call();
		Operation operation = call.operation();
		// filters can reach the callback of the request and what it captures, so it must
		// not capture this object
		BrevoHost host = this.host;
		return get().method(operation.method())
			.uri(this.uris.uri(call))
			.attribute(URI_TEMPLATE, this.uris.template(operation))
			.attribute(Attempt.ATTRIBUTE, attempt)
			.body(attempt)
			.httpRequest((request) -> authenticate(attempt, request, host, credential));
	}

	private static void authenticate(Attempt attempt, ClientHttpRequest request, BrevoHost host,
			RequestCredential credential) {
		if (attempt.isLookedAt(request)) {
			// a filter that only looks at the request needs no secrets
			return;
		}
		// a filter may send the request by its own means
		host.check(request.getURI());
		credential.accept(request);
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
			webClient = builder.filters((filters) -> filters.add(new AttemptFilter(this.host, filters.isEmpty())))
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
