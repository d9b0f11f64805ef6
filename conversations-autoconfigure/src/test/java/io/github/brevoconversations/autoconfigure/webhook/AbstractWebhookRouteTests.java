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

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the route of webhooks, on both web stacks.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractWebhookRouteTests {

	private WebhookApplication application;

	private int ids;

	@BeforeAll
	void start() {
		this.application = WebhookApplication.start(type(), List.of(server()),
				Map.of("brevo.webhook.header", "X-Secret", "brevo.webhook.query-parameter", "secret",
						"brevo.webhook.max-body-size", "10KB", "brevo.accounts.sales.webhook.secrets", "of-sales",
						"brevo.webhook.secrets", WebhookApplication.SECRET + ",rotated"));
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	abstract WebApplicationType type();

	abstract Class<?> server();

	@Test
	void deliversAMessageOnce() {
		String body = WebhookApplication.message(id(), "Hello once");
		assertThat(this.application.post(body).statusCode()).isEqualTo(200);
		assertThat(this.application.post(body).statusCode()).isEqualTo(200);
		String other = WebhookApplication.message(id(), "Hello other");
		this.application.post(other);
		Awaitility.await().until(() -> texts().contains("Hello other"));
		assertThat(texts().stream().filter("Hello once"::equals)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { WebhookApplication.SECRET, "rotated" })
	void acceptsEachSecretInEachPlace(String secret) {
		String body = WebhookApplication.message(id(), "Hello");
		assertThat(status((request) -> request.header("Authorization", WebhookApplication.basic(secret)), body))
			.isEqualTo(200);
		assertThat(status((request) -> request.header("Authorization", "Bearer " + secret), body)).isEqualTo(200);
		assertThat(status((request) -> request.header("x-secret", secret), body)).isEqualTo(200);
		assertThat(this.application
			.send(WebhookApplication.PATH + "?secret=" + secret,
					(request) -> request.POST(BodyPublishers.ofString(body)))
			.statusCode()).isEqualTo(200);
	}

	@Test
	void rejectsAWrongOrMissingSecret(CapturedOutput output) {
		String body = WebhookApplication.message(id(), "never heard");
		HttpResponse<String> none = this.application.send(WebhookApplication.PATH,
				(request) -> request.POST(BodyPublishers.ofString(body)));
		assertThat(none.statusCode()).isEqualTo(401);
		assertThat(none.headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((value) -> assertThat(value).startsWith("Basic"));
		assertThat(none.body()).isEmpty();
		assertThat(status((request) -> request.header("Authorization", "Bearer wrong"), body)).isEqualTo(401);
		assertThat(status((request) -> request.header("Authorization", "Bearer of-sales"), body)).isEqualTo(401);
		assertThat(output).doesNotContain("never heard");
	}

	@Test
	void servesEachAccountAtItsOwnPathWithItsOwnSecret() {
		HttpResponse<String> response = this.application.send(WebhookApplication.PATH + "/sales",
				(request) -> request.header("Authorization", "Bearer of-sales")
					.POST(BodyPublishers.ofString(WebhookApplication.message("sales-1", "Hello sales"))));
		assertThat(response.statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> texts().contains("Hello sales"));
		assertThat(this.application.events()).filteredOn((event) -> event.account().equals("sales")).hasSize(1);
		assertThat(this.application
			.send(WebhookApplication.PATH + "/sales",
					(request) -> request.header("Authorization", "Bearer " + WebhookApplication.SECRET)
						.POST(BodyPublishers.ofString("{}")))
			.statusCode()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no JSON", "{", "[1]", "\"text\"", "{\"eventName\":", "a=b&c=d" })
	void rejectsWhatIsNotAJsonObject(String body) {
		assertThat(this.application.post(body).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"eventName\":1}", "{\"eventName\":\"conversationFragment\",\"messages\":{}}",
			"{\"event_name\":\"message_received\",\"message\":[]}", "{\"eventName\":\"new\",\"visitor\":7}" })
	void acceptsJsonOfAnotherShape(String body) {
		assertThat(this.application.post(body).statusCode()).isEqualTo(200);
	}

	@Test
	void rejectsWhatIsTooLarge() {
		assertThat(this.application.post("{\"text\":\"" + "x".repeat(10 * 1024) + "\"}").statusCode()).isEqualTo(413);
		HttpResponse<String> chunked = this.application.send(WebhookApplication.PATH,
				(request) -> request.header("Authorization", WebhookApplication.basic(WebhookApplication.SECRET))
					.POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("[".repeat(100_000)))));
		assertThat(chunked.statusCode()).isEqualTo(413);
	}

	@Test
	void rejectsCompressedBodies() {
		assertThat(status(
				(request) -> request.header("Authorization", "Bearer rotated").header("Content-Encoding", "gzip"),
				"{}"))
			.isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS" })
	void rejectsOtherMethods(String method) {
		HttpResponse<String> response = this.application.send(WebhookApplication.PATH,
				(request) -> request.header("Authorization", "Bearer rotated").method(method, BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).hasValue("POST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense" })
	void readsJsonWhateverItsContentType(String contentType) {
		HttpResponse<String> response = this.application.send(WebhookApplication.PATH,
				(request) -> request.header("Authorization", "Bearer rotated")
					.header("Content-Type", contentType)
					.POST(BodyPublishers.ofString(WebhookApplication.message(id(), "As " + contentType))));
		assertThat(response.statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> texts().contains("As " + contentType));
	}

	@Test
	void leavesOtherPathsAlone() {
		assertThat(this.application
			.send(WebhookApplication.PATH + "/other", (request) -> request.POST(BodyPublishers.ofString("{}")))
			.statusCode()).isEqualTo(404);
	}

	private int status(UnaryOperator<HttpRequest.Builder> change, String body) {
		return this.application
			.send(WebhookApplication.PATH, (request) -> change.apply(request).POST(BodyPublishers.ofString(body)))
			.statusCode();
	}

	private List<String> texts() {
		return this.application.events()
			.stream()
			.filter(VisitorMessageReceived.class::isInstance)
			.map((event) -> String.valueOf(((VisitorMessageReceived) event).message().text()))
			.toList();
	}

	private String id() {
		return type() + "-" + ++this.ids;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MultipartAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class })
	static class MvcServer {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ NettyReactiveWebServerAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
			WebFluxAutoConfiguration.class })
	static class FluxServer {

	}

}
