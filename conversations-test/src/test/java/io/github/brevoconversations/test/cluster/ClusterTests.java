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

package io.github.brevoconversations.test.cluster;

import java.util.List;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.PostgresServer;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Tests of three instances in three processes, on one store that is away for a fifth of
 * the online window. One instance is killed at the same time; in the profile {@code soak}
 * two are, each by itself, and one is started again. The tests wait rather than work, so
 * they run side by side.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(ExclusiveProcesses.class)
class ClusterTests {

	@Test
	void keepsEveryAgentOnlineWithRedis() {
		try (RedisServer redis = new RedisServer(); ClusterScenario scenario = new ClusterScenario(redis)) {
			scenario.run();
		}
	}

	@Test
	void keepsEveryAgentOnlineWithPostgresql() {
		try (PostgresqlServer postgresql = new PostgresqlServer();
				ClusterScenario scenario = new ClusterScenario(postgresql)) {
			scenario.run();
		}
	}

	/**
	 * Redis that survives being killed.
	 */
	private static final class RedisServer implements SharedStoreServer {

		private final String namespace = UUID.randomUUID().toString();

		private final LocalRedis redis = LocalRedis.start("appendonly", "yes", "appendfsync", "always");

		private final LettuceConnectionFactory connectionFactory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.redis.getPort()));

		private RedisServer() {
			this.connectionFactory.afterPropertiesSet();
			this.connectionFactory.start();
		}

		@Override
		public List<String> arguments() {
			return List.of("--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName(),
					"--brevo.heartbeat.store.type=redis", "--spring.data.redis.url=" + this.redis.getUrl(),
					"--brevo.heartbeat.store.namespace=" + this.namespace);
		}

		@Override
		public ActiveAgentStore store() {
			return new RedisActiveAgentStore(this.connectionFactory, this.namespace);
		}

		@Override
		public void stop() {
			this.redis.kill();
		}

		@Override
		public void restart() {
			this.redis.restart();
		}

		@Override
		public void close() {
			this.connectionFactory.destroy();
			this.redis.close();
		}

	}

	/**
	 * PostgreSQL.
	 */
	private static final class PostgresqlServer implements SharedStoreServer {

		private final PostgresServer postgresql = new PostgresServer();

		private final HikariDataSource dataSource = DataSourceBuilder.create()
			.type(HikariDataSource.class)
			.url(this.postgresql.url())
			.build();

		private final JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.dataSource, "brevo");

		@Override
		public List<String> arguments() {
			return List.of("--brevo.heartbeat.store.type=jdbc", "--brevo.heartbeat.store.jdbc.initialize-schema=always",
					"--brevo.heartbeat.store.namespace=brevo", "--spring.datasource.url=" + this.postgresql.url());
		}

		@Override
		public ActiveAgentStore store() {
			return this.store;
		}

		@Override
		public void stop() {
			this.postgresql.stop();
		}

		@Override
		public void restart() {
			this.postgresql.restart();
		}

		@Override
		public void close() {
			this.store.close();
			this.dataSource.close();
			this.postgresql.close();
		}

	}

}
