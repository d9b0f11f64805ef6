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

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ping of {@link BrevoConversationsServer}.
 */
class AgentOnlinePingTests {

	private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

	private final MutableClock clock = MutableClock.at(START);

	private final BrevoConversationsServer server = BrevoConversationsServer.builder().clock(this.clock).start();

	private final TestClient client = new TestClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void respondsWithCreatedAndAnEmptyBody() throws Exception {
		var response = this.client.ping("liz");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().firstValue("content-length")).hasValue("0");
		assertThat(response.headers().firstValue("sib-request-id")).isPresent();
	}

	@Test
	void keepsAnAgentOnlineForTheWindow() throws Exception {
		this.client.ping("liz");
		assertThat(this.server.lastPing("liz")).isEqualTo(START);
		assertThat(this.server.onlineUntil("liz")).isEqualTo(START.plusSeconds(120));
		this.clock.advance(Duration.ofMinutes(2).minusNanos(1));
		assertThat(this.server.isOnline("liz")).isTrue();
		this.clock.advance(Duration.ofNanos(1));
		assertThat(this.server.isOnline("liz")).isFalse();
		assertThat(this.server.onlineUntil("liz")).isEqualTo(START.plusSeconds(120));
	}

	@Test
	void restartsTheWindowWithAnotherPing() throws Exception {
		this.client.ping("liz");
		this.clock.advance(Duration.ofSeconds(100));
		this.client.ping("liz");
		this.clock.advance(Duration.ofSeconds(100));
		assertThat(this.server.isOnline("liz")).isTrue();
	}

	@Test
	void knowsNothingOfAnAgentThatWasNeverPinged() throws Exception {
		this.client.sendMessage("visitor", "Hello");
		assertThat(this.server.isOnline("agent-1")).isFalse();
		assertThat(this.server.onlineUntil("agent-1")).isNull();
		assertThat(this.server.lastPing("nobody")).isNull();
	}

	@Test
	void createsAnAgentForAnUnknownEmail() throws Exception {
		String triple = TestClient.json("agentEmail", "Liz@Example.org", "agentName", "Liz", "receivedFrom", "CRM");
		assertThat(this.client.send("POST", TestClient.PING, triple).statusCode()).isEqualTo(201);
		assertThat(this.server.isOnline("liz@example.org")).isTrue();
		String message = TestClient.json("agentEmail", "liz@example.org", "agentName", "Liz", "receivedFrom", "CRM",
				"visitorId", "visitor", "text", "Hello");
		this.client.send("POST", TestClient.MESSAGES, message);
		String agentId = this.server.messages("visitor").get(0).agentId();
		assertThat(agentId).matches("[A-Za-z0-9]{17}");
		assertThat(this.server.isOnline(agentId)).isTrue();
	}

	@Test
	void prefersTheIdToAnEmail() throws Exception {
		this.client.send("POST", TestClient.PING, TestClient.json("agentId", "liz", "agentEmail", "liz@example.org"));
		assertThat(this.server.isOnline("liz")).isTrue();
		assertThat(this.server.isOnline("liz@example.org")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"agentId\":null}", "{\"agentEmail\":\"a@b.c\",\"agentName\":\"A\"}",
			"{\"agentEmail\":\"a@b.c\",\"receivedFrom\":\"CRM\"}", "{\"agentName\":\"A\",\"receivedFrom\":\"CRM\"}" })
	void rejectsAnIncompleteIdentity(String body) throws Exception {
		var response = this.client.send("POST", TestClient.PING, body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(TestClient.read(response).get("code").stringValue()).isEqualTo("missing_parameter");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"agentId\":\" \"}", "{\"agentId\":7}", "{\"agentId\":\"liz\",\"receivedFrom\":true}",
			"{\"agentId\":", "[]", "\"liz\"", "<html>", "{} {}" })
	void rejectsInvalidBodies(String body) throws Exception {
		var response = this.client.send("POST", TestClient.PING, body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(TestClient.read(response).get("code").stringValue()).isEqualTo("invalid_parameter");
		assertThat(this.server.isOnline("liz")).isFalse();
	}

}
