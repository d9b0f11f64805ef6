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
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * A rate limit and the time at which it was seen.
 */
final class SeenRateLimit {

	private final RateLimit rateLimit;

	private final long seenAt = millis();

	SeenRateLimit(RateLimit rateLimit) {
		this.rateLimit = rateLimit;
	}

	/**
	 * Return the rate limit as far as it is known now.
	 * @return the rate limit, with all requests remaining if the window has been reset
	 * since
	 */
	RateLimit now() {
		@Nullable Duration resetsIn = this.rateLimit.resetsIn();
		if (resetsIn == null) {
			return this.rateLimit;
		}
		Duration left = resetsIn.minusMillis(Math.max(0, millis() - this.seenAt));
		return (left.isNegative() || left.isZero())
				? new RateLimit(this.rateLimit.limit(), this.rateLimit.limit(), null)
				: new RateLimit(this.rateLimit.limit(), this.rateLimit.remaining(), left);
	}

	private static long millis() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

}
