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

package io.github.brevoconversations.webhook;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The settings of a {@link ConversationEventDelivery}. Immutable.
 *
 * @param concurrency how many conversations are handled at once, above zero
 * @param maxAttempts how many times handling an event is attempted before it is parked,
 * above zero
 * @param retryDelay the delay before the second attempt, not negative; each further delay
 * is four times as long
 * @param maxRetryDelay the longest delay before an attempt, not below {@code retryDelay}
 * @param lease how long a conversation stays assigned to an instance that has died, at
 * least a second
 * @param pollInterval how often a shared inbox is polled for events that other instances
 * added or left, above zero and below the lease
 * @param handlingTimeout how long an attempt may take, above zero; after that it is
 * interrupted, or cancelled if it is asynchronous
 */
public record DeliverySettings(int concurrency, int maxAttempts, Duration retryDelay, Duration maxRetryDelay,
		Duration lease, Duration pollInterval, Duration handlingTimeout) {

	private static final int BACKOFF = 4;

	/**
	 * Create settings.
	 * @param concurrency how many conversations are handled at once, above zero
	 * @param maxAttempts how many times handling an event is attempted before it is
	 * parked, above zero
	 * @param retryDelay the delay before the second attempt, not negative
	 * @param maxRetryDelay the longest delay before an attempt, not below
	 * {@code retryDelay}
	 * @param lease how long a conversation stays assigned to an instance that has died,
	 * at least a second
	 * @param pollInterval how often a shared inbox is polled for events that other
	 * instances added or left, above zero and below the lease
	 * @param handlingTimeout how long an attempt may take, above zero
	 * @throws IllegalArgumentException if one of them is out of its bounds
	 */
	public DeliverySettings {
		Assert.isTrue(concurrency > 0, "'concurrency' must be greater than zero");
		Assert.isTrue(maxAttempts > 0, "'maxAttempts' must be greater than zero");
		Assert.isTrue(!retryDelay.isNegative(), "'retryDelay' must not be negative");
		Assert.isTrue(maxRetryDelay.compareTo(retryDelay) >= 0, "'maxRetryDelay' must not be below 'retryDelay'");
		Assert.isTrue(lease.compareTo(Duration.ofSeconds(1)) >= 0, "'lease' must be at least a second");
		Assert.isTrue(pollInterval.compareTo(Duration.ZERO) > 0 && pollInterval.compareTo(lease) < 0,
				"'pollInterval' must be greater than zero and below 'lease'");
		Assert.isTrue(handlingTimeout.compareTo(Duration.ZERO) > 0, "'handlingTimeout' must be greater than zero");
	}

	/**
	 * Return the default settings.
	 * @return settings with 8 conversations at once, 5 attempts after delays of 1, 4, 16
	 * and 64 seconds, a lease of 30 seconds, a look every 5 seconds, and 5 minutes for an
	 * attempt
	 */
	public static DeliverySettings defaults() {
		return new DeliverySettings(8, 5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(30),
				Duration.ofSeconds(5), Duration.ofMinutes(5));
	}

	/**
	 * Return these settings with another concurrency.
	 * @param concurrency how many conversations are handled at once, above zero
	 * @return the new settings
	 * @throws IllegalArgumentException if it is not above zero
	 */
	public DeliverySettings withConcurrency(int concurrency) {
		return new DeliverySettings(concurrency, this.maxAttempts, this.retryDelay, this.maxRetryDelay, this.lease,
				this.pollInterval, this.handlingTimeout);
	}

	/**
	 * Return these settings with other retries.
	 * @param maxAttempts how many times handling an event is attempted before it is
	 * parked, above zero
	 * @param retryDelay the delay before the second attempt, not negative
	 * @param maxRetryDelay the longest delay before an attempt, not below
	 * {@code retryDelay}
	 * @return the new settings
	 * @throws IllegalArgumentException if one of them is out of its bounds
	 */
	public DeliverySettings withRetries(int maxAttempts, Duration retryDelay, Duration maxRetryDelay) {
		return new DeliverySettings(this.concurrency, maxAttempts, retryDelay, maxRetryDelay, this.lease,
				this.pollInterval, this.handlingTimeout);
	}

	/**
	 * Return these settings with another lease.
	 * @param lease how long a conversation stays assigned to an instance that has died,
	 * at least a second
	 * @param pollInterval how often a shared inbox is polled for events that other
	 * instances added or left, above zero and below the lease
	 * @return the new settings
	 * @throws IllegalArgumentException if one of them is out of its bounds
	 */
	public DeliverySettings withLease(Duration lease, Duration pollInterval) {
		return new DeliverySettings(this.concurrency, this.maxAttempts, this.retryDelay, this.maxRetryDelay, lease,
				pollInterval, this.handlingTimeout);
	}

	/**
	 * Return these settings with another time limit for handling an event.
	 * @param handlingTimeout how long an attempt may take, above zero
	 * @return the new settings
	 * @throws IllegalArgumentException if it is not above zero
	 */
	public DeliverySettings withHandlingTimeout(Duration handlingTimeout) {
		return new DeliverySettings(this.concurrency, this.maxAttempts, this.retryDelay, this.maxRetryDelay, this.lease,
				this.pollInterval, handlingTimeout);
	}

	Duration delayAfter(int attempts) {
		Duration delay = this.retryDelay;
		for (int i = 1; i < attempts && delay.compareTo(this.maxRetryDelay) < 0; i++) {
			delay = delay.multipliedBy(BACKOFF);
		}
		return (delay.compareTo(this.maxRetryDelay) < 0) ? delay : this.maxRetryDelay;
	}

}
