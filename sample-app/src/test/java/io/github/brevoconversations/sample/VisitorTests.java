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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Webhook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the visitor's page.
 */
@DeskTest
class VisitorTests {

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

	@Test
	void givesEachTabAnIdThatNobodyCanGuess() {
		assertThat(openedId()).matches("[0-9A-Za-z]{32}").isNotEqualTo(openedId());
	}

	@Test
	void bringsWhatAVisitorWritesToTheDeskAndTheReplyBack() {
		String visitor = openedId();
		write(visitor, DeskHttp.newToken(), "Where is my order?", 202);
		assertThat(this.brevo.webhooks()).anySatisfy((webhook) -> {
			assertThat(webhook.state()).isEqualTo(Webhook.State.DELIVERED);
			assertThat(webhook.body()).contains("Where is my order?", visitor);
		});
		await().atMost(TIME_LIMIT).until(() -> this.http.get("/parts/list", 200).contains("Where is my order?"));
		this.http.post("/conversations/" + visitor + "/messages",
				DeskHttp.draft(this.agents.all().get(0).id(), "On its way"), 202);
		await().atMost(TIME_LIMIT).until(() -> lines(visitor, "").contains("On its way"));
		assertThat(lines(visitor, "")).contains("You", "Liz Adler");
	}

	@Test
	void writesOnceHoweverOftenATokenComes() {
		String visitor = openedId();
		String token = DeskHttp.newToken();
		write(visitor, token, "Hello", 202);
		write(visitor, token, "Hello", 202);
		assertThat(this.brevo.messages(visitor)).hasSize(1);
	}

	@Test
	void sendsNothingWhileThereIsNothingNew() {
		String visitor = openedId();
		write(visitor, DeskHttp.newToken(), "Hello", 202);
		Matcher version = Pattern.compile("data-version=\"(\\w+)\"").matcher(lines(visitor, ""));
		assertThat(version.find()).isTrue();
		this.http.client()
			.get()
			.uri("/visitor/messages?seen=" + version.group(1))
			.header("Visitor-Id", visitor)
			.exchange()
			.expectStatus()
			.isNoContent();
	}

	@Test
	void doesNotShowOneVisitorWhatAnotherWrote() {
		String visitor = openedId();
		write(visitor, DeskHttp.newToken(), "Between us", 202);
		assertThat(lines(openedId(), "")).doesNotContain("Between us");
	}

	@ParameterizedTest
	@ValueSource(strings = { "short", "0123456789abcdefghijABCDEFGHIJ-?", "../../../../../../../../etc/pass" })
	void rejectsAnInvalidId(String visitor) {
		write(visitor, DeskHttp.newToken(), "Hello", 400);
	}

	@Test
	void rejectsWhatCannotBeSent() {
		String visitor = openedId();
		write(visitor, DeskHttp.newToken(), "  ", 400);
		write(visitor, DeskHttp.newToken(), "x".repeat(10_001), 400);
		assertThat(this.brevo.messages(visitor)).isEmpty();
	}

	@Test
	void escapesWhatIsWritten() {
		String visitor = openedId();
		write(visitor, DeskHttp.newToken(), "<script>alert(1)</script> javascript:alert(1)", 202);
		assertThat(lines(visitor, "")).contains("&lt;script&gt;").doesNotContain("<script>", "href=");
	}

	private String openedId() {
		Matcher id = Pattern.compile("data-visitor=\"([^\"]+)\"").matcher(this.http.get("/visitor", 200));
		assertThat(id.find()).isTrue();
		return id.group(1);
	}

	private void write(String visitor, String token, String text, int status) {
		this.http.client()
			.post()
			.uri("/visitor/messages")
			.header("Visitor-Id", visitor)
			.body(BodyInserters.fromFormData("token", token).with("name", "Ada").with("text", text))
			.exchange()
			.expectStatus()
			.isEqualTo(status);
	}

	private String lines(String visitor, String seen) {
		return String.valueOf(this.http.client()
			.get()
			.uri("/visitor/messages?seen=" + seen)
			.header("Visitor-Id", visitor)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

}
