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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import io.github.brevoconversations.webhook.redis.RedisConversationInbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import redis.embedded.RedisServer;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * An inbox, with the server that it needs, which is started on this machine.
 */
final class InboxServer implements AutoCloseable {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final String NAMESPACE = "benchmark";

	private static final int CONNECTIONS = 8;

	private final Deque<Resource> resources = new ArrayDeque<>();

	private final Function<InboxSettings, ConversationInbox> inbox;

	private InboxServer(String name) throws IOException {
		this.inbox = switch (name) {
			case "redis" -> redis();
			case "postgresql" -> postgresql();
			default -> InMemoryConversationInbox::new;
		};
	}

	static InboxServer start(String name) throws IOException {
		return new InboxServer(name);
	}

	ConversationInbox create(InboxSettings settings) {
		return this.inbox.apply(settings);
	}

	private Function<InboxSettings, ConversationInbox> redis() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		RedisServer server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
		server.start();
		this.resources.push(() -> stop(server));
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", port),
				LettuceClientConfiguration.builder().shutdownQuietPeriod(Duration.ZERO).build());
		connections.afterPropertiesSet();
		connections.start();
		this.resources.push(connections::destroy);
		return (settings) -> new RedisConversationInbox(connections, NAMESPACE, settings);
	}

	private Function<InboxSettings, ConversationInbox> postgresql() throws IOException {
		EmbeddedPostgres server = EmbeddedPostgres.builder().setPGStartupWait(MINUTE).start();
		this.resources.push(() -> stop(server));
		HikariDataSource pool = new HikariDataSource();
		this.resources.push(pool::close);
		pool.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
		pool.setMaximumPoolSize(CONNECTIONS);
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(
				new ClassPathResource("schema-postgresql.sql", JdbcConversationInbox.class)), pool);
		return (settings) -> new JdbcConversationInbox(pool, NAMESPACE, settings);
	}

	private static void stop(RedisServer server) {
		try {
			server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void stop(EmbeddedPostgres server) {
		try {
			server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.resources.forEach(Resource::close);
	}

	/**
	 * A resource to close at the end.
	 */
	@FunctionalInterface
	private interface Resource {

		void close();

	}

}
