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

package io.github.brevoconversations.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import io.github.brevoconversations.webhook.redis.RedisConversationInbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Tests that this version reads what each release has stored. What a release stored is
 * kept in {@code stored/<version>}, and written for a new one with
 * {@code -Dstored.version=<version>}. It is never changed afterwards.
 */
class UpgradeTests {

	private final DriverManagerDataSource database = new DriverManagerDataSource(
			"jdbc:h2:mem:upgrade;DB_CLOSE_DELAY=-1", "sa", "");

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database);

	private final LettuceConnectionFactory connectionFactory = connectionFactory();

	private final StoredKeys redis = new StoredKeys(new StringRedisTemplate(this.connectionFactory));

	private static LettuceConnectionFactory connectionFactory() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(LocalRedis.sharedUrl().getHost(), LocalRedis.sharedUrl().getPort()));
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	@AfterEach
	void leaveNothing() {
		this.jdbc.execute("drop all objects");
		this.redis.delete(StoredExample.AGENTS, StoredExample.INBOX);
		this.connectionFactory.destroy();
	}

	@ParameterizedTest
	@ValueSource(strings = "0.1.0")
	void readsWhatAReleaseStoredInADatabase(String version) {
		this.jdbc.execute("runscript from 'classpath:/stored/%s/database.sql'".formatted(version));
		try (JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.database, StoredExample.AGENTS);
				JdbcConversationInbox inbox = new JdbcConversationInbox(this.database, StoredExample.INBOX,
						InboxSettings.defaults())) {
			StoredExample.assertReadsAgents(store);
			StoredExample.assertReadsEvents(inbox);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = "0.1.0")
	void readsWhatAReleaseStoredInRedis(String version) throws IOException {
		this.redis.restore(new ClassPathResource("stored/%s/redis.json".formatted(version)));
		StoredExample.assertReadsAgents(new RedisActiveAgentStore(this.connectionFactory, StoredExample.AGENTS));
		StoredExample.assertReadsEvents(
				new RedisConversationInbox(this.connectionFactory, StoredExample.INBOX, InboxSettings.defaults()));
	}

	@Test
	@EnabledIfSystemProperty(named = "stored.version", matches = ".+")
	void writesWhatThisVersionStores() throws IOException {
		Path directory = Path.of("src", "test", "resources", "stored", System.getProperty("stored.version"));
		Files.createDirectories(directory);
		for (String schema : List.of("presence", "webhook")) {
			this.jdbc.execute(
					"runscript from 'classpath:/io/github/brevoconversations/%s/jdbc/schema-h2.sql'".formatted(schema));
		}
		try (JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.database, StoredExample.AGENTS);
				JdbcConversationInbox inbox = new JdbcConversationInbox(this.database, StoredExample.INBOX,
						InboxSettings.defaults())) {
			StoredExample.store(store, inbox);
		}
		List<String> script = this.jdbc.queryForList("script simple nopasswords nosettings", String.class);
		Files.write(directory.resolve("database.sql"),
				script.stream().filter((line) -> !line.startsWith("CREATE USER")).toList());
		StoredExample.store(new RedisActiveAgentStore(this.connectionFactory, StoredExample.AGENTS),
				new RedisConversationInbox(this.connectionFactory, StoredExample.INBOX, InboxSettings.defaults()));
		Files.writeString(directory.resolve("redis.json"), this.redis.dump(StoredExample.AGENTS, StoredExample.INBOX));
	}

}
