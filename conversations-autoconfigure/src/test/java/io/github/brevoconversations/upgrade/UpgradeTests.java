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
import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.NextPing;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.Webhooks;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that this version reads what each release has stored. What a release stored is
 * kept in {@code stored/<version>}, and written for a new one with
 * {@code -Dstored.version=<version>}. It is never changed afterwards.
 */
class UpgradeTests {

	private static final String AGENTS = "upgrade:agents";

	private static final String INBOX = "upgrade:inbox";

	private static final Duration HOUR = Duration.ofHours(1);

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity MEI = AgentIdentity.ofEmail("mei@example.org", "Mei", "our-desk");

	private static final AgentIdentity OMAR = AgentIdentity.ofId("omar");

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
		this.redis.delete(AGENTS, INBOX);
		this.connectionFactory.destroy();
	}

	@ParameterizedTest
	@ValueSource(strings = "0.1.0")
	void readsWhatAReleaseStoredInADatabase(String version) {
		this.jdbc.execute("runscript from 'classpath:/stored/%s/database.sql'".formatted(version));
		try (JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.database, AGENTS);
				JdbcConversationInbox inbox = new JdbcConversationInbox(this.database, INBOX,
						InboxSettings.defaults())) {
			assertReadsAgents(store);
			assertReadsEvents(inbox);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = "0.1.0")
	void readsWhatAReleaseStoredInRedis(String version) throws IOException {
		this.redis.restore(new ClassPathResource("stored/%s/redis.json".formatted(version)));
		assertReadsAgents(new RedisActiveAgentStore(this.connectionFactory, AGENTS));
		assertReadsEvents(new RedisConversationInbox(this.connectionFactory, INBOX, InboxSettings.defaults()));
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
		try (JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.database, AGENTS);
				JdbcConversationInbox inbox = new JdbcConversationInbox(this.database, INBOX,
						InboxSettings.defaults())) {
			store(store, inbox);
		}
		List<String> script = this.jdbc.queryForList("script simple nopasswords nosettings", String.class);
		Files.write(directory.resolve("database.sql"),
				script.stream().filter((line) -> !line.startsWith("CREATE USER")).toList());
		store(new RedisActiveAgentStore(this.connectionFactory, AGENTS),
				new RedisConversationInbox(this.connectionFactory, INBOX, InboxSettings.defaults()));
		Files.writeString(directory.resolve("redis.json"), this.redis.dump(AGENTS, INBOX));
	}

	private static void store(ActiveAgentStore store, ConversationInbox inbox) {
		store.configure(List.of(OMAR)).block();
		store.add(LIZ, null).block();
		store.add(MEI, null).block();
		store.claimDue(ClaimRequest.of(3, HOUR)).block();
		store.schedule(List.of(new NextPing(LIZ, HOUR, Duration.ZERO))).block();
		inbox.add(Webhooks.entries("parked", "1")).block();
		Delivery delivery = inbox.claim(1, HOUR).block().deliveries().get(0);
		inbox.park(delivery, "java.lang.IllegalStateException", null).block();
		inbox.add(Webhooks.entries("waiting", "2", "3")).block();
	}

	private static void assertReadsAgents(ActiveAgentStore store) {
		assertThat(store.list(10).block()).extracting(ActiveAgent::identity).containsExactly(OMAR, LIZ, MEI);
		assertThat(store.list(10).block()).extracting(ActiveAgent::configured).containsExactly(true, false, false);
		assertThat(store.find(List.of(LIZ)).block()).singleElement()
			.satisfies((liz) -> assertThat(liz.lastAcceptedPing()).isNotNull());
		// with due times that are believed for no longer than a millisecond, so that they
		// all are due
		assertThat(store.claimDue(new ClaimRequest(10, HOUR, Duration.ofMillis(1))).block().agents()).hasSize(3);
		store.remove(MEI).block();
		assertThat(store.size().block()).isEqualTo(2);
	}

	private static void assertReadsEvents(ConversationInbox inbox) {
		Delivery delivery = inbox.claim(10, HOUR).block().deliveries().get(0);
		assertThat(Webhooks.id(delivery.event())).isEqualTo("2");
		inbox.complete(delivery, null).block();
		assertThat(Webhooks.id(inbox.claim(10, HOUR).block().deliveries().get(0).event())).isEqualTo("3");
		String parked = inbox.parked(10).block().get(0).id();
		assertThat(inbox.redeliver(parked).block()).isTrue();
		assertThat(Webhooks.id(inbox.claim(10, HOUR).block().deliveries().get(0).event())).isEqualTo("1");
	}

}
