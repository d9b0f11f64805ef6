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

package io.github.brevoconversations.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * A connector of Reactor Netty with connections of its own. It is built anew if its event
 * loops have ended and the application has not: the loops that all applications of a JVM
 * share end with the first of them that is closed, such as one of several in the context
 * cache of the tests, and any loops end where an application is stopped to be started
 * again. Connections and name resolution are bound to the loops, and end with them.
 * Thread-safe.
 */
final class ReactorNettyConnector {

	private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

	// as in Reactor Netty's own pool for HTTP; a pool made with its builder has 16
	private static final int MAX_CONNECTIONS = 500;

	private final ReactorClientHttpConnectorBuilder builder;

	private final Function<ClientHttpConnectorBuilder<?>, ClientHttpConnector> build;

	private final BooleanSupplier closed;

	private volatile Generation current;

	/**
	 * Create a connector.
	 * @param builder what the application builds its connectors with
	 * @param build applies settings and builds
	 * @param closed whether the application is closed, or about to be
	 */
	ReactorNettyConnector(ReactorClientHttpConnectorBuilder builder,
			Function<ClientHttpConnectorBuilder<?>, ClientHttpConnector> build, BooleanSupplier closed) {
		this.builder = builder;
		this.build = build;
		this.closed = closed;
		this.current = create();
	}

	ClientHttpConnector current() {
		Generation generation = this.current;
		return generation.isUsable() ? generation.connector() : renewed();
	}

	private synchronized ClientHttpConnector renewed() {
		if (!this.current.isUsable() && !this.closed.getAsBoolean()) {
			this.current.connections().dispose();
			this.current = create();
		}
		return this.current.connector();
	}

	private Generation create() {
		// kept for ever by default, and load balancers close idle connections after 60 s
		ConnectionProvider connections = ConnectionProvider.builder("brevo")
			.maxConnections(MAX_CONNECTIONS)
			.maxIdleTime(MAX_IDLE_TIME)
			.evictInBackground(MAX_IDLE_TIME)
			.build();
		AtomicReference<LoopResources> loops = new AtomicReference<>(HttpResources.get());
		ClientHttpConnector connector = this.build
			.apply(this.builder.withHttpClientFactory(() -> HttpClient.create(connections))
				.withHttpClientCustomizer((client) -> {
					// repeats a request by itself, and a message must never be sent twice
					HttpClient own = onLiveLoops(client.disableRetry(true));
					loops.set(own.configuration().loopResources());
					return own;
				}));
		return new Generation(connector, connections, Objects.requireNonNull(loops.get()));
	}

	// an application holds on to shared loops also when another one has ended them
	private static HttpClient onLiveLoops(HttpClient client) {
		return client.configuration().loopResources().isDisposed() ? client.runOn(HttpResources.get()) : client;
	}

	void dispose() {
		this.current.connections().dispose();
	}

	/**
	 * A connector, and what it cannot outlive.
	 *
	 * @param connector the connector
	 * @param connections its connections
	 * @param loops its event loops
	 */
	private record Generation(ClientHttpConnector connector, ConnectionProvider connections, LoopResources loops) {

		boolean isUsable() {
			return !this.loops.isDisposed();
		}

	}

}
