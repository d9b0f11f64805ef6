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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Decides whether and when one call is retried.
 */
final class CallRetry {

	private final Operation operation;

	private final RetrySettings settings;

	private final Duration callTimeout;

	private final Scheduler scheduler = Schedulers.parallel();

	private final long beganAt = this.scheduler.now(TimeUnit.MILLISECONDS);

	CallRetry(Operation operation, RetrySettings settings, Duration callTimeout) {
		this.operation = operation;
		this.settings = settings;
		this.callTimeout = callTimeout;
	}

	/**
	 * Return how long to wait before the next attempt.
	 * @param failure the failure of the last one
	 * @param processed whether Brevo may have carried out the operation nevertheless
	 * @param retries the number of retries so far
	 * @return the time to wait, or {@code null} if the call must not be retried
	 */
	@Nullable Duration delay(BrevoException failure, boolean processed, int retries) {
		if (retries >= this.settings.maxRetries() || !failure.isTransient()
				|| (processed && !this.operation.isIdempotent())) {
			return null;
		}
		Duration asked = failure.retryAfter();
		if (asked != null && asked.compareTo(this.settings.maxServerDelay()) > 0) {
			return null;
		}
		// "at once" is what a server says that cannot tell
		Duration delay = (asked != null && !asked.isZero()) ? asked : backoff(retries);
		return (delay.compareTo(timeLeft()) < 0) ? delay : null;
	}

	/**
	 * Return whether Brevo may have carried out the operation although the attempt
	 * failed.
	 * @param failure the failure of an attempt
	 * @return whether it may have been carried out
	 */
	static boolean isPossiblyProcessed(BrevoException failure) {
		return failure instanceof BrevoServerException
				|| (failure instanceof BrevoCommunicationException communication && communication.isRequestSent());
	}

	private Duration backoff(int retries) {
		long max = this.settings.maxDelay().toMillis();
		long delay = this.settings.delay().toMillis() << Math.min(retries, 20);
		long bounded = Math.min(delay, max);
		return Duration.ofMillis(bounded - ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
	}

	private Duration timeLeft() {
		long elapsed = this.scheduler.now(TimeUnit.MILLISECONDS) - this.beganAt;
		return this.callTimeout.minusMillis(elapsed);
	}

}
