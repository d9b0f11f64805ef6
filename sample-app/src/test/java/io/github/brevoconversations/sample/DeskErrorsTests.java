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

import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the desk says when Brevo fails.
 */
@DeskTest
class DeskErrorsTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private AgentPresenceHeartbeat heartbeat;

	@Autowired
	private DeskProperties properties;

	@Autowired
	private Desk desk;

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void createClient() {
		this.client = client("http://127.0.0.1:" + this.port);
	}

	private static WebTestClient client(String url) {
		return WebTestClient.bindToServer().baseUrl(url).responseTimeout(Duration.ofSeconds(60)).build();
	}

	@AfterEach
	void repair() {
		this.brevo.clearFaults();
		this.properties.agents().forEach((agent) -> this.desk.setActive(agent, false).block(Duration.ofSeconds(60)));
		// which would wait for minutes after a 401
		this.heartbeat.stop();
		this.heartbeat.start();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			400, 400, Brevo did not accept this
			401, 502, Brevo does not accept the API key
			402, 502, Brevo does not permit this
			403, 502, Brevo does not permit this
			404, 502, Brevo does not know this message
			422, 400, Brevo did not accept this
			429, 502, Brevo allows no more requests for now
			500, 502, Brevo has a problem of its own
			503, 502, Brevo has a problem of its own
			""")
	void saysInWordsWhatBrevoAnswered(int brevoStatus, int status, String words) {
		this.brevo.fail(Fault.status(brevoStatus));
		assertThat(send(status)).contains(words);
	}

	@Test
	void saysThatAnAnswerIsMissing() {
		try (RunningDesk hanging = RunningDesk.start(0, "--brevo.http.call-timeout=500ms")) {
			hanging.bean(BrevoConversationsServer.class).fail(Fault.hang());
			this.client = client(hanging.url());
			assertThat(send(502)).contains("Brevo gave no usable answer");
		}
	}

	@Test
	void saysThatTheConnectionBroke() {
		this.brevo.fail(Fault.reset());
		assertThat(send(502)).contains("Brevo gave no usable answer");
	}

	@Test
	void sendsTheWordsToWhereTheyAreRead() {
		this.brevo.fail(Fault.status(500));
		this.client.post()
			.uri("/messages")
			.body(BodyInserters.fromFormData("from", "automated").with("text", "Hello"))
			.exchange()
			.expectHeader()
			.valueEquals("HX-Retarget", "#notice");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			400, Brevo does not know this agent
			401, Brevo does not accept the API key
			429, Brevo allows no more requests for now
			500, Brevo did not answer the last ping
			""")
	void saysWhyAnAgentIsNotOnline(int status, String words) {
		this.brevo.fail(Fault.status(status));
		this.desk.setActive(this.properties.agents().get(0), true).block(Duration.ofSeconds(60));
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(page()).contains(words));
	}

	private String page() {
		return this.client.get().uri("/").exchange().expectBody(String.class).returnResult().getResponseBody();
	}

	private String send(int status) {
		String answer = this.client.post()
			.uri("/messages")
			.body(BodyInserters.fromFormData("from", "automated").with("text", "Hello"))
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(answer).contains("failure").doesNotContain("Exception", "\tat ", this.brevo.apiKey());
		return answer;
	}

}
