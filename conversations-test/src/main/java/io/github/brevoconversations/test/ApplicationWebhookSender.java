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
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.StringUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Sends webhooks to the application under test: over HTTP if it has a web server, or else
 * through {@code MockMvc} or {@code WebTestClient}. The port of the web server may change
 * when the test framework pauses the context, so it is looked up for each webhook.
 */
final class ApplicationWebhookSender implements WebhookSender {

	private static final String REACTIVE_HANDLER = "webHandler";

	private static final String SECURITY_FILTER = "springSecurityFilterChain";

	private final ApplicationContext context;

	private final WebhookSender http;

	private volatile @Nullable WebhookSender mock;

	ApplicationWebhookSender(ApplicationContext context, WebhookSender http) {
		this.context = context;
		this.http = http;
	}

	@Override
	public int send(WebhookRequest request) throws Exception {
		if (!request.uri().isAbsolute()) {
			String port = this.context.getEnvironment().getProperty("local.server.port");
			return (port != null) ? this.http.send(request.to(URI.create(baseUrl(port) + request.uri())))
					: mock().send(request);
		}
		return this.http.send(request);
	}

	private String baseUrl(String port) {
		Environment environment = this.context.getEnvironment();
		StringBuilder url = new StringBuilder(isSecured(environment) ? "https://" : "http://")
			.append(LoopbackServer.HOST)
			.append(':')
			.append(port);
		if (isReactive()) {
			append(url, environment.getProperty("spring.webflux.base-path"));
		}
		else {
			append(url, environment.getProperty("server.servlet.context-path"));
			append(url, environment.getProperty("spring.mvc.servlet.path"));
		}
		return url.toString();
	}

	private static boolean isSecured(Environment environment) {
		return environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& Stream.of("bundle", "key-store", "certificate")
					.anyMatch((name) -> StringUtils.hasText(environment.getProperty("server.ssl." + name)));
	}

	private static void append(StringBuilder url, @Nullable String path) {
		String trimmed = (path != null) ? StringUtils.trimTrailingCharacter(path.strip(), '/') : "";
		url.append((trimmed.isEmpty() || trimmed.startsWith("/")) ? "" : "/").append(trimmed);
	}

	private boolean isReactive() {
		return this.context.containsBean(REACTIVE_HANDLER);
	}

	private WebhookSender mock() {
		WebhookSender mock = this.mock;
		if (mock == null) {
			mock = isReactive() ? Reactive.sender(this.context) : Servlet.sender((WebApplicationContext) this.context);
			this.mock = mock;
		}
		return mock;
	}

	/**
	 * Code that needs Spring WebFlux.
	 */
	private static final class Reactive {

		private static WebhookSender sender(ApplicationContext context) {
			WebTestClient client = context.getBeanProvider(WebTestClient.class)
				.getIfUnique(() -> WebTestClient.bindToApplicationContext(context).build());
			return new WebTestClientWebhookSender(client);
		}

	}

	/**
	 * Code that needs Spring MVC.
	 */
	private static final class Servlet {

		private static WebhookSender sender(WebApplicationContext context) {
			return new MockMvcWebhookSender(context.getBeanProvider(MockMvc.class).getIfUnique(() -> mockMvc(context)));
		}

		private static MockMvc mockMvc(WebApplicationContext context) {
			DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(context);
			if (context.containsBean(SECURITY_FILTER)) {
				builder.addFilters(context.getBean(SECURITY_FILTER, Filter.class));
			}
			return builder.build();
		}

	}

}
