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

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for webhooks of applications that are somewhere else: below another path, behind
 * a proxy, or not there before the first request.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookPlacesTests {

	private static final String BODY = WebhookApplication.message("m1", "Hello");

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void servesAndLogsThePathBelowTheContextPath(WebApplicationType type, CapturedOutput output) {
		boolean servlet = type == WebApplicationType.SERVLET;
		Map<String, Object> properties = new HashMap<>(servlet
				? Map.of("server.servlet.context-path", "/desk", "spring.mvc.servlet.path", "/api",
						"spring.webflux.base-path", "/other")
				: Map.of("spring.webflux.base-path", "desk/api/", "server.servlet.context-path", "/other"));
		properties.put("brevo.webhook.header", "X-Secret");
		properties.put("brevo.webhook.query-parameter", "key");
		try (WebhookApplication application = start(type, properties, true)) {
			assertThat(output).contains("is at '/desk/api/brevo/webhook'", "@<host>/desk/api/brevo/webhook)",
					"or as a bearer token, or in the header 'X-Secret', or in the query parameter 'key'.");
			assertThat(post(application, "/desk/api/brevo/webhook", null)).isEqualTo(200);
			Awaitility.await().until(() -> application.events().size() == 1);
			assertThat(post(application, "/desk/api/brevo/webhook/x", null)).isIn(302, 401, 403);
			assertThat(post(application, "/desk/api/desk/api/brevo/webhook", null)).isIn(302, 401, 403);
			assertThat(post(application, "/desk/brevo/webhook", null)).isEqualTo(404);
			assertThat(post(application, "/brevo/webhook", null)).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void trustsForwardedAddressesOnlyIfSpringDoes(WebApplicationType type) {
		Map<String, Object> allowed = Map.of("brevo.webhook.allowed-addresses", "203.0.113.0/24,2001:db8::/32");
		try (WebhookApplication application = start(type, allowed, false)) {
			assertThat(post(application, WebhookApplication.PATH, null)).isEqualTo(401);
			assertThat(post(application, WebhookApplication.PATH, "203.0.113.5")).isEqualTo(401);
		}
		Map<String, Object> behindProxy = new HashMap<>(allowed);
		behindProxy.put("server.forward-headers-strategy", "framework");
		try (WebhookApplication application = start(type, behindProxy, false)) {
			assertThat(post(application, WebhookApplication.PATH, null)).isEqualTo(401);
			assertThat(post(application, WebhookApplication.PATH, "203.0.113.5")).isEqualTo(200);
			assertThat(post(application, WebhookApplication.PATH, "203.0.113.5, 198.51.100.1")).isEqualTo(200);
			assertThat(post(application, WebhookApplication.PATH, "[2001:db8::7]:4711")).isEqualTo(200);
			assertThat(post(application, WebhookApplication.PATH, "198.51.100.1")).isEqualTo(401);
			assertThat(post(application, WebhookApplication.PATH, "203.0.113.example.com")).isEqualTo(401);
			assertThat(post(application, WebhookApplication.PATH, "unknown")).isEqualTo(401);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void deliversInAnApplicationWhoseBeansAreLazy(WebApplicationType type) {
		try (WebhookApplication application = start(type, Map.of("spring.main.lazy-initialization", "true"), true)) {
			assertThat(post(application, WebhookApplication.PATH, null)).isEqualTo(200);
			Awaitility.await()
				.until(() -> application.context()
					.getBean(BrevoWebhooks.class)
					.all()
					.get(0)
					.inbox()
					.size()
					.block()
					.waiting() == 0);
			assertThat(post(application, "/orders", null)).isIn(401, 403);
		}
	}

	@Test
	void keepsAnotherServletAtThatPathProtected() {
		try (WebhookApplication application = WebhookApplication.start(
				WebApplicationType.SERVLET, List.of(AbstractWebhookRouteTests.MvcServer.class,
						WebhookSecurityTests.ServletSecurity.class, OtherServlet.class),
				Map.of("spring.mvc.servlet.path", "/api"))) {
			assertThat(post(application, "/brevo/webhook", null)).isIn(401, 403);
			assertThat(post(application, "/api/brevo/webhook", null)).isEqualTo(200);
		}
	}

	private static WebhookApplication start(WebApplicationType type, Map<String, Object> properties, boolean secured) {
		boolean servlet = type == WebApplicationType.SERVLET;
		Class<?> server = servlet ? AbstractWebhookRouteTests.MvcServer.class
				: AbstractWebhookRouteTests.FluxServer.class;
		Class<?> security = servlet ? WebhookSecurityTests.ServletSecurity.class
				: WebhookSecurityTests.ReactiveSecurity.class;
		return WebhookApplication.start(type, secured ? List.of(server, security) : List.of(server), properties);
	}

	private static int post(WebhookApplication application, String path, String forwardedFor) {
		return application.send(path, (request) -> {
			if (forwardedFor != null) {
				request.header("X-Forwarded-For", forwardedFor);
			}
			return request.header("Authorization", "Bearer " + WebhookApplication.SECRET)
				.POST(BodyPublishers.ofString(BODY));
		}).statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	static class OtherServlet {

		@Bean
		ServletRegistrationBean<HttpServlet> otherServlet() {
			return new ServletRegistrationBean<>(new HttpServlet() {
				@Override
				protected void service(HttpServletRequest request, HttpServletResponse response) {
					response.setStatus(200);
				}
			}, "/brevo/webhook");
		}

	}

}
