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
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Decides whether and when one call is repeated.
 */
final class CallRetry extends Retry {

	private final Operation operation;

	private final RetrySettings settings;

	private final Duration callTimeout;

	private final Scheduler scheduler = Schedulers.parallel();

	private final long beganAt = this.scheduler.now(TimeUnit.MILLISECONDS);

	private volatile boolean possiblyProcessed;

	CallRetry(Operation operation, RetrySettings settings, Duration callTimeout) {
		this.operation = operation;
		this.settings = settings;
		this.callTimeout = callTimeout;
	}

	@Override
	public Publisher<?> generateCompanion(Flux<RetrySignal> signals) {
		return signals.concatMap((signal) -> {
			Throwable failure = signal.failure();
			this.possiblyProcessed |= isPossiblyProcessed(failure);
			Duration delay = delay(failure, signal.totalRetries());
			return (delay != null) ? Mono.delay(delay, this.scheduler) : Mono.error(failure);
		}, 0);
	}

	/**
	 * Repeat an attempt as long as that is right.
	 * @param <T> the type of the result
	 * @param attempt the attempt, each subscription to which is one
	 * @return the attempt with its retries
	 */
	<T> Mono<T> applyTo(Mono<T> attempt) {
		// retryWhen itself would cost something for each call that succeeds at once, too
		return attempt.onErrorResume((failure) -> repeat(attempt, failure));
	}

	private <T> Mono<T> repeat(Mono<T> attempt, Throwable firstFailure) {
		AtomicBoolean again = new AtomicBoolean();
		return Mono.defer(() -> again.getAndSet(true) ? attempt : Mono.error(firstFailure))
			.onErrorMap((failure) -> TransportErrors.from(this.operation, failure))
			.onErrorResume(this::isDoneByEarlierAttempt, (failure) -> Mono.empty())
			.retryWhen(this);
	}

	private boolean isDoneByEarlierAttempt(Throwable failure) {
		// the message to be deleted is gone after an attempt that may have deleted it
		return this.possiblyProcessed && this.operation.isDeletion() && failure instanceof BrevoNotFoundException;
	}

	private @Nullable Duration delay(Throwable failure, long retries) {
		if (retries >= this.settings.maxRetries() || !isRepeatable(failure)) {
			return null;
		}
		Duration asked = (failure instanceof BrevoException exception) ? exception.retryAfter() : null;
		if (asked != null && asked.compareTo(this.settings.maxServerDelay()) > 0) {
			return null;
		}
		Duration delay = (asked != null) ? asked : backoff(retries);
		return (delay.compareTo(timeLeft()) < 0) ? delay : null;
	}

	private boolean isRepeatable(Throwable failure) {
		if (failure instanceof BrevoRateLimitedException) {
			return true;
		}
		if (failure instanceof BrevoCommunicationException communication) {
			return !communication.isRequestSent() || (this.operation.isRepeatable() && communication.isTransient());
		}
		return this.operation.isRepeatable() && failure instanceof BrevoServerException;
	}

	private static boolean isPossiblyProcessed(Throwable failure) {
		return failure instanceof BrevoServerException
				|| (failure instanceof BrevoCommunicationException communication && communication.isRequestSent());
	}

	private Duration backoff(long retries) {
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
