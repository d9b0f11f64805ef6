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

package io.github.brevoconversations.presence.redis;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.script.DefaultReactiveScriptExecutor;
import org.springframework.data.redis.core.script.ReactiveScriptExecutor;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Runs scripts. Spring Data Redis connects on the calling thread, so this class calls it
 * on a few threads of its own, which the application cannot block, and which end when
 * idle. If a call is given up, its thread is not interrupted, since that would keep a
 * slow connection from ever being established; the outcome is ignored.
 */
final class RedisCalls implements AutoCloseable {

	private static final int THREADS = 4;

	private static final long IDLE_SECONDS = 30;

	private final ReactiveScriptExecutor<String> scripts;

	private final List<String> keys;

	private final ThreadPoolExecutor executor;

	RedisCalls(ReactiveRedisConnectionFactory connectionFactory, List<String> keys) {
		this.scripts = new DefaultReactiveScriptExecutor<>(connectionFactory, RedisSerializationContext.string());
		this.keys = keys;
		CustomizableThreadFactory factory = new CustomizableThreadFactory("brevo-agents-redis-");
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run a script when subscribed to.
	 * @param script the script
	 * @param arguments the arguments
	 * @return its reply
	 */
	Mono<List<Object>> run(RedisScript<List<Object>> script, Supplier<Stream<String>> arguments) {
		return Mono.<Outcome>create((sink) -> submit(script, arguments, sink)).map(Outcome::get);
	}

	private void submit(RedisScript<List<Object>> script, Supplier<Stream<String>> arguments, MonoSink<Outcome> sink) {
		Disposable.Swap call = Disposables.swap();
		sink.onCancel(call);
		try {
			this.executor.execute(() -> {
				if (!call.isDisposed()) {
					call.update(start(script, arguments, sink));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			sink.success(new Outcome(List.of(), ex));
		}
	}

	private Disposable start(RedisScript<List<Object>> script, Supplier<Stream<String>> arguments,
			MonoSink<Outcome> sink) {
		return Mono.defer(() -> this.scripts.execute(script, this.keys, arguments.get().toList()).next())
			.defaultIfEmpty(List.of())
			.subscribe((reply) -> sink.success(new Outcome(reply, null)),
					(failure) -> sink.success(new Outcome(List.of(), failure)));
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

	/**
	 * The outcome of a call. A failure is a value, so that it is silently dropped if
	 * nobody waits for it anymore.
	 *
	 * @param reply the reply
	 * @param failure the failure, or {@code null} if there is none
	 */
	private record Outcome(List<Object> reply, @Nullable Throwable failure) {

		private List<Object> get() {
			if (this.failure != null) {
				throw Exceptions.propagate(this.failure);
			}
			return this.reply;
		}

	}

}
