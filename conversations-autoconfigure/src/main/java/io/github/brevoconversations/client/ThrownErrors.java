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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Ends an attempt with what a filter of the application throws, even if it is an
 * {@link Error}. Reactor throws some errors at its caller, which is a thread of the
 * connector that drops them, so the call would otherwise wait until its time is up.
 */
final class ThrownErrors {

	private ThrownErrors() {
	}

	/**
	 * Return a response of the transport that is recorded in an attempt, as its failure
	 * is, and that reports what is thrown by its subscriber.
	 * @param source the response
	 * @param attempt receives what is thrown, instead of the caller of the source
	 * @return another source
	 */
	static Mono<ClientResponse> recorded(Mono<ClientResponse> source, Attempt attempt) {
		return new MonoOperator<>(source) {

			@Override
			public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
				this.source.subscribe(new Recorded(actual, attempt));
			}

		};
	}

	/**
	 * Return a source that reports what is thrown by its subscriber.
	 * @param <T> the type of the values
	 * @param source the source
	 * @param attempt receives what is thrown, instead of the caller of the source
	 * @return another source
	 */
	static <T> Flux<T> watched(Flux<T> source, Attempt attempt) {
		return new FluxOperator<T, T>(source) {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				this.source.subscribe(new Watched<>(actual, attempt));
			}

		};
	}

	/**
	 * Return a source that fails with what is thrown during an attempt.
	 * @param <T> the type of the result
	 * @param source makes the result of the attempt
	 * @param attempt the attempt, which reports what is thrown
	 * @return another source
	 */
	static <T> Mono<T> ending(Supplier<Mono<T>> source, Attempt attempt) {
		return new Ending<>(source, (ended) -> attempt.onThrown(ended::end));
	}

	/**
	 * Return a source that fails with what is thrown when it is made or subscribed to.
	 * @param <T> the type of the values
	 * @param source makes the source
	 * @return the source
	 */
	static <T> Mono<T> caught(Supplier<Mono<T>> source) {
		return new Ending<>(source, (ended) -> {
		});
	}

	/**
	 * Cancel something, and keep what is thrown by that from who is about to be told of
	 * the end.
	 * @param upstream what to cancel
	 * @param context the context of the call
	 */
	static void cancel(Subscription upstream, Context context) {
		try {
			upstream.cancel();
		}
		catch (Throwable ex) {
			Operators.onErrorDropped(ex, context);
		}
	}

	/**
	 * A source that fails with what is thrown.
	 *
	 * @param <T> the type of the values
	 */
	private static final class Ending<T> extends Mono<T> {

		private final Supplier<Mono<T>> source;

		private final Consumer<Ended<T>> begin;

		Ending(Supplier<Mono<T>> source, Consumer<Ended<T>> begin) {
			this.source = source;
			this.begin = begin;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			Ended<T> ended = new Ended<>(actual);
			this.begin.accept(ended);
			try {
				this.source.get().subscribe(ended);
			}
			catch (Throwable ex) {
				ended.end(ex);
			}
		}

	}

	/**
	 * Reports what the actual subscriber throws. An error that comes after it cancelled
	 * means nothing.
	 *
	 * @param <T> the type of the values
	 */
	private static class Watched<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		final Attempt attempt;

		private final Context context;

		private volatile boolean cancelled;

		private volatile Subscription upstream = Operators.emptySubscription();

		Watched(CoreSubscriber<? super T> actual, Attempt attempt) {
			this.actual = actual;
			this.attempt = attempt;
			this.context = LateErrors.ofTransport(actual.currentContext());
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			try {
				this.actual.onSubscribe(this);
			}
			catch (Throwable ex) {
				this.attempt.thrown(ex);
			}
		}

		@Override
		public void onNext(T value) {
			try {
				received(value);
				this.actual.onNext(value);
			}
			catch (Throwable ex) {
				this.attempt.thrown(ex);
			}
		}

		void received(T value) {
		}

		@Override
		public void onError(Throwable failure) {
			if (this.cancelled) {
				Operators.onErrorDropped(failure, this.context);
				return;
			}
			failed(failure);
			try {
				this.actual.onError(failure);
			}
			catch (Throwable ex) {
				this.attempt.thrown(ex);
			}
		}

		void failed(Throwable failure) {
		}

		@Override
		public void onComplete() {
			try {
				this.actual.onComplete();
			}
			catch (Throwable ex) {
				this.attempt.thrown(ex);
			}
		}

		@Override
		public void request(long count) {
			this.upstream.request(count);
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			this.upstream.cancel();
		}

	}

	/**
	 * Records the response of the transport, or its failure, as well.
	 */
	private static final class Recorded extends Watched<ClientResponse> {

		Recorded(CoreSubscriber<? super ClientResponse> actual, Attempt attempt) {
			super(actual, attempt);
		}

		@Override
		void received(ClientResponse response) {
			this.attempt.received(response);
		}

		@Override
		void failed(Throwable failure) {
			this.attempt.failed(failure);
		}

	}

	/**
	 * Ends once, either with the signal of the source or with what was thrown.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Ended<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final AtomicBoolean subscribed = new AtomicBoolean();

		private final AtomicBoolean done = new AtomicBoolean();

		private volatile Subscription upstream = Operators.emptySubscription();

		Ended(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		void end(Throwable thrown) {
			if (this.subscribed.compareAndSet(false, true)) {
				this.actual.onSubscribe(this);
			}
			if (this.done.compareAndSet(false, true)) {
				ThrownErrors.cancel(this.upstream, currentContext());
				this.actual.onError(thrown);
			}
			else {
				Operators.onErrorDropped(thrown, currentContext());
			}
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			if (this.subscribed.compareAndSet(false, true)) {
				this.actual.onSubscribe(this);
			}
			else {
				subscription.cancel();
			}
		}

		@Override
		public void onNext(T value) {
			if (this.done.compareAndSet(false, true)) {
				this.actual.onNext(value);
				this.actual.onComplete();
			}
			else {
				Operators.onDiscard(value, currentContext());
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (this.done.compareAndSet(false, true)) {
				this.actual.onError(failure);
			}
			else {
				Operators.onErrorDropped(failure, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (this.done.compareAndSet(false, true)) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long count) {
			this.upstream.request(count);
		}

		@Override
		public void cancel() {
			this.done.set(true);
			this.upstream.cancel();
		}

	}

}
