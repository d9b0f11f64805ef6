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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.github.brevoconversations.webhook.ConversationEvent;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * An application with webhooks, on either web stack, and what its listener heard.
 */
final class WebhookApplication implements AutoCloseable {

	static final String SECRET = "a-secret-of-webhooks";

	static final String PATH = "/brevo/webhook";

	private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

	private static final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private WebhookApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static WebhookApplication start(WebApplicationType type, List<Class<?>> sources, Map<String, Object> properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(type)
			.sources(Listener.class)
			.properties("server.port=0", "server.shutdown=immediate", "spring.main.banner-mode=off",
					"spring.application.admin.enabled=false")
			.properties(properties);
		if (properties.keySet().stream().noneMatch((name) -> name.endsWith("secrets"))) {
			builder.properties("brevo.webhook.secrets=" + SECRET);
		}
		return new WebhookApplication(builder.run());
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	List<ConversationEvent> events() {
		return this.context.getBean(Listener.class).events;
	}

	HttpResponse<String> post(String body) {
		return send(PATH,
				(request) -> request.header("Authorization", basic(SECRET))
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString(body)));
	}

	HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> request) {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		try {
			URI uri = URI.create("http://127.0.0.1:" + port + path);
			return client.send(request.apply(HttpRequest.newBuilder(uri).timeout(TIME_LIMIT)).build(),
					BodyHandlers.ofString());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String basic(String secret) {
		return "Basic " + Base64.getEncoder().encodeToString(("brevo:" + secret).getBytes(StandardCharsets.UTF_8));
	}

	static String message(String id, String text) {
		return """
				{"eventName":"conversationFragment","conversationId":"c1","visitor":{"id":"v1"},"agents":[],
				 "messages":[{"id":"%s","type":"visitor","text":"%s","createdAt":1482512803740}]}""".formatted(id,
				text);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application's own code.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BrevoWebhookAutoConfiguration.class, BrevoWebhookWebMvcAutoConfiguration.class,
			BrevoWebhookWebFluxAutoConfiguration.class })
	static class Listener {

		private final List<ConversationEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ConversationEvent event) {
			this.events.add(event);
		}

		@Bean
		String somethingOfTheApplications() {
			return "";
		}

	}

}
