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
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Lets calls wait for the rate limit, in the order in which they were made, and reserves
 * a part of it for pings. Pings never wait here, because the heartbeat already paces
 * them.
 */
final class QuotaGate {

	private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

	private static final int MAX_WAITING = 10_000;

	private final CallObservers observers;

	private final @Nullable Duration maxWait;

	private final int reserve;

	private final Deque<Waiter> waiting = new ArrayDeque<>();

	private final AtomicInteger drains = new AtomicInteger();

	private int underWay;

	private long wakesAt = Long.MAX_VALUE;

	private @Nullable Scheduler wakesOn;

	QuotaGate(CallObservers observers, @Nullable Duration maxWait, int reserve) {
		this.observers = observers;
		this.maxWait = maxWait;
		this.reserve = reserve;
	}

	/**
	 * Make a call as soon as the rate limit allows it.
	 * @param <T> the type of the result
	 * @param operation the operation
	 * @param call the call
	 * @return the result, or a {@link BrevoRateLimitedException} if the call would have
	 * to wait too long
	 */
	<T> Mono<T> admit(Operation operation, Mono<T> call) {
		return Mono
			.defer(() -> admit(operation, call, now() + ((this.maxWait != null) ? this.maxWait.toMillis() : 0), false));
	}

	private <T> Mono<T> admit(Operation operation, Mono<T> call, long deadline, boolean first) {
		Mono<T> admitted = Mono.using(() -> enter(new Waiter(operation, deadline), first),
				(waiter) -> waiter.admitted.asMono().then(left(waiter, call)), this::leave);
		return admitted.onErrorResume(BrevoRateLimitedException.class,
				(failure) -> limited(failure, deadline) ? admit(operation, call, deadline, true) : Mono.error(failure));
	}

	// Reactor throws some errors at the caller instead of signalling them, and the call
	// would never leave
	private <T> Mono<T> left(Waiter waiter, Mono<T> call) {
		return new MonoOperator<>(call) {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				boolean subscribed = false;
				try {
					this.source.subscribe(actual);
					subscribed = true;
				}
				finally {
					if (!subscribed) {
						leave(waiter);
					}
				}
			}

		};
	}

	private synchronized Waiter enter(Waiter waiter, boolean first) {
		if (waiter.operation.isPing() || (this.waiting.isEmpty() && isFree())) {
			this.underWay++;
			waiter.stage = Stage.UNDER_WAY;
			waiter.admitted.tryEmitEmpty();
			return waiter;
		}
		Duration untilReset = untilReset();
		if (now() + untilReset.toMillis() > waiter.deadline || this.waiting.size() >= MAX_WAITING) {
			throw refusal(waiter.operation, untilReset);
		}
		if (first) {
			this.waiting.addFirst(waiter);
		}
		else {
			this.waiting.addLast(waiter);
		}
		wakeAfter(untilReset);
		return waiter;
	}

	// called at every end of a call: its result, its failure or its cancellation, which
	// may come before, during or after the admission
	private void leave(Waiter waiter) {
		synchronized (this) {
			switch (waiter.stage) {
				case WAITING -> this.waiting.remove(waiter);
				case UNDER_WAY -> this.underWay--;
				case LEFT -> {
					return;
				}
			}
			waiter.stage = Stage.LEFT;
		}
		try {
			drain();
		}
		catch (Throwable ex) {
			// of a call that was let in, and nothing that the one that leaves is to hear
			LateErrors.log(ex);
		}
	}

	// in a loop, because a call that ends at once would otherwise admit the next one
	// recursively
	private void drain() {
		if (this.drains.getAndIncrement() > 0) {
			return;
		}
		Throwable thrown = null;
		int drains = 1;
		while (drains > 0) {
			for (Runnable next = next(); next != null; next = next()) {
				thrown = run(next, thrown);
			}
			drains = this.drains.addAndGet(-drains);
		}
		if (thrown != null) {
			throw Exceptions.propagate(thrown);
		}
	}

	// what one call throws is no reason to let the others wait
	private static @Nullable Throwable run(Runnable next, @Nullable Throwable earlier) {
		try {
			next.run();
			return earlier;
		}
		catch (Throwable ex) {
			return (earlier != null) ? Exceptions.addSuppressed(earlier, ex) : ex;
		}
	}

	private synchronized @Nullable Runnable next() {
		Waiter first = this.waiting.peek();
		if (first == null) {
			return null;
		}
		if (isFree()) {
			this.waiting.remove();
			this.underWay++;
			first.stage = Stage.UNDER_WAY;
			return first.admitted::tryEmitEmpty;
		}
		Duration untilReset = untilReset();
		if (now() + untilReset.toMillis() > first.deadline) {
			this.waiting.remove();
			first.stage = Stage.LEFT;
			return () -> first.admitted.tryEmitError(refusal(first.operation, untilReset));
		}
		wakeAfter(untilReset);
		return null;
	}

	private void wakeAfter(Duration delay) {
		Scheduler timer = Schedulers.parallel();
		// Reactor disposes of schedulers that are exchanged, with all their tasks
		boolean lost = this.wakesAt != Long.MAX_VALUE && this.wakesOn != timer;
		long at = now() + delay.toMillis() + 1;
		if (!lost && (delay.isZero() || at >= this.wakesAt)) {
			// an earlier wake-up is planned, or the reset is unknown: then each call that
			// is under way checks at its end
			return;
		}
		this.wakesAt = at;
		this.wakesOn = timer;
		try {
			timer.schedule(this::wake, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// its threads have ended, and the next call plans it anew
			this.wakesOn = null;
		}
	}

	private void wake() {
		synchronized (this) {
			this.wakesAt = Long.MAX_VALUE;
		}
		drain();
	}

	private boolean isFree() {
		RateLimit rateLimit = this.observers.rateLimit();
		Long remaining = (rateLimit != null) ? rateLimit.remaining() : null;
		// without a reset, there is nothing to wait for, and only a request can show what
		// is left
		return remaining == null || rateLimit == null || remaining - this.underWay > this.reserve
				|| (rateLimit.resetsIn() == null && this.underWay == 0);
	}

	private Duration untilReset() {
		RateLimit rateLimit = this.observers.rateLimit();
		Duration reset = (rateLimit != null) ? rateLimit.resetsIn() : null;
		return (reset != null) ? reset : Duration.ZERO;
	}

	private boolean limited(BrevoRateLimitedException failure, long deadline) {
		Duration asked = failure.getRetryAfter();
		if (this.maxWait == null || failure.getStatusCode() == null || asked == null) {
			return false;
		}
		// or one call would be sent again and again until it may wait no longer
		Duration retryAfter = (asked.compareTo(SHORTEST_WAIT) > 0) ? asked : SHORTEST_WAIT;
		if (now() + retryAfter.toMillis() > deadline) {
			return false;
		}
		RateLimit seen = this.observers.rateLimit();
		this.observers.seen(new RateLimit((seen != null) ? seen.limit() : null, 0L, retryAfter));
		return true;
	}

	private BrevoRateLimitedException refusal(Operation operation, Duration untilReset) {
		String message = "Nothing was sent for %s, because %s; the limit resets in %s seconds".formatted(operation,
				reason(), untilReset.toSeconds());
		return new BrevoRateLimitedException(message,
				new BrevoErrorDetails(null, null, null, null, this.observers.rateLimit(), untilReset));
	}

	private String reason() {
		RateLimit rateLimit = this.observers.rateLimit();
		Long limit = (rateLimit != null) ? rateLimit.limit() : null;
		if (limit != null && this.reserve >= limit) {
			return "%s requests are reserved for pings, but Brevo's rate limit is only %s, so no message can ever be sent"
				.formatted(this.reserve, limit);
		}
		return (this.reserve > 0) ? "the rest of Brevo's rate limit is reserved for pings"
				: "Brevo's rate limit is used up";
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

	/**
	 * A call that waits for the rate limit.
	 */
	private static final class Waiter {

		private final Operation operation;

		private final long deadline;

		private final Sinks.Empty<Void> admitted = Sinks.empty();

		private Stage stage = Stage.WAITING;

		Waiter(Operation operation, long deadline) {
			this.operation = operation;
			this.deadline = deadline;
		}

	}

	/**
	 * How far a call has come.
	 */
	private enum Stage {

		WAITING, UNDER_WAY, LEFT

	}

}
