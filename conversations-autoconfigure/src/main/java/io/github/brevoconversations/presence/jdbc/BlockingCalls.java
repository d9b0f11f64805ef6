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

package io.github.brevoconversations.presence.jdbc;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes blocking calls on a few threads of its own, in the order in which they are
 * subscribed to. The threads end when idle. A call that is cancelled before its turn is
 * not made. One that is cancelled later is not interrupted, since an interrupt would
 * close the files of a database that runs in this process. Thread-safe.
 */
final class BlockingCalls implements AutoCloseable {

	private static final long IDLE_SECONDS = 30;

	private final int threads;

	private final int mostThreads;

	private final ThreadPoolExecutor executor;

	private int stuck;

	/**
	 * Create an object without threads yet.
	 * @param name the prefix of the threads' names
	 * @param threads the maximum number of threads
	 * @param mostThreads the maximum number of threads including those that are stuck in
	 * a call that was given up
	 */
	BlockingCalls(String name, int threads, int mostThreads) {
		this.threads = threads;
		this.mostThreads = mostThreads;
		CustomizableThreadFactory factory = new CustomizableThreadFactory(name);
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(threads, mostThreads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Make a call when subscribed to.
	 * @param <T> the type of the result
	 * @param call the call
	 * @return the result
	 */
	<T> Mono<T> call(Callable<T> call) {
		return Mono.<Outcome<T>>create((sink) -> submit(call, sink)).map(Outcome::get);
	}

	private <T> void submit(Callable<T> call, MonoSink<Outcome<T>> sink) {
		Submitted<T> submitted = new Submitted<>(call, sink);
		sink.onCancel(submitted::cancel);
		try {
			this.executor.execute(submitted);
		}
		catch (RejectedExecutionException ex) {
			sink.error(ex);
		}
	}

	private synchronized void stuck(int change) {
		this.stuck += change;
		this.executor.setCorePoolSize(Math.min(this.threads + this.stuck, this.mostThreads));
	}

	/**
	 * Accept no more calls. Those that were subscribed to before are still made.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
	}

	/**
	 * A call that was submitted. If it is cancelled while it runs, its thread is replaced
	 * until it returns.
	 *
	 * @param <T> the type of the result
	 */
	private final class Submitted<T> implements Runnable {

		private final Callable<T> call;

		private final MonoSink<Outcome<T>> sink;

		private boolean running;

		private boolean cancelled;

		private Submitted(Callable<T> call, MonoSink<Outcome<T>> sink) {
			this.call = call;
			this.sink = sink;
		}

		@Override
		public void run() {
			if (begin()) {
				Outcome<T> outcome = Outcome.of(this.call);
				end();
				this.sink.success(outcome);
			}
		}

		private synchronized boolean begin() {
			this.running = !this.cancelled;
			return this.running;
		}

		private synchronized void end() {
			this.running = false;
			if (this.cancelled) {
				stuck(-1);
			}
		}

		private synchronized void cancel() {
			if (this.running && !this.cancelled) {
				stuck(1);
			}
			this.cancelled = true;
		}

	}

	/**
	 * The outcome of a call. A failure is a value, so that it is silently dropped if
	 * nobody waits for it anymore.
	 *
	 * @param <T> the type of the result
	 * @param result the result, or {@code null} if there is none
	 * @param failure the failure, or {@code null} if there is none
	 */
	private record Outcome<T>(@Nullable T result, @Nullable Throwable failure) {

		private static <T> Outcome<T> of(Callable<T> call) {
			try {
				return new Outcome<>(call.call(), null);
			}
			catch (Throwable ex) {
				return new Outcome<>(null, ex);
			}
		}

		private T get() {
			if (this.failure != null) {
				throw Exceptions.propagate(this.failure);
			}
			return Objects.requireNonNull(this.result);
		}

	}

}
