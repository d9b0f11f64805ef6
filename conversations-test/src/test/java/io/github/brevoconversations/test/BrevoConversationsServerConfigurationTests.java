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

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoConversationsServerConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BrevoConversationsServerConfigurationTests {

	private final KeptBeans restartScope = new KeptBeans();

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.restartScope.beans.values().forEach((bean) -> ((BrevoConversationsServer) bean).close());
	}

	@Test
	void connectsAnApplicationThatADeveloperStarts(CapturedOutput output) {
		try (ConfigurableApplicationContext context = SpringApplication
			.from((arguments) -> SpringApplication.run(TestApplication.class, arguments))
			.with(BrevoConversationsServerConfiguration.class)
			.run("--brevo.api-key=real-key", "--spring.main.web-application-type=none")
			.getApplicationContext()) {
			BrevoConversationsServer server = context.getBean(BrevoConversationsServer.class);
			context.getBean(BlockingConversationsClient.class).pingAgentOnline(AgentIdentity.ofId("liz"));
			assertThat(server.isOnline("liz")).isTrue();
			assertThat(output).contains("Write as a visitor at " + server.visitorPage());
		}
	}

	@Test
	void givesTheWebhookASecretUnlessThereIsOne() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getEnvironment().getProperty("brevo.webhook.secrets")).hasSize(36);
		}
		try (ConfigurableApplicationContext context = start("--brevo.webhook.secrets[0]=of-the-application")) {
			assertThat(context.getEnvironment().getProperty("brevo.webhook.secrets")).isNull();
		}
	}

	@Test
	@DisabledIfSystemProperty(named = "soak", matches = "true",
			disabledReason = "developer tools are on the class path then")
	void startsANewServerWithEachApplicationWithoutDeveloperTools() {
		BrevoConversationsServer first;
		try (ConfigurableApplicationContext context = start()) {
			first = context.getBean(BrevoConversationsServer.class);
		}
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBean(BrevoConversationsServer.class)).isNotSameAs(first);
		}
	}

	@Test
	void keepsTheServerWhenDeveloperToolsRestartTheApplication() {
		BrevoConversationsServer first;
		this.restartScope.active = true;
		try (ConfigurableApplicationContext context = start()) {
			first = context.getBean(BrevoConversationsServer.class);
			first.addVisitorMessage("v1", "Hello");
		}
		try (ConfigurableApplicationContext context = start()) {
			context.getBean(BlockingConversationsClient.class).pingAgentOnline(AgentIdentity.ofId("liz"));
			assertThat(context.getBean(BrevoConversationsServer.class)).isSameAs(first);
			assertThat(first.messages("v1")).hasSize(1);
			assertThat(first.isOnline("liz")).isTrue();
		}
	}

	@Test
	void hasAPageOnWhichToWriteAsAVisitor() throws Exception {
		try (BrevoConversationsServer server = BrevoConversationsServer.startForDevelopment();
				BrevoConversationsServer other = BrevoConversationsServer.start()) {
			assertThat(send(get(server, "")).body()).contains("<h1>You are a visitor</h1>");
			String hostile = "<script>alert(1)</script> \u202e\u200b \ud83d\ude00";
			assertThat(send(post(server, "/a%20b", hostile)).body()).isEqualTo("{\"status\":0}");
			assertThat(server.messages("a b")).extracting(StoredMessage::text).containsExactly(hostile);
			assertThat(send(get(server, "/a%20b")).headers().firstValue("content-type")).contains("application/json");
			assertThat(Json.read(send(get(server, "/a%20b")).body()).path(0).path("text").asString())
				.isEqualTo(hostile);
			assertThat(send(post(server, "/v1", " ")).statusCode()).isEqualTo(400);
			assertThat(send(post(server, "", "Hello")).statusCode()).isEqualTo(405);
			assertThat(server.requests()).isEmpty();
			server.fail(Fault.status(503));
			assertThat(send(get(server, "/v1")).statusCode()).isEqualTo(200);
			assertThat(send(request(other, "").GET()).statusCode()).isNotEqualTo(200);
		}
	}

	@Test
	void refusesOtherSitesToWriteAsAVisitor() throws Exception {
		try (BrevoConversationsServer server = BrevoConversationsServer.startForDevelopment()) {
			assertThat(send(post(server, "/v1", "Hello").header("Origin", "https://evil.example")).statusCode())
				.isEqualTo(403);
			assertThat(send(post(server, "/v1", "Hello").header("Origin", "null")).statusCode()).isEqualTo(403);
			assertThat(send(post(server, "/v1", "Hello").header("Origin", "http://127.0.0.1:" + server.port()))
				.statusCode()).isEqualTo(200);
			assertThat(statusForHost(server, "localhost")).isEqualTo(200);
			assertThat(server.messages("v1")).hasSize(1);
		}
	}

	private static int statusForHost(BrevoConversationsServer server, String host) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create(server.visitorPage().replace("127.0.0.1", host))
			.toURL()
			.openConnection();
		return connection.getResponseCode();
	}

	private static HttpRequest.Builder get(BrevoConversationsServer server, String path) {
		return request(server, path).GET();
	}

	private static HttpRequest.Builder post(BrevoConversationsServer server, String path, String text) {
		return request(server, path).POST(HttpRequest.BodyPublishers.ofString(text));
	}

	private static HttpRequest.Builder request(BrevoConversationsServer server, String path) {
		return HttpRequest.newBuilder(URI.create(server.visitorPage() + path)).timeout(Duration.ofSeconds(30));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(TestApplication.class, BrevoConversationsServerConfiguration.class)
			.web(WebApplicationType.NONE)
			.initializers((context) -> {
				if (this.restartScope.active) {
					context.getBeanFactory().registerScope("restart", this.restartScope);
				}
			})
			.run(arguments);
	}

	@StarterApplication
	static class TestApplication {

	}

	/**
	 * A scope as that of Spring Boot's developer tools.
	 */
	private static final class KeptBeans implements Scope {

		private final Map<String, Object> beans = new HashMap<>();

		private boolean active;

		@Override
		public Object get(String name, ObjectFactory<?> objectFactory) {
			return this.beans.computeIfAbsent(name, (key) -> objectFactory.getObject());
		}

		@Override
		public @Nullable Object remove(String name) {
			return this.beans.remove(name);
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
		}

	}

}
