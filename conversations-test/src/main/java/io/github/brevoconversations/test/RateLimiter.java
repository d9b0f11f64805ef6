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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Brevo's limit of requests per hour. The hours are fixed and counted from the first
 * request. Safe to use from several threads.
 */
final class RateLimiter {

	private static final Duration WINDOW = Duration.ofHours(1);

	private final Clock clock;

	private final @Nullable Integer initialLimit;

	private @Nullable Integer limit;

	private @Nullable Instant windowStart;

	private int used;

	RateLimiter(Clock clock, @Nullable Integer limit) {
		this.clock = clock;
		this.initialLimit = limit;
		setLimit(limit);
	}

	/**
	 * Set the limit. What was used in this hour remains used, unless no limit was in
	 * force.
	 * @param limit the number of requests per hour, or {@code null} for no limit
	 */
	synchronized void setLimit(@Nullable Integer limit) {
		if (limit != null && limit < 0) {
			throw new IllegalArgumentException("A rate limit must not be negative: " + limit);
		}
		if (this.limit == null) {
			this.windowStart = null;
			this.used = 0;
		}
		this.limit = limit;
	}

	/**
	 * Begin anew, with the initial limit and nothing used.
	 */
	synchronized void reset() {
		setLimit(null);
		setLimit(this.initialLimit);
		this.windowStart = null;
		this.used = 0;
	}

	/**
	 * Use one request, if one is left.
	 * @return whether one was left
	 */
	synchronized boolean tryUse() {
		if (this.limit == null) {
			return true;
		}
		Instant now = this.clock.instant();
		if (this.windowStart == null) {
			this.windowStart = now;
		}
		roll(now);
		if (this.used >= this.limit) {
			return false;
		}
		this.used++;
		return true;
	}

	/**
	 * Return the headers that report the limit.
	 * @return the headers; empty if there is no limit
	 */
	synchronized Map<String, String> headers() {
		if (this.limit == null) {
			return Map.of();
		}
		Instant now = this.clock.instant();
		roll(now);
		Duration left = (this.windowStart != null) ? Duration.between(now, this.windowStart.plus(WINDOW)) : WINDOW;
		long seconds = (left.toMillis() + 999) / 1000;
		return Map.of("x-sib-ratelimit-limit", this.limit.toString(), "x-sib-ratelimit-remaining",
				Integer.toString(Math.max(0, this.limit - this.used)), "x-sib-ratelimit-reset",
				Long.toString(Math.max(1, seconds)));
	}

	private void roll(Instant now) {
		if (this.windowStart == null) {
			return;
		}
		long windows = Math.floorDiv(Duration.between(this.windowStart, now).toSeconds(), WINDOW.toSeconds());
		if (windows != 0) {
			this.windowStart = this.windowStart.plus(WINDOW.multipliedBy(windows));
			this.used = 0;
		}
	}

}
