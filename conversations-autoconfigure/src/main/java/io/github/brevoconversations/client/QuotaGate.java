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
 * them. What is left is told by a {@link QuotaLedger}.
 */
final class QuotaGate {

	private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

	private static final int MAX_WAITING = 10_000;

	/**
	 * How long a call that may not wait for the reset waits for a response that shows
	 * what is left.
	 */
	private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

	private final CallObservers observers;

	private final @Nullable Duration maxWait;

	private final int reserve;

	private final QuotaLedger ledger;

	private final Deque<Waiter> waiting = new ArrayDeque<>();

	private final AtomicInteger drains = new AtomicInteger();

	private int underWay;

	private int messagesUnderWay;

	private long wakesAt = Long.MAX_VALUE;

	private @Nullable Scheduler wakesOn;

	QuotaGate(CallObservers observers, @Nullable Duration maxWait, int reserve) {
		this.observers = observers;
		this.maxWait = maxWait;
		this.reserve = reserve;
		this.ledger = new QuotaLedger(reserve);
		observers.ledger(this.ledger);
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
		return Mono.defer(() -> {
			long now = QuotaLedger.now();
			long deadline = now + ((this.maxWait != null) ? this.maxWait.toMillis() : 0);
			long patience = (this.maxWait != null) ? deadline : now + LONGEST_LOOK.toMillis();
			return admit(new Patience(operation, deadline, patience), call, false);
		});
	}

	private <T> Mono<T> admit(Patience patience, Mono<T> call, boolean first) {
		Mono<T> admitted = Mono.using(() -> enter(new Waiter(patience), first),
				(waiter) -> waiter.admitted.asMono().then(begun(waiter, call)), this::leave);
		return admitted.onErrorResume(BrevoRateLimitedException.class,
				(failure) -> (!patience.operation.isPing() && pause(failure, patience.deadline) != null)
						? admit(patience, call, true) : Mono.error(failure));
	}

	// Reactor throws some errors at the caller instead of signalling them, and the call
	// would never leave
	private <T> Mono<T> begun(Waiter waiter, Mono<T> call) {
		return new MonoOperator<>(
				call.doOnSuccess((result) -> succeeded(waiter)).doOnError((failure) -> failed(waiter, failure))) {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				boolean subscribed = false;
				waiter.reportsBefore = QuotaGate.this.ledger.reports();
				waiter.lost = true;
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

	// all this is known before the call leaves, and the next one may be let in

	private void succeeded(Waiter waiter) {
		waiter.lost = !isReported(waiter);
	}

	private void failed(Waiter waiter, Throwable failure) {
		waiter.lost = QuotaGate.isCounted(failure) && !(isReporting(failure) && isReported(waiter));
		Duration pause = (failure instanceof BrevoRateLimitedException limited)
				? pause(limited, waiter.patience.deadline) : null;
		if (pause != null) {
			RateLimit seen = this.observers.rateLimit();
			this.observers.show(new RateLimit((seen != null) ? seen.limit() : null, 0L, pause));
			this.ledger.pause(pause);
		}
	}

	private boolean isReported(Waiter waiter) {
		return this.ledger.reports() != waiter.reportsBefore;
	}

	private static boolean isReporting(Throwable failure) {
		RateLimit reported = (failure instanceof BrevoException exception) ? exception.getRateLimit() : null;
		return reported != null && reported.remaining() != null;
	}

	/**
	 * Return whether Brevo may have counted a request against the rate limit.
	 * @param failure how it failed
	 * @return whether it may have been counted
	 */
	static boolean isCounted(Throwable failure) {
		if (!(failure instanceof BrevoException exception)) {
			return true;
		}
		Integer status = exception.getStatusCode();
		return (status != null) ? status != 429 && status != 401
				: exception instanceof BrevoCommunicationException communication && communication.isRequestSent();
	}

	private synchronized Waiter enter(Waiter waiter, boolean first) {
		Duration untilFree = untilFree();
		if (waiter.isPing() || (this.waiting.isEmpty() && Duration.ZERO.equals(untilFree))) {
			letIn(waiter);
			waiter.admitted.tryEmitEmpty();
			return waiter;
		}
		if (waiter.isTooLong(untilFree) || this.waiting.size() >= MAX_WAITING) {
			throw refusal(waiter, untilFree);
		}
		if (first) {
			this.waiting.addFirst(waiter);
		}
		else {
			this.waiting.addLast(waiter);
		}
		wakeFor(this.waiting.getFirst(), untilFree);
		return waiter;
	}

	private void letIn(Waiter waiter) {
		waiter.stage = Stage.UNDER_WAY;
		this.underWay++;
		this.messagesUnderWay += waiter.isPing() ? 0 : 1;
	}

	private void letOut(Waiter waiter) {
		this.underWay--;
		this.messagesUnderWay -= waiter.isPing() ? 0 : 1;
		if (waiter.lost) {
			this.ledger.lost();
		}
	}

	// called at every end of a call: its result, its failure or its cancellation, which
	// may come before, during or after the admission
	private void leave(Waiter waiter) {
		synchronized (this) {
			switch (waiter.stage) {
				case WAITING -> this.waiting.remove(waiter);
				case UNDER_WAY -> letOut(waiter);
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
		Duration untilFree = untilFree();
		if (Duration.ZERO.equals(untilFree)) {
			this.waiting.remove();
			letIn(first);
			return first.admitted::tryEmitEmpty;
		}
		if (first.isTooLong(untilFree)) {
			this.waiting.remove();
			first.stage = Stage.LEFT;
			return () -> first.admitted.tryEmitError(refusal(first, untilFree));
		}
		wakeFor(first, untilFree);
		return null;
	}

	private void wakeFor(Waiter first, @Nullable Duration untilFree) {
		wakeAfter((untilFree != null) ? untilFree
				: Duration.ofMillis(Math.max(0, first.patience.untilResponse - QuotaLedger.now())));
	}

	private void wakeAfter(Duration delay) {
		Scheduler timer = Schedulers.parallel();
		// Reactor disposes of schedulers that are exchanged, with all their tasks
		boolean lost = this.wakesAt != Long.MAX_VALUE && this.wakesOn != timer;
		long at = QuotaLedger.now() + delay.toMillis() + 1;
		if (!lost && at >= this.wakesAt) {
			// an earlier wake-up is planned
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

	private @Nullable Duration untilFree() {
		return this.ledger.untilFree(this.underWay, this.messagesUnderWay);
	}

	/**
	 * Return for how long to wait after Brevo has rejected a call.
	 * @param failure the rejection
	 * @param deadline until when the call may wait
	 * @return the time to wait, or {@code null} if the call fails
	 */
	private @Nullable Duration pause(BrevoRateLimitedException failure, long deadline) {
		Duration asked = failure.getRetryAfter();
		if (this.maxWait == null || failure.getStatusCode() == null || asked == null) {
			return null;
		}
		// or one call would be sent again and again until it may wait no longer
		Duration pause = (asked.compareTo(SHORTEST_WAIT) > 0) ? asked : SHORTEST_WAIT;
		return (QuotaLedger.now() + pause.toMillis() > deadline) ? null : pause;
	}

	private BrevoRateLimitedException refusal(Waiter waiter, @Nullable Duration untilFree) {
		String message = "Nothing was sent for %s, because %s".formatted(waiter.patience.operation,
				(untilFree != null) ? "%s; the limit resets in %s seconds".formatted(reason(), untilFree.toSeconds())
						: "no response has shown in time how much of Brevo's rate limit is left");
		return new BrevoRateLimitedException(message,
				new BrevoErrorDetails(null, null, null, null, this.observers.rateLimit(), untilFree));
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

	/**
	 * A call and how long it may wait.
	 *
	 * @param operation the operation
	 * @param deadline until when it may wait for the reset
	 * @param untilResponse until when it may wait for a response that shows what is left
	 */
	private record Patience(Operation operation, long deadline, long untilResponse) {
	}

	/**
	 * A call that waits for the rate limit.
	 */
	private static final class Waiter {

		private final Patience patience;

		private final Sinks.Empty<Void> admitted = Sinks.empty();

		private Stage stage = Stage.WAITING;

		private volatile long reportsBefore;

		// whether Brevo may have counted it without reporting what is left
		private volatile boolean lost;

		Waiter(Patience patience) {
			this.patience = patience;
		}

		private boolean isPing() {
			return this.patience.operation.isPing();
		}

		private boolean isTooLong(@Nullable Duration untilFree) {
			long now = QuotaLedger.now();
			if (Duration.ZERO.equals(untilFree)) {
				return false;
			}
			return (untilFree != null) ? now + untilFree.toMillis() > this.patience.deadline
					: now >= this.patience.untilResponse;
		}

	}

	/**
	 * How far a call has come.
	 */
	private enum Stage {

		WAITING, UNDER_WAY, LEFT

	}

}
