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
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a failed ping is retried: soon and ever less often at first,
 * but often enough that the agent is pinged again before it goes offline if that is
 * possible at all, and ever less often once it is offline.
 */
final class RepeatDelay {

	private final HeartbeatSettings settings;

	private final DoubleSupplier random;

	/**
	 * Create delays.
	 * @param settings how agents are pinged
	 * @param random gives numbers from 0 to 1, exclusive
	 */
	RepeatDelay(HeartbeatSettings settings, DoubleSupplier random) {
		this.settings = settings;
		this.random = random;
	}

	/**
	 * Return the time until the next ping of an agent.
	 * @param failures how often the agent's ping failed in a row, at least once
	 * @param timeLeft the time until the agent goes offline, or less than zero
	 * @return the time
	 */
	Duration after(int failures, Duration timeLeft) {
		if (timeLeft.isNegative() || timeLeft.isZero()) {
			return jittered(min(max(timeLeft.negated(), this.settings.scaled(5)), this.settings.interval()));
		}
		Duration doubled = this.settings.scaled(1 << Math.min(failures - 1, 10));
		Duration most = min(this.settings.scaled(5), timeLeft.dividedBy(3));
		return max(jittered(min(doubled, most)), this.settings.scaled(0.5));
	}

	private Duration jittered(Duration duration) {
		return Duration.ofNanos((long) (duration.toNanos() * (0.75 + this.random.getAsDouble() / 4)));
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

}
