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

package io.github.brevoconversations.test;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * An HTTP server on the loopback interface, with its own daemon thread.
 */
final class LoopbackServer implements AutoCloseable {

	static final String HOST = "127.0.0.1";

	static final String THREAD_NAME = "brevo-conversations-server";

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private final LoopResources loops;

	private final ChannelGroup channels;

	private final DisposableServer server;

	private LoopbackServer(LoopResources loops, ChannelGroup channels, DisposableServer server) {
		this.loops = loops;
		this.channels = channels;
		this.server = server;
	}

	static LoopbackServer start(int port, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		LoopResources loops = LoopResources.create(THREAD_NAME, 1, true);
		ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
		try {
			DisposableServer server = HttpServer.create()
				.host(HOST)
				.port(port)
				.runOn(loops, false)
				.doOnChannelInit((observer, channel, address) -> channels.add(channel))
				.handle(handler)
				.bindNow();
			channels.add(server.channel());
			return new LoopbackServer(loops, channels, server);
		}
		catch (RuntimeException ex) {
			await(dispose(loops));
			throw ex;
		}
	}

	int port() {
		return this.server.port();
	}

	WebhookSender webhookSender() {
		return new HttpWebhookSender(this.loops);
	}

	/**
	 * Run a task on the server's thread, unless the server is closed.
	 * @param task the task
	 */
	void execute(Runnable task) {
		try {
			this.server.channel().eventLoop().execute(task);
		}
		catch (RejectedExecutionException ex) {
			if (!this.server.isDisposed()) {
				throw ex;
			}
		}
	}

	/**
	 * Close the port and all connections, and only then end the thread, which may leave
	 * connections open when it ends. Waits for the end, unless called from a thread that
	 * must not block, such as the server's own.
	 */
	@Override
	public void close() {
		Mono<Void> closed = Mono.create((sink) -> this.channels.close().addListener((future) -> sink.success()));
		await(closed.then(dispose(this.loops)));
	}

	private static Mono<Void> dispose(LoopResources loops) {
		return loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT);
	}

	private static void await(Mono<Void> disposal) {
		if (Schedulers.isInNonBlockingThread()) {
			disposal.subscribe();
		}
		else {
			disposal.block(CLOSE_TIMEOUT.multipliedBy(2));
		}
	}

}
