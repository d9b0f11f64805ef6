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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.test.BrevoConversationsServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the desk shows of itself in the actuator.
 */
@DeskTest
class DeskActuatorTests {

	@Autowired
	private AgentPresence presence;

	@Autowired
	private BrevoConversationsServer brevo;

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void createClient() {
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.responseTimeout(Duration.ofSeconds(60))
			.build();
	}

	@Test
	void reportsTheHealthOfPresence() {
		assertThat(get("/actuator/health")).contains("\"brevo\":{");
		assertThat(get("/actuator/health/brevo")).contains("\"status\":\"UP\"", "\"condition\":\"pinging\"");
		assertThat(get("/actuator/health/liveness")).contains("\"status\":\"UP\"").doesNotContain("brevo");
		assertThat(get("/actuator/health/readiness")).contains("\"status\":\"UP\"").doesNotContain("brevo");
	}

	@Test
	void marksAnAgentThroughTheEndpoint() {
		this.client.post()
			.uri("/actuator/brevoagents")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"id\":\"somebody\",\"atMost\":\"1h\"}")
			.exchange()
			.expectStatus()
			.isOk();
		await().atMost(Duration.ofSeconds(60)).until(() -> this.brevo.isOnline("somebody"));
		assertThat(get("/actuator/brevoagents")).contains("\"id\":\"somebody\"");
		assertThat(get("/actuator/metrics/brevo.presence.pings?tag=outcome:accepted"))
			.contains("\"baseUnit\":\"pings\"")
			.doesNotContain("somebody");
		assertThat(get("/actuator/scheduledtasks")).contains("AgentPresenceHeartbeat");
		this.client.delete().uri("/actuator/brevoagents?id=somebody").exchange().expectStatus().isOk();
		assertThat(this.presence.activeAgents().join()).doesNotContain(AgentIdentity.ofId("somebody"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site", "none" })
	void rejectsMarksFromOtherSites(String site) {
		this.client.post()
			.uri("/actuator/brevoagents")
			.header("Sec-Fetch-Site", site)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"id\":\"intruder\"}")
			.exchange()
			.expectStatus()
			.isForbidden();
		this.client.delete()
			.uri("/actuator/brevoagents?id=intruder")
			.header("Sec-Fetch-Site", site)
			.exchange()
			.expectStatus()
			.isForbidden();
		this.client.get()
			.uri("/actuator/brevoagents")
			.header("Host", "evil.example")
			.exchange()
			.expectStatus()
			.isForbidden();
		assertThat(this.presence.activeAgents().join()).doesNotContain(AgentIdentity.ofId("intruder"));
	}

	@Test
	void showsNothingElseAndAllowsNoScript() {
		for (String endpoint : List.of("env", "configprops", "heapdump", "beans", "loggers")) {
			this.client.get().uri("/actuator/" + endpoint).exchange().expectStatus().isNotFound();
		}
		this.client.get()
			.uri("/actuator/brevoagents")
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy", (policy) -> assertThat(policy).contains("default-src 'none'"));
	}

	private String get(String uri) {
		return this.client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

}
