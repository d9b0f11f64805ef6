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

import java.time.Duration;

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

	private final HttpHeaders headers = new HttpHeaders();

	@Test
	void readsTheThreeHeaders() {
		this.headers.set("X-Sib-RateLimit-Limit", "100");
		this.headers.set("x-sib-ratelimit-remaining", " 42 ");
		this.headers.set("x-sib-ratelimit-reset", "1800");
		assertThat(RateLimitHeaders.read(this.headers)).isEqualTo(new RateLimit(100L, 42L, Duration.ofMinutes(30)));
	}

	@Test
	void isNullWithoutHeaders() {
		assertThat(RateLimitHeaders.read(this.headers)).isNull();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "-1", "many", "99999999999999999999", "0x10", "1e3", "9223372036854775807", "100000d" })
	void ignoresNonsense(String nonsense) {
		this.headers.set("x-sib-ratelimit-limit", nonsense);
		this.headers.set("x-sib-ratelimit-remaining", "42");
		this.headers.set("x-sib-ratelimit-reset", nonsense);
		assertThat(RateLimitHeaders.read(this.headers)).isEqualTo(new RateLimit(null, 42L, null));
	}

	@ParameterizedTest
	@CsvSource({ "'100, 200', '42, 7', '1800, 5'", "100;w=3600, 42;x, 1800;y", "100, 42, 1800.0", "100, 42, 1795437000",
			"100, 42, 1795437000000" })
	void readsHeadersThatGatewaysHaveChanged(String limit, String remaining, String reset) {
		this.headers.set("Date", "Mon, 23 Nov 2026 12:00:00 GMT");
		set("x-sib-ratelimit-limit", limit);
		set("x-sib-ratelimit-remaining", remaining);
		set("x-sib-ratelimit-reset", reset);
		assertThat(RateLimitHeaders.read(this.headers)).isEqualTo(new RateLimit(100L, 42L, Duration.ofMinutes(30)));
	}

	@Test
	void usesTheFirstOfRepeatedHeaders() {
		for (String value : new String[] { "5", "7" }) {
			this.headers.add("x-sib-ratelimit-remaining", value);
			this.headers.add("Retry-After", value);
		}
		assertThat(RateLimitHeaders.read(this.headers)).isEqualTo(new RateLimit(null, 5L, null));
		assertThat(RateLimitHeaders.retryAfter(this.headers)).isEqualTo(Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1800000", "3600000", "1700000000", "1900000000000" })
	void ignoresAResetInMillisecondsOrTheDistantFuture(String reset) {
		this.headers.set("Date", "Mon, 23 Nov 2026 12:00:00 GMT");
		this.headers.set("x-sib-ratelimit-remaining", "0");
		this.headers.set("x-sib-ratelimit-reset", reset);
		assertThat(RateLimitHeaders.read(this.headers)).isEqualTo(new RateLimit(null, 0L, null));
	}

	@ParameterizedTest
	@CsvSource({ "120, PT2M", "0, PT0S", "12.7, PT12.7S", "' 1.5 ', PT1.5S", "'Mon, 23 Nov 2026 12:00:30 GMT', PT30S",
			"'Mon, 23 Nov 2026 11:00:00 GMT', PT0S", "1795435260, PT1M", "1795435260000, PT1M", "'5, 7', PT5S" })
	void readsRetryAfterInSecondsAndAsADate(String value, Duration wait) {
		assertThat(retryAfter(value)).isEqualTo(wait);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-5", "99999999999", "NaN", "Infinity", "5d", "0x1p3",
			"Mon, 23 Nov 2126 12:00:30 GMT" })
	void ignoresNonsenseInRetryAfter(String value) {
		assertThat(retryAfter(value)).isNull();
	}

	@Test
	void returnsNoTimeToWaitWithoutRetryAfter() {
		assertThat(RateLimitHeaders.retryAfter(this.headers)).isNull();
	}

	@Test
	void readsRetryAfterInMilliseconds() {
		this.headers.set("retry-after-ms", "1500");
		assertThat(retryAfter("2")).isEqualTo(Duration.ofMillis(1500));
	}

	@Test
	void readsADateWithoutTheServersClock() {
		this.headers.set("Retry-After", "Mon, 23 Nov 2020 12:00:30 GMT");
		assertThat(RateLimitHeaders.retryAfter(this.headers)).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "3000, 1, 40, PT1S", "0, 60, 0, PT1M", "0, 60,, PT1M", "3000, 1, 0, PT50M", "3000,, 40,",
			"3000,, 0, PT50M", ", 5, 0, PT5S", "3000, 1,, PT1S", ",, 0," })
	void prefersTheUsefulTime(String reset, String retryAfter, String remaining, Duration wait) {
		set("x-sib-ratelimit-reset", reset);
		set("x-sib-ratelimit-remaining", remaining);
		set("Retry-After", retryAfter);
		assertThat(RateLimitHeaders.retryAfter(ApiResponse.withoutBody(429, this.headers))).isEqualTo(wait);
	}

	@Test
	void treatsALimitOfZeroAsMissing() {
		set("x-sib-ratelimit-limit", "0");
		set("x-sib-ratelimit-remaining", "0");
		set("x-sib-ratelimit-reset", "3000");
		assertThat(RateLimitHeaders.read(this.headers)).isNull();
	}

	private void set(String name, String value) {
		if (value != null) {
			this.headers.set(name, value);
		}
	}

	private Duration retryAfter(String value) {
		this.headers.set("Date", "Mon, 23 Nov 2026 12:00:00 GMT");
		this.headers.set("Retry-After", value);
		return RateLimitHeaders.retryAfter(this.headers);
	}

}
