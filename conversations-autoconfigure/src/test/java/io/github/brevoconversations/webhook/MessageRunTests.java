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

package io.github.brevoconversations.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.presence.jdbc.PostgresServer;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import io.github.brevoconversations.webhook.redis.RedisConversationInbox;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Tests that each message is handled in order, at least once, and none again that was
 * noted as handled, however often webhooks are repeated and whichever instance is killed.
 * With the profile {@code soak}, of 10,000 messages of 1,000 conversations.
 */
@ExtendWith(SilentLog.class)
@Timeout(180)
class MessageRunTests {

	// not of this package, whose log is silent
	private static final Log counts = LogFactory.getLog("counts." + MessageRunTests.class.getSimpleName());

	private static final int CONVERSATIONS = Boolean.getBoolean("soak") ? 1000 : 60;

	private static final int MESSAGES = 10;

	private final String namespace = "run-" + UUID.randomUUID();

	@Test
	void losesNothingInRedis() throws Exception {
		LettuceConnectionFactory connectionFactory = new LettuceConnectionFactory(LocalRedis.sharedUrl().getHost(),
				LocalRedis.sharedUrl().getPort());
		connectionFactory.afterPropertiesSet();
		connectionFactory.start();
		try {
			check("Redis", new MessageRun(
					() -> new RedisConversationInbox(connectionFactory, this.namespace, InboxSettings.defaults()),
					CONVERSATIONS, MESSAGES));
		}
		finally {
			StringRedisTemplate redis = new StringRedisTemplate(connectionFactory);
			redis.delete(redis.keys("{" + this.namespace + "}*"));
			connectionFactory.destroy();
		}
	}

	@Test
	void losesNothingInPostgres() throws Exception {
		List<JdbcConversationInbox> inboxes = new ArrayList<>();
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(PostgresServer.shared());
			DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(
					new ClassPathResource("schema-postgresql.sql", JdbcConversationInbox.class)), pool);
			try {
				check("PostgreSQL", new MessageRun(() -> {
					inboxes.add(new JdbcConversationInbox(pool, this.namespace, InboxSettings.defaults()));
					return inboxes.get(inboxes.size() - 1);
				}, CONVERSATIONS, MESSAGES));
			}
			finally {
				inboxes.forEach(JdbcConversationInbox::close);
			}
		}
	}

	private static void check(String inbox, MessageRun run) throws Exception {
		long begin = System.nanoTime();
		MessageRun.Counts result = run.run();
		counts.info("%s: %s in %s ms".formatted(inbox, result, (System.nanoTime() - begin) / 1_000_000));
		result.check();
	}

}
