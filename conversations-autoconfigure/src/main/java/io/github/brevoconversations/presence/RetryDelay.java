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
 * Determines how long to wait before a failed ping is retried. The first retry comes
 * soon, and later ones less and less often, but often enough to keep the agent online if
 * possible. Once the agent is offline, retries become less and less frequent, down to one
 * per interval.
 */
final class RetryDelay {

	private final HeartbeatSettings settings;

	private final DoubleSupplier random;

	/**
	 * Create delays.
	 * @param settings how agents are pinged
	 * @param random provides numbers from 0 (inclusive) to 1 (exclusive)
	 */
	RetryDelay(HeartbeatSettings settings, DoubleSupplier random) {
		this.settings = settings;
		this.random = random;
	}

	/**
	 * Return the time until the next ping of an agent.
	 * @param failures how many pings of the agent have failed in a row, at least 1
	 * @param timeLeft the time until the agent goes offline, negative if it has
	 * @return the time
	 */
	Duration after(int failures, Duration timeLeft) {
		if (timeLeft.isNegative() || timeLeft.isZero()) {
			return jittered(
					min(max(timeLeft.negated(), this.settings.scaled(Tuning.RETRY_LATEST)), this.settings.interval()));
		}
		Duration doubled = this.settings.scaled(Tuning.RETRY_FIRST * (1 << Math.min(failures - 1, 10)));
		Duration most = min(this.settings.scaled(Tuning.RETRY_LATEST), timeLeft.dividedBy(Tuning.RETRIES_IN_TIME_LEFT));
		return max(jittered(min(doubled, most)), this.settings.scaled(Tuning.RETRY_SOONEST));
	}

	/**
	 * Return the time until the next ping of an agent whose ping was rejected. The
	 * rejection may have been a mistake, but frequent retries would only burden Brevo.
	 * @param failed what the failure means
	 * @return the time
	 */
	Duration afterRejection(PingHistory.Failed failed) {
		Duration soonest = this.settings.scaled(Tuning.RETRY_LATEST);
		if (failed.failures() == 1 && failed.timeLeft().compareTo(this.settings.onlineWindow()) >= 0) {
			// the agent was not online before
			return soonest;
		}
		if (failed.timeLeft().isNegative()) {
			return this.settings.interval();
		}
		return min(max(jittered(failed.timeLeft().dividedBy(Tuning.RETRIES_IN_TIME_LEFT)), soonest),
				this.settings.interval());
	}

	private Duration jittered(Duration duration) {
		return Duration
			.ofNanos((long) (duration.toNanos() * (1 - Tuning.RETRY_JITTER * (1 - this.random.getAsDouble()))));
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

}
