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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Ends calls whose time is up. All calls of a client have the same time, so their
 * deadlines come in the order in which they began: one queue and one timer serve them
 * all, and none while there is no call. A timer for each call would wake a thread for
 * each.
 */
final class CallDeadlines {

	private static final long LONGEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(250);

	private final long timeout;

	private final long period;

	private final Queue<Bounded<?>> calls = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean armed = new AtomicBoolean();

	CallDeadlines(Duration timeout) {
		this.timeout = saturatedNanos(timeout);
		this.period = Math.max(1, Math.min(LONGEST_PERIOD, this.timeout / 4));
	}

	private static long saturatedNanos(Duration duration) {
		// far enough from overflow when it is added to the time
		long days = 365;
		return (duration.toDays() < days) ? duration.toNanos() : TimeUnit.DAYS.toNanos(days);
	}

	/**
	 * Bound a call.
	 * @param <T> the type of the result
	 * @param call the call
	 * @param context the context that the call sees
	 * @return the bounded call
	 */
	<T> Mono<T> bound(Call<T> call, Context context) {
		return new MonoOperator<T, T>(call.make()) {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				this.source.subscribe(new Bounded<>(actual, call, context));
			}

		};
	}

	private static Scheduler scheduler() {
		return Schedulers.parallel();
	}

	private static long now() {
		return scheduler().now(TimeUnit.NANOSECONDS);
	}

	private void arm() {
		if (!this.calls.isEmpty() && this.armed.compareAndSet(false, true)) {
			Bounded<?> first = this.calls.peek();
			long untilFirst = (first != null) ? Math.max(0, first.deadline - now()) : this.period;
			scheduler().schedule(this::sweep, Math.min(this.period, untilFirst), TimeUnit.NANOSECONDS);
		}
	}

	private void sweep() {
		try {
			this.calls.removeIf(Bounded::isDone);
			long now = now();
			Bounded<?> first = this.calls.peek();
			while (first != null && first.deadline <= now) {
				this.calls.remove(first);
				first.expire();
				first = this.calls.peek();
			}
		}
		finally {
			this.armed.set(false);
			arm();
		}
	}

	/**
	 * A call that may be given up.
	 *
	 * @param <T> the type of the result
	 */
	interface Call<T> {

		/**
		 * Make the call.
		 * @return the result
		 */
		Mono<T> make();

		/**
		 * Nobody waits for the call any more.
		 */
		void giveUp();

		/**
		 * The time of the call is up.
		 * @return the error
		 */
		Throwable timedOut();

	}

	/**
	 * A call with a deadline.
	 *
	 * @param <T> the type of the result
	 */
	private final class Bounded<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final Call<T> call;

		private final Context context;

		private final long deadline = now() + CallDeadlines.this.timeout;

		private final AtomicBoolean done = new AtomicBoolean();

		private volatile Subscription upstream = Operators.emptySubscription();

		Bounded(CoreSubscriber<? super T> actual, Call<T> call, Context context) {
			this.actual = actual;
			this.call = call;
			this.context = context;
		}

		boolean isDone() {
			return this.done.get();
		}

		private boolean end() {
			return this.done.compareAndSet(false, true);
		}

		void expire() {
			if (end()) {
				this.call.giveUp();
				this.upstream.cancel();
				this.actual.onError(this.call.timedOut());
			}
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			CallDeadlines.this.calls.add(this);
			arm();
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(T value) {
			if (end()) {
				this.actual.onNext(value);
				this.actual.onComplete();
			}
			else {
				Operators.onDiscard(value, currentContext());
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (end()) {
				this.actual.onError(failure);
			}
			else {
				Operators.onErrorDropped(failure, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long count) {
			this.upstream.request(count);
		}

		@Override
		public void cancel() {
			if (end()) {
				this.call.giveUp();
				this.upstream.cancel();
			}
		}

	}

}
