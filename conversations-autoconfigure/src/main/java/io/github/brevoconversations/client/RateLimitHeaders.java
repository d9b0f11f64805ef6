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

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads a {@link RateLimit} from the headers of a response, and ignores implausible
 * values.
 */
final class RateLimitHeaders {

	static final String LIMIT = "x-sib-ratelimit-limit";

	static final String REMAINING = "x-sib-ratelimit-remaining";

	static final String RESET = "x-sib-ratelimit-reset";

	private static final String RETRY_AFTER_MS = "retry-after-ms";

	private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{0,9})?");

	private static final long MAX_WAIT_SECONDS = Duration.ofDays(31).toSeconds();

	/**
	 * Brevo's windows last an hour. A value far above that is not a number of seconds.
	 */
	private static final long MAX_RESET_SECONDS = Duration.ofDays(1).toSeconds();

	private RateLimitHeaders() {
	}

	static @Nullable RateLimit read(HttpHeaders headers) {
		Long limit = number(headers, LIMIT, Integer.MAX_VALUE);
		Long remaining = number(headers, REMAINING, Integer.MAX_VALUE);
		Duration reset = wait(headers, headers.getFirst(RESET), MAX_RESET_SECONDS);
		boolean none = limit == null && remaining == null && reset == null;
		// a limit of 0 is not a limit: Brevo sells none
		if (none || Long.valueOf(0).equals(limit)) {
			return null;
		}
		return new RateLimit(limit, remaining, reset);
	}

	/**
	 * Return how long to wait before the next request. A response with status 429 may
	 * have both a reset of the rate limit and a {@code Retry-After}. If no requests
	 * remain, the longer time counts. If requests remain, another limit was reached, so
	 * only {@code Retry-After} counts. If it is unknown whether requests remain,
	 * {@code Retry-After} takes precedence.
	 * @param response the response
	 * @return the time to wait, or {@code null} if the response does not say
	 */
	static @Nullable Duration retryAfter(ApiResponse response) {
		Duration retryAfter = retryAfter(response.headers());
		RateLimit rateLimit = (response.status() == 429) ? response.rateLimit() : null;
		Duration reset = (rateLimit != null) ? rateLimit.resetsIn() : null;
		Long remaining = (rateLimit != null) ? rateLimit.remaining() : null;
		if (reset == null || (remaining != null && remaining > 0)) {
			return retryAfter;
		}
		if (retryAfter == null) {
			return reset;
		}
		return (remaining != null && reset.compareTo(retryAfter) > 0) ? reset : retryAfter;
	}

	/**
	 * Read how long to wait from {@code retry-after-ms} or {@code Retry-After}. The
	 * latter is a number of seconds, which may have a fraction, or a point in time, which
	 * is compared with the {@code Date} header if the response has one.
	 * @param headers the headers
	 * @return the time to wait, or {@code null} if the headers do not say
	 */
	static @Nullable Duration retryAfter(HttpHeaders headers) {
		Double millis = decimal(headers.getFirst(RETRY_AFTER_MS));
		if (millis != null && millis <= MAX_WAIT_SECONDS * 1000.0) {
			return Duration.ofMillis((long) Math.ceil(millis));
		}
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		Duration seconds = wait(headers, value, MAX_WAIT_SECONDS);
		if (seconds != null || value == null) {
			return seconds;
		}
		Instant date = date(value);
		return (date != null) ? bounded(Duration.between(now(headers), date)) : null;
	}

	// a number of seconds, or the time since the epoch, in seconds or milliseconds, at
	// which the wait ends
	private static @Nullable Duration wait(HttpHeaders headers, @Nullable String value, long maxSeconds) {
		Long seconds = (value != null) ? number(value, maxSeconds) : null;
		if (seconds != null) {
			return Duration.ofSeconds(seconds);
		}
		Double number = decimal(value);
		if (number == null) {
			return null;
		}
		if (number <= maxSeconds) {
			return Duration.ofMillis((long) Math.ceil(number * 1000));
		}
		for (double millis : new double[] { number * 1000, number }) {
			double wait = millis - now(headers).toEpochMilli();
			if (Math.abs(wait) <= maxSeconds * 1000.0) {
				return Duration.ofMillis(Math.max(0, (long) Math.ceil(wait)));
			}
		}
		return null;
	}

	private static Instant now(HttpHeaders headers) {
		Instant now = date(headers.getFirst(HttpHeaders.DATE));
		return (now != null) ? now : Instant.now();
	}

	private static @Nullable Instant date(@Nullable String value) {
		if (value == null) {
			return null;
		}
		try {
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.trim(), Instant::from);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Double decimal(@Nullable String value) {
		String first = (value != null) ? first(value) : "";
		return NUMBER.matcher(first).matches() ? Double.valueOf(first) : null;
	}

	// a gateway may append its own values, or parameters
	private static String first(String value) {
		for (int i = 0; i < value.length(); i++) {
			if (value.charAt(i) == ',' || value.charAt(i) == ';') {
				return value.substring(0, i).trim();
			}
		}
		return value.trim();
	}

	private static @Nullable Duration bounded(Duration wait) {
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.toSeconds() <= MAX_WAIT_SECONDS) ? wait : null;
	}

	private static @Nullable Long number(HttpHeaders headers, String name, long max) {
		String value = headers.getFirst(name);
		return (value != null) ? number(value, max) : null;
	}

	private static @Nullable Long number(String value, long max) {
		try {
			long number = Long.parseLong(first(value));
			return (number >= 0 && number <= max) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
