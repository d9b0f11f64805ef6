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

package io.github.brevoconversations.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;

import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import redis.embedded.RedisServer;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The store in a Redis on this machine, which is started for it.
 */
final class RedisStoreServer implements StoreServer {

	private final RedisServer server;

	private final LettuceConnectionFactory connectionFactory;

	RedisStoreServer() {
		try {
			int port = freePort();
			this.server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
			this.server.start();
			this.connectionFactory = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port),
					LettuceClientConfiguration.builder().shutdownQuietPeriod(Duration.ZERO).build());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.connectionFactory.afterPropertiesSet();
		this.connectionFactory.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public ActiveAgentStore createStore() {
		return new RedisActiveAgentStore(this.connectionFactory, UUID.randomUUID().toString());
	}

	@Override
	public long roundTrips() {
		return calls("eval") + calls("evalsha");
	}

	private long calls(String command) {
		String statistics = info("commandstats").getProperty("cmdstat_" + command, "calls=0,");
		return Long.parseLong(statistics, "calls=".length(), statistics.indexOf(','), 10);
	}

	@Override
	public long memory() {
		return Long.parseLong(info("memory").getProperty("used_memory"));
	}

	private Properties info(String section) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			return Objects.requireNonNull(connection.serverCommands().info(section));
		}
	}

	@Override
	public void close() {
		this.connectionFactory.destroy();
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
