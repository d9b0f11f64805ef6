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

import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.presence.jdbc.PostgresServer;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import io.github.brevoconversations.webhook.redis.RedisConversationInbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Tests of a chat bot in two processes, which share an inbox, and of which one is killed
 * in the middle: it answers each message, again only if it was killed before it could
 * record the answer, and in order, however often webhooks are repeated and however late
 * they come. In the profile {@code soak}, it does so with each stack and each inbox, with
 * 10,000 messages of 1,000 conversations in all, or as many times as many as
 * {@code -Dchat-bots.rounds} says, and many kills. What takes long is a lease of 30
 * seconds, so the tests run side by side.
 */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(ExclusiveProcesses.class)
class ChatBotTests {

	private static RedisServer redis;

	private static PostgresqlServer postgresql;

	@BeforeAll
	static void start() {
		redis = new RedisServer();
		postgresql = new PostgresqlServer();
	}

	@AfterAll
	static void stop() {
		redis.close();
		postgresql.close();
	}

	@Test
	void answersOnServletsWithRedis() throws Exception {
		run(BlockingChatBot.class, redis);
	}

	@Test
	void answersReactivelyWithPostgresql() throws Exception {
		run(ReactiveChatBot.class, postgresql);
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void answersOnServletsWithPostgresql() throws Exception {
		run(BlockingChatBot.class, postgresql);
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void answersReactivelyWithRedis() throws Exception {
		run(ReactiveChatBot.class, redis);
	}

	private static void run(Class<?> application, SharedInboxServer server) throws Exception {
		try (ChatBotScenario scenario = new ChatBotScenario(application, server)) {
			scenario.run();
		}
	}

	/**
	 * Redis.
	 */
	private static final class RedisServer implements SharedInboxServer {

		private final LocalRedis redis = LocalRedis.start();

		private final LettuceConnectionFactory connectionFactory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.redis.getPort()));

		private RedisServer() {
			this.connectionFactory.afterPropertiesSet();
			this.connectionFactory.start();
		}

		@Override
		public String name() {
			return "Redis";
		}

		@Override
		public List<String> arguments(String namespace) {
			return List.of("--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName(),
					"--spring.data.redis.url=" + this.redis.getUrl(), "--brevo.webhook.inbox.type=redis",
					"--brevo.webhook.inbox.namespace=" + namespace);
		}

		@Override
		public ConversationInbox inbox(String namespace) {
			return new RedisConversationInbox(this.connectionFactory, namespace, InboxSettings.defaults());
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
	private static final class PostgresqlServer implements SharedInboxServer {

		private final PostgresServer postgresql = new PostgresServer();

		private final HikariDataSource dataSource = DataSourceBuilder.create()
			.type(HikariDataSource.class)
			.url(this.postgresql.url())
			.build();

		private final List<JdbcConversationInbox> inboxes = new ArrayList<>();

		private PostgresqlServer() {
			DatabasePopulatorUtils.execute(
					new ResourceDatabasePopulator(
							new ClassPathResource("schema-postgresql.sql", JdbcConversationInbox.class)),
					this.dataSource);
		}

		@Override
		public String name() {
			return "PostgreSQL";
		}

		@Override
		public List<String> arguments(String namespace) {
			return List.of("--spring.datasource.url=" + this.postgresql.url(), "--brevo.webhook.inbox.type=jdbc",
					"--brevo.webhook.inbox.namespace=" + namespace);
		}

		@Override
		public synchronized ConversationInbox inbox(String namespace) {
			this.inboxes.add(new JdbcConversationInbox(this.dataSource, namespace, InboxSettings.defaults()));
			return this.inboxes.get(this.inboxes.size() - 1);
		}

		@Override
		public void close() {
			this.inboxes.forEach(JdbcConversationInbox::close);
			this.dataSource.close();
			this.postgresql.close();
		}

	}

}
