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

package io.github.brevoconversations.autoconfigure.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.brevoconversations.autoconfigure.AgentPresenceAutoConfiguration;
import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ActiveAgentStoreConfigurations}.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ActiveAgentStoreConfigurationTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				AgentPresenceAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withBean(ConversationsClient.class, () -> mock(ConversationsClient.class))
		.withPropertyValues("brevo.heartbeat.enabled=false");

	private final ApplicationContextRunner redisRunner = this.contextRunner
		.withConfiguration(
				AutoConfigurations.of(DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.url=" + LocalRedis.sharedUrl(),
				"brevo.heartbeat.store.namespace=" + UUID.randomUUID());

	private final ApplicationContextRunner databaseRunner = this.contextRunner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

	@Test
	void holdsAgentsInMemoryWithoutRedisAndSaysSo(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(ActiveAgentStore.class)
			.hasSingleBean(InMemoryActiveAgentStore.class));
		assertThat(output).contains("Active agents are held in memory, where no other instance sees them "
				+ "(brevo.heartbeat.store.type is auto)");
	}

	@Test
	void holdsAgentsInRedisWhereThereIsOneAndSaysSo(CapturedOutput output) {
		this.redisRunner.run((context) -> {
			assertThat(context).hasSingleBean(ActiveAgentStore.class).hasSingleBean(RedisActiveAgentStore.class);
			context.getBean(AgentPresence.class).markActive(LIZ).join();
		});
		this.redisRunner.withPropertyValues("brevo.heartbeat.store.type=redis")
			.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join())
				.containsExactly(LIZ));
		this.redisRunner.withPropertyValues("brevo.heartbeat.store.namespace=" + UUID.randomUUID())
			.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join()).isEmpty());
		assertThat(output).contains("Active agents are held in Redis (brevo.heartbeat.store.type is auto)")
			.contains("Active agents are held in Redis (brevo.heartbeat.store.type is redis)");
	}

	@ParameterizedTest
	@CsvSource({ "memory", "MEMORY" })
	void holdsAgentsInMemoryWhereThatIsAskedFor(String type) {
		this.redisRunner.withPropertyValues("brevo.heartbeat.store.type=" + type)
			.run((context) -> assertThat(context).hasSingleBean(ActiveAgentStore.class)
				.hasSingleBean(InMemoryActiveAgentStore.class));
	}

	@Test
	void choosesBetweenNoTwoRedis() {
		this.contextRunner.withBean("one", ReactiveRedisConnectionFactory.class, LettuceConnectionFactory::new)
			.withBean("other", ReactiveRedisConnectionFactory.class, LettuceConnectionFactory::new)
			.run((context) -> assertThat(context).hasSingleBean(InMemoryActiveAgentStore.class));
	}

	@Test
	void holdsAgentsInNoDatabaseThatIsNotAskedFor() {
		this.databaseRunner.run((context) -> assertThat(context).hasSingleBean(InMemoryActiveAgentStore.class)
			.doesNotHaveBean(JdbcActiveAgentStoreSchemaInitializer.class));
	}

	@Test
	void holdsAgentsInADatabaseThatIsAskedForAndCreatesTheTable(CapturedOutput output) {
		ApplicationContextRunner runner = this.databaseRunner.withPropertyValues("brevo.heartbeat.store.type=jdbc");
		runner.run((context) -> {
			assertThat(context).hasSingleBean(ActiveAgentStore.class).hasSingleBean(JdbcActiveAgentStore.class);
			context.getBean(AgentPresence.class).markActive(LIZ).join();
		});
		runner.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join())
			.containsExactly(LIZ));
		runner.withPropertyValues("brevo.heartbeat.store.namespace=other")
			.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join()).isEmpty());
		assertThat(output).contains("Active agents are held in a database (brevo.heartbeat.store.type is jdbc)");
	}

	@Test
	void createsNoTableWhereThatIsSwitchedOff() {
		this.databaseRunner
			.withPropertyValues("brevo.heartbeat.store.type=jdbc", "brevo.heartbeat.store.jdbc.initialize-schema=never")
			.run((context) -> assertThat(context.getBean(AgentPresence.class).markActive(LIZ))
				.failsWithin(Duration.ofSeconds(30))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(ActiveAgentStoreException.class));
	}

	@Test
	void usesATableOfAnotherName() {
		this.databaseRunner
			.withPropertyValues("brevo.heartbeat.store.type=jdbc", "brevo.heartbeat.store.jdbc.initialize-schema=never",
					"brevo.heartbeat.store.jdbc.table-name=desk_agent")
			.run((context) -> {
				JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
				jdbc.execute(new String(
						getClass().getResourceAsStream("/io/github/brevoconversations/presence/jdbc/schema-h2.sql")
							.readAllBytes(),
						StandardCharsets.UTF_8)
					.replace(JdbcActiveAgentStore.DEFAULT_TABLE_NAME, "desk_agent"));
				context.getBean(AgentPresence.class).markActive(LIZ).join();
				assertThat(jdbc.queryForObject("select count(*) from desk_agent", Integer.class)).isOne();
			});
	}

	@ParameterizedTest
	@CsvSource({ "redis, spring-boot-starter-data-redis-reactive", "jdbc, spring-boot-starter-jdbc" })
	void failsWhereWhatIsAskedForIsNotThere(String type, String remedy) {
		this.contextRunner.withPropertyValues("brevo.heartbeat.store.type=" + type)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo("brevo.heartbeat.store.type");
					assertThat(failure.getReason()).contains(remedy);
				}));
	}

	@Test
	void needsNeitherRedisNorJdbcOnTheClasspath() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.data", "io.lettuce",
					"org.springframework.jdbc", "org.springframework.boot.jdbc", "org.springframework.boot.sql"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(InMemoryActiveAgentStore.class));
	}

	@Test
	void backsOffWhereTheApplicationHasAFactoryOfItsOwn() {
		InMemoryActiveAgentStore own = new InMemoryActiveAgentStore();
		this.redisRunner.withBean(ActiveAgentStoreFactory.class, () -> (account) -> own)
			.run((context) -> assertThat(context.getBean(ActiveAgentStore.class)).isSameAs(own));
	}

	@Test
	void setsTheAgentsOfAccountsApart() {
		ActiveAgentStoreProperties properties = new ActiveAgentStoreProperties();
		assertThat(properties.namespaceOf("default")).isEqualTo("brevo");
		assertThat(properties.namespaceOf("sales")).isEqualTo("brevo:sales");
	}

	@Test
	void closesTheStoreWithTheApplication() {
		DataSource dataSource = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		ActiveAgentStore[] store = new ActiveAgentStore[1];
		this.databaseRunner.withBean(DataSource.class, () -> dataSource)
			.withPropertyValues("brevo.heartbeat.store.type=jdbc")
			.run((context) -> store[0] = context.getBean(ActiveAgentStore.class));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> store[0].size().block());
	}

}
