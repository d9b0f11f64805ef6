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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpointAutoConfiguration;
import io.github.brevoconversations.webhook.SilentLog;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.actuate.web.server.NettyReactiveManagementContextAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for webhooks and their endpoint in an application with a management port.
 */
@ExtendWith(SilentLog.class)
@Timeout(120)
class WebhookManagementPortTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

	private static final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void hasNoWebhookOnTheManagementPort(WebApplicationType type) {
		try (WebhookApplication application = start(type, false, Map.of("management.server.port", "0"))) {
			assertThat(application.post(WebhookApplication.message("m1", "Hello")).statusCode()).isEqualTo(200);
			assertThat(postToManagementPort(application, WebhookApplication.PATH).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void leavesTheManagementPortProtected(WebApplicationType type) {
		try (WebhookApplication application = start(type, true, Map.of("management.server.port", "0"))) {
			assertThat(application.post(WebhookApplication.message("m1", "Hello")).statusCode()).isEqualTo(200);
			assertThat(postToManagementPort(application, WebhookApplication.PATH).statusCode()).isIn(401, 403);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void showsTheWholePathOnTheManagementPort(WebApplicationType type) {
		try (WebhookApplication application = start(type, false, Map.of("management.server.port", "0",
				"server.servlet.context-path", "/desk", "spring.webflux.base-path", "/desk"))) {
			HttpResponse<String> response = send(application, "local.management.port", "/actuator/brevowebhooks",
					HttpRequest.newBuilder().GET());
			assertThat(response.body()).contains("\"path\":\"/desk/brevo/webhook\"");
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void respondsWith404ToAnEventThatIsNotThere(WebApplicationType type) {
		try (WebhookApplication application = start(type, false,
				Map.of("management.endpoint.brevowebhooks.access", "unrestricted"))) {
			HttpResponse<String> response = deliver(application, "default", "bogus");
			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.body()).contains("\"account\":\"default\"", "\"event\":\"bogus\"", "\"found\":false");
			assertThat(deliver(application, "default", "12345").statusCode()).isEqualTo(404);
			assertThat(deliver(application, "none", "1").statusCode()).isEqualTo(400);
		}
	}

	private static HttpResponse<String> deliver(WebhookApplication application, String account, String event) {
		return send(application, "local.server.port", "/actuator/brevowebhooks/" + account + "/" + event,
				HttpRequest.newBuilder().header("Content-Type", "application/json").POST(BodyPublishers.noBody()));
	}

	private static HttpResponse<String> postToManagementPort(WebhookApplication application, String path) {
		return send(application, "local.management.port", path,
				HttpRequest.newBuilder()
					.header("Authorization", "Bearer " + WebhookApplication.SECRET)
					.POST(BodyPublishers.ofString(WebhookApplication.message("m2", "Hello"))));
	}

	private static HttpResponse<String> send(WebhookApplication application, String port, String path,
			HttpRequest.Builder request) {
		String number = application.context().getEnvironment().getProperty(port);
		try {
			URI uri = URI.create("http://127.0.0.1:" + number + path);
			return client.send(request.uri(uri).timeout(TIME_LIMIT).build(), BodyHandlers.ofString());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static WebhookApplication start(WebApplicationType type, boolean secured, Map<String, Object> properties) {
		List<Class<?>> sources = new ArrayList<>(List.of(Actuator.class));
		boolean servlet = type == WebApplicationType.SERVLET;
		sources.add(servlet ? AbstractWebhookRouteTests.MvcServer.class : AbstractWebhookRouteTests.FluxServer.class);
		sources.add(servlet ? ServletActuator.class : ReactiveActuator.class);
		if (secured) {
			sources.add(
					servlet ? WebhookSecurityTests.ServletSecurity.class : WebhookSecurityTests.ReactiveSecurity.class);
		}
		Map<String, Object> merged = new HashMap<>(properties);
		merged.put("management.endpoints.web.exposure.include", "*");
		return WebhookApplication.start(type, sources, merged);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
			ManagementContextAutoConfiguration.class, BrevoWebhooksEndpointAutoConfiguration.class })
	static class Actuator {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServletManagementContextAutoConfiguration.class,
			TomcatServletManagementContextAutoConfiguration.class })
	static class ServletActuator {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(NettyReactiveManagementContextAutoConfiguration.class)
	static class ReactiveActuator {

	}

}
