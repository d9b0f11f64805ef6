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

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the rate limit of {@link BrevoConversationsServer}.
 */
class RateLimitTests {

	private final MutableClock clock = MutableClock.at(Instant.parse("2026-01-01T10:00:00Z"));

	private final BrevoConversationsServer server = BrevoConversationsServer.builder()
		.clock(this.clock)
		.rateLimit(2)
		.start();

	private final TestClient client = new TestClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void reportsWhatIsLeft() throws Exception {
		assertLimit(this.client.ping("liz"), 201, 2, 1, 3600);
		this.clock.advance(Duration.ofMinutes(10).plusMillis(1));
		assertLimit(this.client.ping("liz"), 201, 2, 0, 3000);
	}

	@Test
	void rejectsFurtherRequestsUntilTheWindowResets() throws Exception {
		this.client.ping("liz");
		this.client.ping("liz");
		this.clock.advance(Duration.ofSeconds(3599));
		var refused = this.client.ping("liz");
		assertLimit(refused, 429, 2, 0, 1);
		assertThat(TestClient.read(refused).get("message").stringValue()).isNotBlank();
		this.clock.advance(Duration.ofSeconds(1));
		assertLimit(this.client.ping("liz"), 201, 2, 1, 3600);
	}

	@Test
	void countsTheHoursFromTheFirstRequest() throws Exception {
		this.client.ping("liz");
		this.clock.advance(Duration.ofMinutes(150));
		assertLimit(this.client.ping("liz"), 201, 2, 1, 1800);
	}

	@Test
	void startsOverWhenTheClockIsSetBack() throws Exception {
		this.client.ping("liz");
		this.clock.set(Instant.parse("2025-12-31T10:00:00Z"));
		assertLimit(this.client.ping("liz"), 201, 2, 1, 3600);
	}

	@Test
	void doesNotCountARequestWithAWrongKey() throws Exception {
		var refused = this.client.send(this.client.request("POST", TestClient.PING, "{}").header("api-key", "wrong"));
		assertLimit(refused, 401, 2, 2, 3600);
		assertLimit(this.client.ping("liz"), 201, 2, 1, 3600);
	}

	@Test
	void countsRequestsThatFail() throws Exception {
		assertLimit(this.client.send("GET", "/nothing", ""), 404, 2, 1, 3600);
		assertLimit(this.client.send("POST", TestClient.PING, "{"), 400, 2, 0, 3600);
	}

	@Test
	void changesTheLimitWithinTheHour() throws Exception {
		this.client.ping("liz");
		this.server.setRateLimit(1);
		assertLimit(this.client.ping("liz"), 429, 1, 0, 3600);
		this.server.setRateLimit(3);
		assertLimit(this.client.ping("liz"), 201, 3, 1, 3600);
	}

	@Test
	void hasNoHeadersWithoutALimit() throws Exception {
		this.server.setRateLimit(null);
		var response = this.client.ping("liz");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(response.headers().map()).doesNotContainKeys("x-sib-ratelimit-limit", "x-sib-ratelimit-remaining",
				"x-sib-ratelimit-reset");
		this.server.setRateLimit(1);
		assertLimit(this.client.ping("liz"), 201, 1, 0, 3600);
	}

	@Test
	void mayAllowNothing() throws Exception {
		this.server.setRateLimit(0);
		assertLimit(this.client.ping("liz"), 429, 0, 0, 3600);
	}

	@Test
	void rejectsANegativeLimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.setRateLimit(-1));
	}

	private static void assertLimit(HttpResponse<String> response, int status, int limit, int remaining, int reset) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("x-sib-ratelimit-limit")).hasValue("" + limit);
		assertThat(response.headers().firstValue("x-sib-ratelimit-remaining")).hasValue("" + remaining);
		assertThat(response.headers().firstValue("x-sib-ratelimit-reset")).hasValue("" + reset);
	}

}
