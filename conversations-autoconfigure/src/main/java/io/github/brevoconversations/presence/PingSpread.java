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
 * Spreads agents that came online together evenly over the interval, from their second
 * ping on, so that a burst does not come back with each interval. Thread-safe.
 */
final class PingSpread {

	/**
	 * Its multiples, modulo 1, lie evenly between 0 and 1, however many there are.
	 */
	private static final double GOLDEN_RATIO = 0.6180339887498949;

	/**
	 * More agents at once are spread by {@link PingAllowance}.
	 */
	private static final int LARGEST_BURST = 16;

	private static final int QUIET_PART_OF_INTERVAL = 6;

	private int burst;

	private @Nullable Instant lastCameOnline;

	/**
	 * Return when an agent that has just come online is pinged for the second time.
	 * @param interval the time between two pings of an agent
	 * @param now the time
	 * @return the time from now, above zero and at most the interval
	 */
	synchronized Duration secondPing(Duration interval, Instant now) {
		if (this.lastCameOnline == null
				|| now.isAfter(this.lastCameOnline.plus(interval.dividedBy(QUIET_PART_OF_INTERVAL)))) {
			this.burst = 0;
		}
		this.lastCameOnline = now;
		int number = this.burst++;
		if (number >= LARGEST_BURST) {
			return interval;
		}
		double fraction = 1 - number * GOLDEN_RATIO % 1;
		return Duration.ofNanos((long) (interval.toNanos() * fraction));
	}

}
