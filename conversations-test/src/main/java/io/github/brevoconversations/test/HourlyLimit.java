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
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A rate limit in windows of an hour, the first of which begins with the first request.
 * Thread-safe.
 */
final class HourlyLimit {

	private static final Duration WINDOW = Duration.ofHours(1);

	private final Clock clock;

	private @Nullable Integer limit;

	private Instant windowEnd = Instant.MIN;

	private int used;

	HourlyLimit(Clock clock, @Nullable Integer limit) {
		this.clock = clock;
		this.limit = limit;
	}

	synchronized void set(@Nullable Integer limit) {
		this.limit = limit;
	}

	/**
	 * Use one of the requests.
	 * @return whether there was one left
	 */
	synchronized boolean use() {
		Instant now = this.clock.instant();
		if (!now.isBefore(this.windowEnd)) {
			this.windowEnd = now.plus(WINDOW);
			this.used = 0;
		}
		if (this.limit != null && this.used >= this.limit) {
			return false;
		}
		this.used++;
		return true;
	}

	synchronized Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		if (this.limit != null) {
			Instant now = this.clock.instant();
			boolean open = now.isBefore(this.windowEnd);
			long seconds = open ? Duration.between(now, this.windowEnd).plusMillis(999).toSeconds()
					: WINDOW.toSeconds();
			headers.put("x-sib-ratelimit-limit", String.valueOf(this.limit));
			headers.put("x-sib-ratelimit-remaining", String.valueOf(Math.max(0, this.limit - (open ? this.used : 0))));
			headers.put("x-sib-ratelimit-reset", String.valueOf(seconds));
		}
		return headers;
	}

}
