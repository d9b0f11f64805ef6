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

package io.github.brevoconversations.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimitHeaders}.
 */
class RateLimitHeadersTests {

	private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

	private final HttpHeaders headers = new HttpHeaders();

	@Test
	void readsTheThreeHeaders() {
		this.headers.set("X-Sib-RateLimit-Limit", "100");
		this.headers.set("x-sib-ratelimit-remaining", " 42 ");
		this.headers.set("x-sib-ratelimit-reset", "1800");
		assertThat(RateLimitHeaders.read(this.headers)).isEqualTo(new RateLimit(100L, 42L, Duration.ofMinutes(30)));
	}

	@Test
	void isNothingWithoutHeaders() {
		assertThat(RateLimitHeaders.read(this.headers)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "many", "99999999999999999999", "1.5", "9223372036854775807" })
	void ignoresNonsense(String nonsense) {
		this.headers.set("x-sib-ratelimit-limit", nonsense);
		this.headers.set("x-sib-ratelimit-remaining", "42");
		this.headers.set("x-sib-ratelimit-reset", nonsense);
		assertThat(RateLimitHeaders.read(this.headers)).isEqualTo(new RateLimit(null, 42L, null));
	}

	@ParameterizedTest
	@CsvSource({ "120, PT2M", "0, PT0S", "'Mon, 23 Nov 2026 12:00:30 GMT', PT30S",
			"'Mon, 23 Nov 2026 11:00:00 GMT', PT0S" })
	void readsRetryAfterInSecondsAndAsADate(String value, Duration wait) {
		assertThat(RateLimitHeaders.retryAfter(value, NOON)).isEqualTo(wait);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-5", "99999999999", "Mon, 23 Nov 2126 12:00:30 GMT" })
	void ignoresNonsenseInRetryAfter(String value) {
		assertThat(RateLimitHeaders.retryAfter(value, NOON)).isNull();
	}

	@Test
	void isNoTimeToWaitWithoutRetryAfter() {
		assertThat(RateLimitHeaders.retryAfter(null)).isNull();
	}

}
