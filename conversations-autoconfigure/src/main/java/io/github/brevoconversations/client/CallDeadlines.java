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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Ends calls whose time is up. All calls of a client have the same timeout, and join the
 * queue when they begin, so their deadlines come in its order: one queue and one timer
 * serve them all, and no timer runs while there is no call. A timer for each call would
 * wake a thread for each call.
 */
final class CallDeadlines {

	private static final long LONGEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(250);

	private final long timeout;

	private final Supplier<Scheduler> scheduler;

	private final long period;

	private final Queue<Deadline> calls = new ConcurrentLinkedQueue<>();

	// what the next sweep is planned on, if it is
	private final AtomicReference<@Nullable Scheduler> armed = new AtomicReference<>();

	CallDeadlines(Duration timeout, Supplier<Scheduler> scheduler) {
		this.timeout = saturatedNanos(timeout);
		this.scheduler = scheduler;
		this.period = Math.max(1, Math.min(LONGEST_PERIOD, this.timeout / 4));
	}

	private static long saturatedNanos(Duration duration) {
		// limited, so that the sum with the current time does not overflow
		long days = 365;
		return (duration.toDays() < days) ? duration.toNanos() : TimeUnit.DAYS.toNanos(days);
	}

	/**
	 * Make a call, and end it when its time is up.
	 * @param <T> the type of the result
	 * @param actual receives the result
	 * @param call the call
	 * @param context the context that the call sees
	 */
	<T> void subscribe(CoreSubscriber<? super T> actual, Call<T> call, Context context) {
		Bounded<T> bounded = new Bounded<>(actual, call, context);
		try {
			call.make().subscribe(bounded);
		}
		catch (Throwable ex) {
			bounded.thrown(ex);
		}
	}

	private long now() {
		return this.scheduler.get().now(TimeUnit.NANOSECONDS);
	}

	private void arm() {
		Scheduler timer = this.scheduler.get();
		Scheduler planned = this.armed.get();
		// what was planned on another one may never run: Reactor disposes of schedulers
		// that are exchanged, with all their tasks
		if (planned != timer && !this.calls.isEmpty() && this.armed.compareAndSet(planned, timer)) {
			Deadline first = this.calls.peek();
			long untilFirst = (first != null) ? Math.max(0, first.at - now()) : this.period;
			try {
				timer.schedule(() -> sweep(timer), Math.min(this.period, untilFirst), TimeUnit.NANOSECONDS);
			}
			catch (Throwable ex) {
				// its threads have ended, or none can be started; the next call may have
				// one
				this.armed.compareAndSet(timer, null);
				if (!(ex instanceof RejectedExecutionException)) {
					throw ex;
				}
			}
		}
	}

	private void sweep(Scheduler timer) {
		try {
			this.calls.removeIf((deadline) -> deadline.call == null);
			long now = now();
			Deadline first = this.calls.peek();
			while (first != null && first.at <= now) {
				this.calls.remove(first);
				Bounded<?> call = first.call;
				if (call != null) {
					expire(call);
				}
				first = this.calls.peek();
			}
		}
		finally {
			this.armed.compareAndSet(timer, null);
			arm();
		}
	}

	private static void expire(Bounded<?> call) {
		try {
			call.expire();
		}
		catch (Throwable ex) {
			// by who was told, and others wait
			Operators.onErrorDropped(ex, call.context);
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
		 * Give up the call, because nobody waits for it anymore.
		 */
		void giveUp();

		/**
		 * Something was thrown when the call was made.
		 * @param thrown what was thrown
		 * @return the error
		 */
		default Throwable thrown(Throwable thrown) {
			return thrown;
		}

		/**
		 * Give up the call, because its time is up.
		 * @return the error
		 */
		Throwable timedOut();

	}

	/**
	 * The time at which a call ends at the latest. It stays in the queue for a moment
	 * after the call, but no longer refers to it, so that the garbage collector need not
	 * copy the objects of the call.
	 */
	private static final class Deadline {

		private final long at;

		private volatile @Nullable Bounded<?> call;

		Deadline(long at, Bounded<?> call) {
			this.at = at;
			this.call = call;
		}

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

		private final AtomicBoolean done = new AtomicBoolean();

		private final AtomicBoolean subscribed = new AtomicBoolean();

		private final AtomicBoolean queued = new AtomicBoolean();

		private volatile @Nullable Deadline deadline;

		private volatile Subscription upstream = Operators.emptySubscription();

		Bounded(CoreSubscriber<? super T> actual, Call<T> call, Context context) {
			this.actual = actual;
			this.call = call;
			this.context = context;
		}

		private boolean end() {
			boolean first = this.done.compareAndSet(false, true);
			if (first) {
				leave();
			}
			return first;
		}

		// once its subscriber knows of it, whether or not that has requested its result
		private void queue() {
			if (this.queued.compareAndSet(false, true)) {
				Deadline deadline = new Deadline(now() + CallDeadlines.this.timeout, this);
				this.deadline = deadline;
				CallDeadlines.this.calls.add(deadline);
				arm();
				if (this.done.get()) {
					leave();
				}
			}
		}

		private void leave() {
			Deadline deadline = this.deadline;
			if (deadline != null) {
				deadline.call = null;
			}
		}

		void expire() {
			if (end()) {
				this.call.giveUp();
				ThrownErrors.cancel(this.upstream, this.context);
				this.actual.onError(this.call.timedOut());
			}
		}

		void thrown(Throwable thrown) {
			if (this.subscribed.compareAndSet(false, true)) {
				this.actual.onSubscribe(this);
			}
			if (end()) {
				ThrownErrors.cancel(this.upstream, this.context);
				this.actual.onError(this.call.thrown(thrown));
			}
			else {
				Operators.onErrorDropped(thrown, this.context);
			}
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.subscribed.set(true);
			this.actual.onSubscribe(this);
			if (!this.done.get()) {
				queue();
			}
		}

		@Override
		public void onNext(T value) {
			if (end()) {
				emit(value);
			}
			else {
				Operators.onDiscard(value, currentContext());
			}
		}

		private void emit(T value) {
			try {
				this.actual.onNext(value);
			}
			catch (Throwable ex) {
				// which Reactor tells nobody, and whoever waits would wait for ever
				this.actual.onError(ex);
				return;
			}
			this.actual.onComplete();
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
			queue();
			this.upstream.request(count);
		}

		@Override
		public void cancel() {
			if (end()) {
				this.call.giveUp();
				ThrownErrors.cancel(this.upstream, this.context);
			}
		}

	}

}
