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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the webhooks of {@link BrevoConversationsServer}.
 */
class WebhookTests {

	private final MutableClock clock = MutableClock.startingNow();

	private final BrevoConversationsServer brevo = BrevoConversationsServer.builder().clock(this.clock).start();

	private final List<JsonNode> received = Collections.synchronizedList(new ArrayList<>());

	private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

	private HttpServer application;

	private volatile int status = 200;

	@BeforeEach
	void startApplication() throws IOException {
		this.application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.application.createContext("/brevo/webhook", this::receive);
		this.application.start();
		this.brevo.sendWebhooksTo(target().withSecret("s3cret"));
	}

	@AfterEach
	void stop() {
		this.application.stop(0);
		this.brevo.close();
	}

	@Test
	void startsTheConversationWithTheFirstMessage() {
		Webhook webhook = this.brevo.visitor("v1").named("Ada").writes("Hello");
		assertThat(webhook.state()).isEqualTo(Webhook.State.DELIVERED);
		JsonNode json = this.received.get(0);
		assertThat(json.path("eventName").asString()).isEqualTo("conversationStarted");
		assertThat(json.path("message").path("text").asString()).isEqualTo("Hello");
		assertThat(json.path("message").path("type").asString()).isEqualTo("visitor");
		assertThat(json.path("visitor").path("id").asString()).isEqualTo("v1");
		assertThat(json.path("visitor").path("displayedName").asString()).isEqualTo("Ada");
		assertThat(this.brevo.messages("v1")).extracting(StoredMessage::text).containsExactly("Hello");
	}

	@Test
	void sendsLaterMessagesInFragmentsOfTheSameConversation() {
		BrevoVisitor visitor = this.brevo.visitor("v1");
		visitor.writes("One");
		visitor.writesAtOnce("Two", "Three");
		JsonNode fragment = this.received.get(1);
		assertThat(fragment.path("eventName").asString()).isEqualTo("conversationFragment");
		assertThat(fragment.path("conversationId").asString()).isEqualTo(visitor.conversationId())
			.isEqualTo(this.received.get(0).path("conversationId").asString());
		assertThat(fragment.path("messages").valueStream().map((message) -> message.path("text").asString()))
			.containsExactly("Three", "Two");
	}

	@Test
	void endsTheConversationWithATranscriptOfAllMessages() {
		BrevoVisitor visitor = this.brevo.visitor("v1");
		visitor.writes("One");
		visitor.writes("Two");
		assertThat(visitor.leaves().event()).isEqualTo("conversationTranscript");
		assertThat(this.received.get(2).path("messages").size()).isEqualTo(2);
		assertThat(visitor.writes("Again").event()).isEqualTo("conversationStarted");
	}

	@Test
	void reportsWhatIsSentThroughTheApi() throws Exception {
		this.brevo.visitor("v1").writes("Hello");
		new TestClient(this.brevo).send("POST", TestClient.MESSAGES,
				TestClient.json("visitorId", "v1", "text", "Hi", "agentId", "liz", "receivedFrom", "my-application"));
		this.brevo.agentWrites("tom", "Tom", "v1", "I take over");
		assertThat(this.received).hasSize(3);
		JsonNode own = this.received.get(1).path("messages").get(0);
		assertThat(own.path("type").asString()).isEqualTo("agent");
		assertThat(own.path("receivedFrom").asString()).isEqualTo("my-application");
		JsonNode person = this.received.get(2).path("messages").get(0);
		assertThat(person.path("agentName").asString()).isEqualTo("Tom");
		assertThat(person.has("receivedFrom")).isFalse();
	}

	@Test
	void sendsTheSecretAsAPassword() {
		Webhook webhook = this.brevo.visitor("v1").writes("Hello");
		String credentials = Base64.getEncoder().encodeToString("brevo:s3cret".getBytes(StandardCharsets.UTF_8));
		assertThat(this.authorizations).containsExactly("Basic " + credentials);
		webhook.sendTo(WebhookTarget::withoutCredentials);
		webhook.sendTo((target) -> target.withBearerToken("other"));
		assertThat(this.authorizations.subList(1, 3)).containsExactly("none", "Bearer other");
	}

	@Test
	void retriesAsBrevoDoesAfter429() {
		this.status = 429;
		Webhook webhook = this.brevo.visitor("v1").writes("Hello");
		assertThat(webhook.state()).isEqualTo(Webhook.State.WAITING);
		assertThat(this.brevo.sendDueWebhooks()).isEmpty();
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(this.brevo.sendDueWebhooks()).containsExactly(webhook);
		this.clock.advance(Duration.ofMinutes(59));
		assertThat(this.brevo.sendDueWebhooks()).isEmpty();
		this.status = 200;
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.brevo.sendDueWebhooks()).containsExactly(webhook);
		assertThat(webhook.state()).isEqualTo(Webhook.State.DELIVERED);
		assertThat(webhook.attempts()).extracting(Webhook.Attempt::status).containsExactly(429, 429, 200);
	}

	@Test
	void givesUpAfterFourRetries() {
		this.application.stop(0);
		Webhook webhook = this.brevo.visitor("v1").writes("Hello");
		for (int i = 0; i < 4; i++) {
			this.clock.advance(Duration.ofHours(8));
			assertThat(this.brevo.sendDueWebhooks()).containsExactly(webhook);
		}
		assertThat(webhook.state()).isEqualTo(Webhook.State.DISCARDED);
		assertThat(webhook.status()).isZero();
	}

	@Test
	void discardsRejectedWebhooks() {
		for (int refusal : new int[] { 400, 401, 413, 500, 503 }) {
			this.status = refusal;
			assertThat(this.brevo.visitor("v1").writes("Hello").state()).isEqualTo(Webhook.State.DISCARDED);
		}
	}

	@Test
	void sendsHeldWebhooksInAnyOrderAndNumber() {
		this.brevo.holdWebhooks();
		Webhook first = this.brevo.visitor("v1").writes("One");
		Webhook second = this.brevo.visitor("v1").writes("Two");
		assertThat(this.received).isEmpty();
		assertThat(second.send()).isEqualTo(200);
		assertThat(second.sendAtOnce(3)).containsExactly(200, 200, 200);
		this.brevo.releaseWebhooks();
		assertThat(first.state()).isEqualTo(Webhook.State.DELIVERED);
		assertThat(this.received).hasSize(5);
		assertThat(this.brevo.webhooks()).containsExactly(first, second);
	}

	@Test
	void sendsTheLeanPayloadOfTheNewerWebhooks() {
		this.brevo.sendWebhooksTo(target().lean());
		this.brevo.visitor("v1").writes("Hello");
		JsonNode json = this.received.get(0);
		assertThat(json.path("event_name").asString()).isEqualTo("message_received");
		assertThat(json.path("message").has("text")).isFalse();
		assertThat(this.brevo.messages("v1").get(0).id()).isEqualTo(json.path("message").path("id").asString());
	}

	@Test
	void sendsOddPayloads() {
		BrevoVisitor visitor = this.brevo.visitor("v1");
		visitor.sends(OddWebhook.startedWithoutMessage());
		visitor.sends(OddWebhook.whatsAppMessage("Hi"));
		visitor.sends(OddWebhook.event("somethingNew").with("visitor", "no object"));
		assertThat(this.received.get(0).has("message")).isFalse();
		assertThat(this.received.get(1).path("messages").get(0).path("receivedFrom").asString()).isEqualTo("whatsapp");
		assertThat(this.received.get(2).path("visitor").isString()).isTrue();
	}

	@Test
	void sendsInAnotherWay() {
		List<WebhookRequest> requests = new ArrayList<>();
		this.brevo.sendWebhooksTo(WebhookTarget.of("/brevo/webhook").withQueryParameter("secret", "a b"), (request) -> {
			requests.add(request);
			return 202;
		});
		assertThat(this.brevo.visitor("v1").writes("Hello").status()).isEqualTo(202);
		assertThat(requests.get(0).uri()).hasToString("/brevo/webhook?secret=a+b");
		assertThat(requests.get(0).text()).contains("Hello");
		assertThat(requests.get(0).headers()).containsEntry("Content-Type", "application/json");
	}

	@Test
	void keepsWebhooksThatGoNowhere() {
		try (BrevoConversationsServer server = BrevoConversationsServer.start()) {
			Webhook webhook = server.visitor("v1").writes("Hello");
			assertThat(webhook.state()).isEqualTo(Webhook.State.WAITING);
			assertThatIllegalStateException().isThrownBy(webhook::send).withMessageContaining("sendWebhooksTo");
		}
	}

	private WebhookTarget target() {
		return WebhookTarget.of("http://127.0.0.1:" + this.application.getAddress().getPort() + "/brevo/webhook");
	}

	private void receive(HttpExchange exchange) throws IOException {
		String authorization = exchange.getRequestHeaders().getFirst("Authorization");
		this.authorizations.add((authorization != null) ? authorization : "none");
		this.received.add(Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
		exchange.sendResponseHeaders(this.status, -1);
		exchange.close();
	}

}
