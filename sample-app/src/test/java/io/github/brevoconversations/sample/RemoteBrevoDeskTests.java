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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.WebhookTarget;
import io.github.brevoconversations.webhook.WebhookOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the desk with a key, against a Brevo that knows one agent and refuses all
 * others.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(OwnEventLoops.class)
class RemoteBrevoDeskTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

	private static final String SECRET = "a-secret-of-this-test";

	private static final String AGENT = "gReTa12345";

	private static final BrevoConversationsServer brevo = BrevoConversationsServer.builder().agents(AGENT).start();

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Agents agents;

	@LocalServerPort
	private int port;

	private DeskHttp http;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		brevo.registerProperties(registry::add);
		registry.add("brevo.webhook.secrets", () -> SECRET);
	}

	@AfterAll
	static void close() {
		brevo.close();
	}

	@BeforeEach
	void connect() {
		brevo.clearFaults();
		brevo.sendWebhooksTo(target());
		this.http = new DeskHttp(this.port);
	}

	private WebhookTarget target() {
		return WebhookTarget.of("http://127.0.0.1:" + this.port + "/brevo/webhook").withSecret(SECRET);
	}

	@Test
	void inventsNeitherABrevoNorAgentsNorVisitors() {
		assertThat(this.context.getBeansOfType(BrevoConversationsServer.class)).isEmpty();
		assertThat(this.http.get("/", 200)).contains("A Brevo on this computer.")
			.doesNotContain("Liz Adler", "Make Brevo fail", "Visitor’s page", brevo.apiKey(), SECRET);
		this.http.client().get().uri("/visitor").exchange().expectStatus().is3xxRedirection();
		this.http.post("/troubles/OUTAGE", 409);
	}

	@Test
	void saysWhatToEnterWhere() {
		assertThat(this.http.get("/setup", 200))
			.contains("BREVO_API_KEY", "DESK_AGENTS_0_ID", "BREVO_WEBHOOK_SECRETS", "cloudflared", "/brevo/webhook",
					"Integrations → Webhooks")
			.doesNotContain(brevo.apiKey(), SECRET);
	}

	@Test
	void checksTheKey() {
		assertThat(this.http.post("/setup/key", 200)).contains("Brevo accepts the key.");
		brevo.fail(Fault.status(401));
		assertThat(this.http.post("/setup/key", 200)).contains("Brevo does not accept the API key.");
	}

	@Test
	void doesNotTakeAnyServerThatKnowsNothingForBrevo() {
		for (Fault notFound : List.of(Fault.body(404, "text/html", "<h1>Not found</h1>"),
				Fault.body(404, "application/json", "{\"message\":\"no Route matched\"}"),
				Fault.body(404, "application/json", ""))) {
			brevo.clearFaults();
			brevo.fail(notFound);
			assertThat(this.http.post("/setup/key", 200)).contains(brevo.baseUrl(), "may not be Brevo")
				.doesNotContain("Brevo accepts the key.");
		}
	}

	@Test
	void treatsAnyCodeOfBrevoAsItsOwnResponse() {
		String visitor = this.http.hears(brevo, "Eve", "Hello");
		for (String code : List.of("document_not_found", "not_found", "Conversation is not there")) {
			brevo.clearFaults();
			brevo.fail(Fault.body(404, "application/json", "{\"code\":\"" + code + "\",\"message\":\"Not there\"}"));
			assertThat(this.http.post("/setup/key", 200)).contains("Brevo accepts the key.");
			this.http.post("/conversations/" + visitor + "/messages", DeskHttp.draft("automated", code), 202);
			await().atMost(TIME_LIMIT)
				.until(() -> messages(visitor).replaceAll("(?s).*" + code, "")
					.contains("Brevo does not know this visitor or this agent."));
		}
	}

	@Test
	void doesNotTakeAServerThatKnowsNoMessageForOneThatDeletedIt() {
		String visitor = this.http.hears(brevo, "Fay", "Hello");
		brevo.agentWrites(AGENT, "Greta", visitor, "Not to be lost");
		await().atMost(TIME_LIMIT).until(() -> messages(visitor).contains("Not to be lost"));
		brevo.fail(Fault.body(404, "application/json", "{\"message\":\"no Route matched\"}"));
		String message = "/conversations/" + visitor + "/messages/" + brevo.messages(visitor).get(1).id();
		assertThat(this.http.delete(message, 502)).contains("does not look like Brevo");
		assertThat(this.http.put(message, DeskHttp.form("text", "x"), 502)).contains("does not look like Brevo");
		assertThat(messages(visitor)).contains("Not to be lost");
	}

	@ParameterizedTest
	@EnumSource
	void saysInWordsWhyAWebhookWasRejected(WebhookOutcome outcome) {
		assertThat(PlainWords.forWebhook(outcome)).matches("(it|its|too|the) [a-zA-Z ]+");
	}

	@Test
	void saysOnAllPagesThatThisBrevoIsOnThisComputer() {
		assertThat(this.http.get("/setup", 200)).contains("A Brevo on this computer.", "or enter it below")
			.doesNotContain("reaches a real visitor");
	}

	@Test
	void checksWhetherWebhooksArrive() {
		brevo.sendWebhooksTo(target().withoutCredentials());
		brevo.visitor(DeskHttp.newVisitor()).writes("Hello");
		assertThat(this.http.get("/setup/checks", 200)).contains("The last webhook was rejected: it had no secret.");
		brevo.sendWebhooksTo(target());
		this.http.hears(brevo, "Ada", "Hello");
		assertThat(this.http.get("/setup/checks", 200)).contains("Webhooks arrive.");
	}

	@Test
	void showsAConversationAsWebhooksTellOfItAndAnswersAsAnAgentWhoWasEntered() {
		enter(AGENT, "Greta");
		String visitor = this.http.hears(brevo, "Bo", "Is anybody there?");
		this.http.post("/me", DeskHttp.form("agent", AGENT), 204);
		await().atMost(TIME_LIMIT).until(() -> this.http.get("/parts/agents", 200).contains("Online in Brevo"));
		this.http.post("/conversations/" + visitor + "/messages", DeskHttp.draft(AGENT, "Yes, I am"), 202);
		await().atMost(TIME_LIMIT)
			.until(() -> messages(visitor).contains("Yes, I am") && messages(visitor).contains("edit-"));
		assertThat(brevo.messages(visitor)).hasSize(2);
		assertThat(messages(visitor)).containsOnlyOnce(">Yes, I am<");
	}

	@Test
	void saysThatBrevoDoesNotKnowAnAgent() {
		enter("mistyped", "Nobody");
		String visitor = this.http.hears(brevo, "Cy", "Hello");
		this.http.post("/conversations/" + visitor + "/messages", DeskHttp.draft("mistyped", "Hello"), 202);
		await().atMost(TIME_LIMIT)
			.untilAsserted(
					() -> assertThat(messages(visitor)).contains("Not sent.", "There is no agent with this agentId"));
		this.http.put("/agents/mistyped", DeskHttp.form("active", "true"), 204);
		await().atMost(TIME_LIMIT)
			.until(() -> this.http.get("/parts/agents", 200).contains("Brevo does not know this agent."));
		this.http.put("/agents/mistyped", DeskHttp.form("active", "false"), 204);
	}

	@Test
	void rejectsAnInvalidAgent() {
		assertThat(this.http.post("/agents", DeskHttp.form("id", " ").with("name", "Greta"), 400))
			.contains("needs an id");
		assertThat(this.http.post("/agents", DeskHttp.form("id", "a b").with("name", "Greta"), 400))
			.contains("needs an id");
		enter(AGENT, "Greta");
		assertThat(this.http.post("/agents", DeskHttp.form("id", AGENT).with("name", "Greta"), 409))
			.contains("already");
	}

	@Test
	void learnsWhoWritesInBrevoAndWhatBecomesOfAMessageThatIsGone() {
		String visitor = this.http.hears(brevo, "Di", "Hello");
		brevo.agentWrites(AGENT, "Greta", visitor, "Written in Brevo");
		await().atMost(TIME_LIMIT).until(() -> messages(visitor).contains("Written in Brevo"));
		assertThat(this.agents.find(AGENT)).isNotNull();
		String id = brevo.messages(visitor).get(1).id();
		brevo.fail(Fault.status(404));
		assertThat(this.http.put("/conversations/" + visitor + "/messages/" + id, DeskHttp.form("text", "x"), 502))
			.contains("Brevo no longer has this message.");
		assertThat(messages(visitor)).doesNotContain("Written in Brevo");
		brevo.clearFaults();
		brevo.agentWrites(AGENT, "Greta", visitor, "Also in Brevo");
		await().atMost(TIME_LIMIT).until(() -> messages(visitor).contains("Also in Brevo"));
		brevo.fail(Fault.status(404));
		this.http.delete("/conversations/" + visitor + "/messages/" + brevo.messages(visitor).get(2).id(), 204);
		assertThat(messages(visitor)).doesNotContain("Also in Brevo");
	}

	@Test
	void fetchesTheTextThatALeanWebhookDoesNotHave() {
		brevo.sendWebhooksTo(target().lean());
		String visitor = DeskHttp.newVisitor();
		brevo.visitor(visitor).writes("Where is my order?");
		await().atMost(TIME_LIMIT)
			.until(() -> this.http.status("/conversations/" + visitor) == 200
					&& messages(visitor).contains("Where is my order?"));
	}

	private void enter(String id, String name) {
		if (this.agents.find(id) == null) {
			this.http.post("/agents", DeskHttp.form("id", id).with("name", name), 204);
		}
	}

	private String messages(String visitor) {
		return this.http.get("/conversations/" + visitor + "/messages", 200);
	}

}
