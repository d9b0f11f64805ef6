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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads a {@link RateLimit} from the headers of an answer, and believes none of them
 * blindly.
 */
final class RateLimitHeaders {

	static final String LIMIT = "x-sib-ratelimit-limit";

	static final String REMAINING = "x-sib-ratelimit-remaining";

	static final String RESET = "x-sib-ratelimit-reset";

	private static final long MAX_RESET_SECONDS = Duration.ofDays(31).toSeconds();

	private RateLimitHeaders() {
	}

	static @Nullable RateLimit read(HttpHeaders headers) {
		Long limit = number(headers, LIMIT, Integer.MAX_VALUE);
		Long remaining = number(headers, REMAINING, Integer.MAX_VALUE);
		Long reset = number(headers, RESET, MAX_RESET_SECONDS);
		if (limit == null && remaining == null && reset == null) {
			return null;
		}
		return new RateLimit(limit, remaining, (reset != null) ? Duration.ofSeconds(reset) : null);
	}

	/**
	 * Read a {@code Retry-After} header: seconds, or a date.
	 * @param value the header's value
	 * @return the time to wait from now, or {@code null} if the header says none
	 */
	static @Nullable Duration retryAfter(@Nullable String value) {
		return retryAfter(value, Clock.systemUTC());
	}

	static @Nullable Duration retryAfter(@Nullable String value, Clock clock) {
		if (value == null) {
			return null;
		}
		Long seconds = number(value, MAX_RESET_SECONDS);
		if (seconds != null) {
			return Duration.ofSeconds(seconds);
		}
		try {
			Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.trim(), Instant::from);
			Duration wait = Duration.between(clock.instant(), date);
			return (wait.toSeconds() <= MAX_RESET_SECONDS) ? Duration.ofSeconds(Math.max(0, wait.toSeconds())) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Long number(HttpHeaders headers, String name, long max) {
		String value = headers.getFirst(name);
		return (value != null) ? number(value, max) : null;
	}

	private static @Nullable Long number(String value, long max) {
		try {
			long number = Long.parseLong(value.trim());
			return (number >= 0 && number <= max) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
