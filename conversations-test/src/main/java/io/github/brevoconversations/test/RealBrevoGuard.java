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

import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Prevents a test from calling the real Brevo, whose visitors are people: calls of
 * Brevo's hosts with the application context's {@link WebClient.Builder} fail before
 * anything is sent, unless the property {@value #ALLOW_PROPERTY} is {@code true}. Other
 * clients are left to {@link RealBrevoConnectorGuard}, which learns from the Reactor
 * context what this guard allows.
 */
class RealBrevoGuard implements WebClientCustomizer, ExchangeFilterFunction {

	static final String BEAN_NAME = "brevoConversationsRealBrevoGuard";

	static final String ALLOW_PROPERTY = "brevo.test.allow-real-brevo";

	private static final List<String> DOMAINS = List.of("brevo.com", "sendinblue.com");

	private final Environment environment;

	RealBrevoGuard(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void customize(WebClient.Builder builder) {
		builder.filter(this);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		String host = realBrevo(request.url());
		if (host == null) {
			return next.exchange(request);
		}
		return this.environment.getProperty(ALLOW_PROPERTY, Boolean.class, false)
				? next.exchange(request).contextWrite((context) -> context.put(ALLOW_PROPERTY, true))
				: Mono.error(() -> new CallOfRealBrevoException(host));
	}

	/**
	 * Return the host of a URL if it is one of Brevo's.
	 * @param url the URL
	 * @return the host, or {@code null} if it is not
	 */
	static @Nullable String realBrevo(URI url) {
		if (url.getHost() == null) {
			return null;
		}
		String host = url.getHost().toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
		return DOMAINS.stream().anyMatch((domain) -> host.equals(domain) || host.endsWith("." + domain)) ? host : null;
	}

}
