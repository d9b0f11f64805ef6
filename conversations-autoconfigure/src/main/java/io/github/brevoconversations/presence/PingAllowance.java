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

package io.github.brevoconversations.presence;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Spreads pings over time with a token bucket: if many agents are due at once, after a
 * start or an outage, they are pinged only a little faster than at their mean rate. Since
 * each agent's next ping follows its last one, the pings stay spread from then on.
 * Thread-safe.
 */
final class PingAllowance {

	private final double unitSeconds;

	private double tokens = Tuning.LEAST_BURST;

	private @Nullable Instant refilledAt;

	/**
	 * Create an allowance.
	 * @param unit a second, scaled with the online window
	 */
	PingAllowance(Duration unit) {
		this.unitSeconds = unit.toNanos() / 1e9;
	}

	/**
	 * Return how many pings may be made now.
	 * @param now the time
	 * @param perSecond how many pings per second are made normally
	 * @return the number of pings
	 */
	synchronized int available(Instant now, double perSecond) {
		if (this.refilledAt != null) {
			double seconds = Duration.between(this.refilledAt, now).toNanos() / 1e9;
			this.tokens += seconds * (Tuning.RELATIVE_RATE * perSecond + Tuning.LEAST_RATE / this.unitSeconds);
		}
		this.refilledAt = now;
		this.tokens = Math.min(this.tokens, Math.max(Tuning.LEAST_BURST, Tuning.BURST * perSecond * this.unitSeconds));
		return (int) this.tokens;
	}

	synchronized void take(int pings) {
		this.tokens -= pings;
	}

}
