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
 * How a {@link ConversationEventDelivery} goes about its work. Immutable.
 *
 * @param concurrency how many conversations are handled at once, above zero
 * @param maxAttempts how often handling an event is attempted before it is parked, above
 * zero
 * @param retryDelay the time until the second attempt; each further one takes four times
 * as long
 * @param maxRetryDelay the longest time until a further attempt
 * @param lease how long an instance that died holds its conversations, at least a second
 * @param pollInterval how often a shared inbox is asked for events that other instances
 * left, above zero and below the lease
 * @param maxHandling how long handling an event may go on after the thread that it was
 * begun on has returned, above zero; after that it is cancelled and has failed
 */
public record DeliverySettings(int concurrency, int maxAttempts, Duration retryDelay, Duration maxRetryDelay,
		Duration lease, Duration pollInterval, Duration maxHandling) {

	private static final int BACKOFF = 4;

	/**
	 * Create settings.
	 * @param concurrency how many conversations are handled at once, above zero
	 * @param maxAttempts how often handling an event is attempted, above zero
	 * @param retryDelay the time until the second attempt
	 * @param maxRetryDelay the longest time until a further attempt
	 * @param lease how long an instance that died holds its conversations
	 * @param pollInterval how often a shared inbox is asked for events of others
	 * @param maxHandling how long handling an event may go on without a thread
	 * @throws IllegalArgumentException if one of them is out of its bounds
	 */
	public DeliverySettings {
		Assert.isTrue(concurrency > 0, "'concurrency' must be above zero");
		Assert.isTrue(maxAttempts > 0, "'maxAttempts' must be above zero");
		Assert.isTrue(!retryDelay.isNegative(), "'retryDelay' must not be negative");
		Assert.isTrue(maxRetryDelay.compareTo(retryDelay) >= 0, "'maxRetryDelay' must not be below 'retryDelay'");
		Assert.isTrue(lease.compareTo(Duration.ofSeconds(1)) >= 0, "'lease' must be at least a second");
		Assert.isTrue(pollInterval.compareTo(Duration.ZERO) > 0 && pollInterval.compareTo(lease) < 0,
				"'pollInterval' must be above zero and below 'lease'");
		Assert.isTrue(maxHandling.compareTo(Duration.ZERO) > 0, "'maxHandling' must be above zero");
	}

	/**
	 * Return the settings that hold unless others are given.
	 * @return the settings
	 */
	public static DeliverySettings defaults() {
		return new DeliverySettings(8, 5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(30),
				Duration.ofSeconds(5), Duration.ofMinutes(5));
	}

	/**
	 * Return these settings with another concurrency.
	 * @param concurrency how many conversations are handled at once, above zero
	 * @return the new settings
	 */
	public DeliverySettings withConcurrency(int concurrency) {
		return new DeliverySettings(concurrency, this.maxAttempts, this.retryDelay, this.maxRetryDelay, this.lease,
				this.pollInterval, this.maxHandling);
	}

	/**
	 * Return these settings with other retries.
	 * @param maxAttempts how often handling an event is attempted, above zero
	 * @param retryDelay the time until the second attempt
	 * @param maxRetryDelay the longest time until a further attempt
	 * @return the new settings
	 */
	public DeliverySettings withRetries(int maxAttempts, Duration retryDelay, Duration maxRetryDelay) {
		return new DeliverySettings(this.concurrency, maxAttempts, retryDelay, maxRetryDelay, this.lease,
				this.pollInterval, this.maxHandling);
	}

	/**
	 * Return these settings with another lease.
	 * @param lease how long an instance that died holds its conversations
	 * @param pollInterval how often a shared inbox is asked for events of others
	 * @return the new settings
	 */
	public DeliverySettings withLease(Duration lease, Duration pollInterval) {
		return new DeliverySettings(this.concurrency, this.maxAttempts, this.retryDelay, this.maxRetryDelay, lease,
				pollInterval, this.maxHandling);
	}

	/**
	 * Return these settings with another limit to handling without a thread.
	 * @param maxHandling how long handling an event may go on after the thread that it
	 * was begun on has returned, above zero
	 * @return the new settings
	 */
	public DeliverySettings withMaxHandling(Duration maxHandling) {
		return new DeliverySettings(this.concurrency, this.maxAttempts, this.retryDelay, this.maxRetryDelay, this.lease,
				this.pollInterval, maxHandling);
	}

	Duration delayAfter(int attempts) {
		Duration delay = this.retryDelay;
		for (int i = 1; i < attempts && delay.compareTo(this.maxRetryDelay) < 0; i++) {
			delay = delay.multipliedBy(BACKOFF);
		}
		return (delay.compareTo(this.maxRetryDelay) < 0) ? delay : this.maxRetryDelay;
	}

}
