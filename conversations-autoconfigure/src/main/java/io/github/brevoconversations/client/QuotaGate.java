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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Lets calls wait for quota, in the order in which they came, and keeps a part of it for
 * pings. Pings never wait here: presence has a pace of its own.
 */
final class QuotaGate {

	private static final int MAX_WAITING = 10_000;

	private final CallObservers observers;

	private final @Nullable Duration maxWait;

	private final int reserve;

	private final Deque<Waiter> waiting = new ArrayDeque<>();

	private int underWay;

	QuotaGate(CallObservers observers, @Nullable Duration maxWait, int reserve) {
		this.observers = observers;
		this.maxWait = maxWait;
		this.reserve = reserve;
	}

	/**
	 * Make a call as soon as there is quota for it.
	 * @param <T> the type of the result
	 * @param operation the operation
	 * @param call the call
	 * @return the call, or a {@link BrevoRateLimitedException} if it would have to wait
	 * for too long, in which case nothing was sent
	 */
	<T> Mono<T> admit(Operation operation, Mono<T> call) {
		return Mono
			.defer(() -> admit(operation, call, now() + ((this.maxWait != null) ? this.maxWait.toMillis() : 0), false));
	}

	private <T> Mono<T> admit(Operation operation, Mono<T> call, long deadline, boolean first) {
		Waiter waiter = new Waiter(operation, deadline);
		Duration refused = enter(waiter, first);
		if (refused != null) {
			return Mono.error(refusal(operation, refused));
		}
		return waiter.admitted.asMono()
			.doOnCancel(() -> leave(waiter))
			.then(Mono.defer(() -> counted(call)))
			.onErrorResume(BrevoRateLimitedException.class, (failure) -> limited(failure, deadline)
					? admit(operation, call, deadline, true) : Mono.error(failure));
	}

	private <T> Mono<T> counted(Mono<T> call) {
		return call.doFinally((signal) -> {
			synchronized (this) {
				this.underWay--;
			}
			drain();
		});
	}

	private synchronized @Nullable Duration enter(Waiter waiter, boolean first) {
		if (waiter.operation.isPing() || (this.waiting.isEmpty() && isFree())) {
			this.underWay++;
			waiter.admitted.tryEmitEmpty();
			return null;
		}
		Duration untilReset = untilReset();
		if (now() + untilReset.toMillis() > waiter.deadline || this.waiting.size() >= MAX_WAITING) {
			return untilReset;
		}
		if (first) {
			this.waiting.addFirst(waiter);
		}
		else {
			this.waiting.addLast(waiter);
		}
		wakeAfter(untilReset);
		return null;
	}

	private void leave(Waiter waiter) {
		boolean admitted;
		synchronized (this) {
			admitted = !this.waiting.remove(waiter);
		}
		if (admitted) {
			drain();
		}
	}

	private void drain() {
		List<Waiter> admitted = new ArrayList<>();
		List<Waiter> late = new ArrayList<>();
		synchronized (this) {
			while (!this.waiting.isEmpty() && isFree()) {
				this.underWay++;
				admitted.add(this.waiting.remove());
			}
			while (!this.waiting.isEmpty() && now() + untilReset().toMillis() > this.waiting.getFirst().deadline) {
				late.add(this.waiting.remove());
			}
			if (!this.waiting.isEmpty()) {
				wakeAfter(untilReset());
			}
		}
		admitted.forEach((waiter) -> waiter.admitted.tryEmitEmpty());
		late.forEach((waiter) -> waiter.admitted.tryEmitError(refusal(waiter.operation, untilReset())));
	}

	private void wakeAfter(Duration delay) {
		if (delay.isZero()) {
			// when it is free depends on the calls that are under way, each of which
			// looks
			return;
		}
		Schedulers.parallel().schedule(this::drain, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
	}

	private boolean isFree() {
		RateLimit rateLimit = this.observers.rateLimit();
		Long remaining = (rateLimit != null) ? rateLimit.remaining() : null;
		// without a reset, there is nothing to wait for, and only Brevo can tell
		return remaining == null || rateLimit == null || remaining - this.underWay > this.reserve
				|| (rateLimit.resetsIn() == null && this.underWay == 0);
	}

	private Duration untilReset() {
		RateLimit rateLimit = this.observers.rateLimit();
		Duration reset = (rateLimit != null) ? rateLimit.resetsIn() : null;
		return (reset != null) ? reset : Duration.ZERO;
	}

	private boolean limited(BrevoRateLimitedException failure, long deadline) {
		Duration retryAfter = failure.getRetryAfter();
		if (this.maxWait == null || failure.getStatusCode() == null || retryAfter == null
				|| now() + retryAfter.toMillis() > deadline) {
			return false;
		}
		RateLimit seen = this.observers.rateLimit();
		this.observers.seen(new RateLimit((seen != null) ? seen.limit() : null, 0L, retryAfter));
		return true;
	}

	private BrevoRateLimitedException refusal(Operation operation, Duration untilReset) {
		String message = "Nothing was sent for %s, because %s; the limit resets in %s seconds".formatted(operation,
				(this.reserve > 0) ? "what is left of Brevo's rate limit is reserved for pings"
						: "Brevo's rate limit is used up",
				untilReset.toSeconds());
		return new BrevoRateLimitedException(message,
				new BrevoErrorDetails(null, null, null, null, this.observers.rateLimit(), untilReset));
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

	/**
	 * A call that waits for quota.
	 */
	private static final class Waiter {

		private final Operation operation;

		private final long deadline;

		private final Sinks.Empty<Void> admitted = Sinks.empty();

		Waiter(Operation operation, long deadline) {
			this.operation = operation;
			this.deadline = deadline;
		}

	}

}
