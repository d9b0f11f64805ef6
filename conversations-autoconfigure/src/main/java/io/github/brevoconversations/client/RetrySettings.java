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

import reactor.util.context.Context;

import org.springframework.util.Assert;

/**
 * How a failed call is retried. Whether it may be retried at all depends on the operation
 * and the failure: a message is sent again only if Brevo certainly did not process it. A
 * retry that would begin after the call timeout is not made.
 * <p>
 * An access token that Brevo rejects is replaced once in each attempt, whatever these
 * settings say: the request was not processed, and tokens expire in normal operation.
 * <p>
 * The settings of a client can be replaced for a single call:
 *
 * <pre class="code">
 * client.getMessage(id).contextWrite(RetrySettings.none()::writeTo)
 * </pre>
 *
 * @param maxRetries maximum number of retries of a call, 0 for none
 * @param delay the time to wait before the first retry, which doubles with each further
 * one and is shortened by up to half at random, so that instances do not retry in step
 * @param maxDelay the maximum to which the delay may grow
 * @param maxServerDelay the longest wait requested by Brevo that is honored; a longer one
 * fails the call at once
 */
public record RetrySettings(int maxRetries, Duration delay, Duration maxDelay, Duration maxServerDelay) {

	/**
	 * Create settings.
	 * @param maxRetries maximum number of retries of a call, 0 for none
	 * @param delay the time to wait before the first retry, which doubles with each
	 * further one and is shortened by up to half at random, so that instances do not
	 * retry in step
	 * @param maxDelay the maximum to which the delay may grow
	 * @param maxServerDelay the longest wait requested by Brevo that is honored; a longer
	 * one fails the call at once
	 * @throws IllegalArgumentException if a value is negative
	 */
	public RetrySettings {
		Assert.isTrue(maxRetries >= 0, "The number of retries must not be negative.");
		requireNotNegative(delay);
		requireNotNegative(maxDelay);
		requireNotNegative(maxServerDelay);
	}

	/**
	 * Return the default settings.
	 * @return settings with 2 retries, after a delay that grows from 500 milliseconds to
	 * at most 8 seconds, or after the wait that Brevo requests if it is at most 10
	 * seconds
	 */
	public static RetrySettings defaults() {
		return new RetrySettings(2, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofSeconds(10));
	}

	/**
	 * Return settings with which no call is retried.
	 * @return settings without retries
	 */
	public static RetrySettings none() {
		return defaults().withMaxRetries(0);
	}

	/**
	 * Return these settings with another number of retries.
	 * @param maxRetries maximum number of retries of a call, 0 for none
	 * @return the new settings
	 * @throws IllegalArgumentException if the number is negative
	 */
	public RetrySettings withMaxRetries(int maxRetries) {
		return new RetrySettings(maxRetries, this.delay, this.maxDelay, this.maxServerDelay);
	}

	/**
	 * Return these settings with another delay.
	 * @param delay the time to wait before the first retry
	 * @return the new settings
	 * @throws IllegalArgumentException if the delay is negative
	 */
	public RetrySettings withDelay(Duration delay) {
		return new RetrySettings(this.maxRetries, delay, this.maxDelay, this.maxServerDelay);
	}

	/**
	 * Return these settings with another bound on the delay.
	 * @param maxDelay the maximum to which the delay may grow
	 * @return the new settings
	 * @throws IllegalArgumentException if the delay is negative
	 */
	public RetrySettings withMaxDelay(Duration maxDelay) {
		return new RetrySettings(this.maxRetries, this.delay, maxDelay, this.maxServerDelay);
	}

	/**
	 * Return these settings with another bound on the wait requested by Brevo.
	 * @param maxServerDelay the longest wait that is honored; a longer one fails the call
	 * at once
	 * @return the new settings
	 * @throws IllegalArgumentException if the wait is negative
	 */
	public RetrySettings withMaxServerDelay(Duration maxServerDelay) {
		return new RetrySettings(this.maxRetries, this.delay, this.maxDelay, maxServerDelay);
	}

	/**
	 * Use these settings for a call, instead of those of the client.
	 * @param context the Reactor context that the call is subscribed to with
	 * @return the context with these settings
	 */
	public Context writeTo(Context context) {
		return context.put(RetrySettings.class, this);
	}

	private static void requireNotNegative(Duration duration) {
		Assert.isTrue(!duration.isNegative(), "The delay must not be negative.");
	}

}
