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

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.OddWebhook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the desk says when Brevo fails.
 */
@DeskTest
class DeskErrorsTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private Agents agents;

	@LocalServerPort
	private int port;

	private DeskHttp http;

	@BeforeEach
	void createClient() {
		this.http = new DeskHttp(this.port);
	}

	@AfterEach
	void repair() {
		this.brevo.clearFaults();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			400, is-failed, Brevo did not accept this
			401, is-failed, Brevo does not accept the API key
			402, is-failed, Brevo does not permit this
			403, is-failed, Brevo does not permit this
			404, is-failed, Brevo does not know this visitor or this agent
			422, is-failed, Brevo did not accept this
			429, is-failed, Brevo allows no more requests for now
			500, is-uncertain, Brevo has a problem at the moment
			503, is-uncertain, Brevo has a problem at the moment
			""")
	void saysInWordsWhyAMessageWasNotSentAndSendsItAgain(int status, String state, String words) {
		String visitor = this.http.hears(this.brevo, "Ada", "Hello");
		this.brevo.fail(Fault.status(status));
		String token = send(this.http, visitor);
		await().atMost(TIME_LIMIT)
			.untilAsserted(() -> assertThat(messages(visitor)).contains(state, words, "Try again", "Discard"));
		assertThat(messages(visitor)).doesNotContain("Exception", "\tat ", this.brevo.apiKey());
		assertThat(messages(visitor).contains("Send it once more?")).isEqualTo("is-uncertain".equals(state));
		assertThat(messages(visitor).contains("This may have been sent.")).isEqualTo("is-uncertain".equals(state));
		assertThat(messages(visitor).contains("Not sent.")).isEqualTo("is-failed".equals(state));
		this.brevo.clearFaults();
		this.http.post("/conversations/" + visitor + "/outbox/" + token, 202);
		await().atMost(TIME_LIMIT)
			.until(() -> this.brevo.messages(visitor).size() == 2 && messages(visitor).contains("edit-"));
		assertThat(messages(visitor)).doesNotContain("Try again");
		assertThat(this.http.post("/conversations/" + visitor + "/outbox/" + token, 400)).contains("not waiting");
		assertThat(this.brevo.messages(visitor)).hasSize(2);
	}

	@Test
	void showsAPageOfTheDeskForAnUnknownAddress() {
		assertThat(this.http.get("/nowhere", 404)).contains("desk.css", "Back to the desk")
			.doesNotContain("No static resource", "data-dismiss");
	}

	@Test
	void discardsWhatWasNotSent() {
		String visitor = this.http.hears(this.brevo, "Bo", "Hello");
		this.brevo.fail(Fault.status(400));
		String token = send(this.http, visitor);
		await().atMost(TIME_LIMIT).until(() -> messages(visitor).contains("Discard"));
		this.http.delete("/conversations/" + visitor + "/outbox/" + token, 204);
		assertThat(messages(visitor)).doesNotContain("Good morning");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void showsAsSentWhatAWebhookBringsBackWithoutAResponse(boolean automated) {
		String visitor = this.http.hears(this.brevo, "Eve", "Hello");
		this.brevo.fail(Fault.cutOff());
		this.http.post("/conversations/" + visitor + "/messages",
				DeskHttp.draft(automated ? "automated" : this.agents.all().get(0).id(), "Good morning"), 202);
		await().atMost(TIME_LIMIT)
			.untilAsserted(() -> assertThat(messages(visitor)).containsOnlyOnce(">Good morning<")
				.contains("edit-")
				.doesNotContain("Try again", "Sending…"));
	}

	@Test
	void saysThatItMayHaveArrivedIfAResponseIsMissing() {
		try (RunningDesk hanging = RunningDesk.start(0, "--brevo.http.call-timeout=500ms")) {
			DeskHttp desk = new DeskHttp(hanging.url());
			BrevoConversationsServer brevo = hanging.bean(BrevoConversationsServer.class);
			String visitor = desk.hears(brevo, "Cy", "Hello");
			brevo.fail(Fault.hang());
			send(desk, visitor);
			await().atMost(TIME_LIMIT)
				.untilAsserted(() -> assertThat(desk.get("/conversations/" + visitor + "/messages", 200))
					.contains("This may have been sent.", "Brevo gave no usable response.", "Check in Brevo"));
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			401, 502, Brevo does not accept the API key
			404, 502, Brevo no longer has this message
			422, 400, Brevo did not accept this
			500, 502, Brevo has a problem at the moment
			""")
	void saysInWordsWhyAnEditFailedWhereItIsRead(int brevoStatus, int status, String words) {
		String visitor = this.http.hears(this.brevo, "Di", "Hello");
		send(this.http, visitor);
		await().atMost(TIME_LIMIT)
			.until(() -> this.brevo.messages(visitor).size() == 2 && messages(visitor).contains("edit-"));
		String id = this.brevo.messages(visitor).get(1).id();
		this.brevo.fail(Fault.status(brevoStatus));
		this.http.client()
			.put()
			.uri("/conversations/" + visitor + "/messages/" + id)
			.body(DeskHttp.form("text", "Good evening"))
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.valueEquals("HX-Retarget", "#notice")
			.expectBody(String.class)
			.value((html) -> assertThat(html).contains(words));
	}

	@Test
	void doesNotSayThatThereIsNothingToSendIfARequestCannotBeMade() {
		String visitor = this.http.hears(this.brevo, "Fay", "Hello");
		this.brevo.visitor(visitor)
			.sends(OddWebhook.fragment().message("id", "half way", "type", "agent", "text", "Good morning"));
		await().atMost(TIME_LIMIT).until(() -> messages(visitor).contains("Good morning"));
		assertThat(this.http.put("/conversations/" + visitor + "/messages/half way",
				DeskHttp.form("text", "Good evening"), 400))
			.contains("This cannot be sent: &#39;half way&#39; cannot be a message&#39;s id")
			.doesNotContain("nothing to send", "Nothing was sent");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			400, Brevo does not know this agent
			401, Brevo does not accept the API key
			429, Brevo allows no more requests for now
			500, Brevo did not respond to the last ping
			""")
	void saysWhyAnAgentIsNotOnline(int status, String words) {
		try (RunningDesk desk = RunningDesk.start(0)) {
			desk.bean(BrevoConversationsServer.class).fail(Fault.status(status));
			desk.bean(Desk.class).setActive(desk.bean(Agents.class).all().get(0), true).block(TIME_LIMIT);
			DeskHttp http = new DeskHttp(desk.url());
			await().atMost(TIME_LIMIT).untilAsserted(() -> assertThat(http.get("/parts/agents", 200)).contains(words));
		}
	}

	private String messages(String visitor) {
		return this.http.get("/conversations/" + visitor + "/messages", 200);
	}

	private static String send(DeskHttp desk, String visitor) {
		String token = DeskHttp.newToken();
		desk.post("/conversations/" + visitor + "/messages",
				DeskHttp.form("token", token).with("from", "automated").with("text", "Good morning"), 202);
		return token;
	}

}
