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

import java.util.UUID;

import javax.sql.DataSource;

import io.github.brevoconversations.autoconfigure.AgentPresenceAutoConfiguration;
import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
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
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
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
		.withPropertyValues("spring.datasource.url=" + database());

	@Test
	void holdsAgentsInMemoryUnlessAskedOtherwise(CapturedOutput output) {
		this.redisRunner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + database())
			.run((context) -> assertThat(context).hasSingleBean(ActiveAgentStore.class)
				.hasSingleBean(InMemoryActiveAgentStore.class)
				.doesNotHaveBean(JdbcActiveAgentStoreSchemaInitializer.class));
		assertThat(output).doesNotContain("Active agents are held");
	}

	@Test
	void holdsAgentsInRedisIfAskedForAndSaysSo(CapturedOutput output) {
		ApplicationContextRunner runner = this.redisRunner.withPropertyValues("brevo.heartbeat.store.type=redis");
		runner.run((context) -> {
			assertThat(context).hasSingleBean(ActiveAgentStore.class).hasSingleBean(RedisActiveAgentStore.class);
			context.getBean(AgentPresence.class).markActive(LIZ).join();
		});
		runner.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join())
			.containsExactly(LIZ));
		runner.withPropertyValues("brevo.heartbeat.store.namespace=" + UUID.randomUUID())
			.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join()).isEmpty());
		assertThat(output).contains("Active agents are held in Redis, in the namespace '");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "jdbc" })
	void separatesApplicationsByDefault(String type) {
		ApplicationContextRunner runner = this.contextRunner
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class,
					DataRedisReactiveAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + LocalRedis.sharedUrl(),
					"spring.datasource.url=" + database(), "brevo.heartbeat.store.type=" + type);
		String shop = "shop-" + UUID.randomUUID();
		runner.withPropertyValues("spring.application.name=" + shop)
			.run((context) -> context.getBean(AgentPresence.class).markActive(LIZ).join());
		runner.withPropertyValues("spring.application.name=" + shop)
			.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join())
				.containsExactly(LIZ));
		runner.withPropertyValues("spring.application.name=bank-" + UUID.randomUUID())
			.run((context) -> assertThat(context.getBean(AgentPresence.class).activeAgents().join()).isEmpty());
	}

	@Test
	void doesNotChooseBetweenTwoRedisConnections() {
		twoRedis().run((context) -> assertUnavailable(context, "(one, other), and none is primary",
				"Annotate the one to use for active agents with @BrevoRedisConnectionFactory (from the package "
						+ getClass().getPackageName() + ")"));
	}

	@Test
	void usesTheRedisWithTheQualifier() {
		twoRedis().withUserConfiguration(QualifiedRedis.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RedisActiveAgentStore.class));
	}

	@Test
	void saysThatJedisIsNotReactive() {
		this.contextRunner.withPropertyValues("brevo.heartbeat.store.type=redis")
			.withBean("jedis", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertUnavailable(context,
					"the only connection factories for Redis (jedis) are not reactive",
					"spring.data.redis.client-type"));
	}

	@Test
	void doesNotChooseBetweenTwoDatabases() {
		twoDatabases()
			.run((context) -> assertUnavailable(context, "(one, other), and none is primary", "@BrevoDataSource"));
	}

	@Test
	void usesTheDatabaseWithTheQualifier() {
		twoDatabases().withUserConfiguration(QualifiedDatabase.class).run((context) -> {
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean("qualified", DataSource.class));
			assertThat(jdbc.queryForObject("select count(*) from brevo_active_agent", Integer.class)).isOne();
		});
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
		assertThat(output).contains("Active agents are held in a database, in the namespace 'brevo'");
	}

	@ParameterizedTest
	@CsvSource({ "brevo_active_agent", "desk_agent" })
	void failsWithoutATableAndSaysHowToCreateIt(String table) {
		this.databaseRunner
			.withPropertyValues("brevo.heartbeat.store.type=jdbc", "brevo.heartbeat.store.jdbc.initialize-schema=never",
					"brevo.heartbeat.store.jdbc.table-name=" + table)
			.run((context) -> assertUnavailable(context, "the table '" + table + "' of active agents is missing",
					"classpath:io/github/brevoconversations/presence/jdbc/schema-h2.sql"));
	}

	@Test
	void startsWhileTheDatabaseIsAway(CapturedOutput output) {
		this.contextRunner
			.withBean(DataSource.class, () -> new DriverManagerDataSource("jdbc:h2:tcp://127.0.0.1:1/mem:none"))
			.withPropertyValues("brevo.heartbeat.store.type=jdbc", "brevo.heartbeat.store.jdbc.initialize-schema=never")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JdbcActiveAgentStore.class));
		assertThat(output).contains("The database of active agents cannot be reached");
	}

	@ParameterizedTest
	@ValueSource(strings = { "desk_agent", "PUBLIC.desk_agent", "desk.agent", "brevo_active_agent_2" })
	void createsATableOfAnotherName(String table) {
		String url = database();
		JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url, "sa", ""));
		jdbc.execute("create schema desk");
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + url, "brevo.heartbeat.store.type=jdbc",
					"brevo.heartbeat.store.jdbc.table-name=" + table)
			.run((context) -> {
				context.getBean(AgentPresence.class).markActive(LIZ).join();
				assertThat(jdbc.queryForObject("select count(*) from " + table, Integer.class)).isOne();
				assertThat(jdbc.queryForObject(
						"select count(*) from information_schema.indexes where lower(index_name) like '%agent%_due'",
						Integer.class))
					.isOne();
			});
	}

	@Test
	void needsNoRightToCreateAnExistingTable() {
		String url = database();
		ApplicationContextRunner runner = this.contextRunner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + url, "brevo.heartbeat.store.type=jdbc",
					"brevo.heartbeat.store.jdbc.initialize-schema=always");
		runner.run((context) -> assertThat(context).hasNotFailed());
		JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url, "sa", ""));
		jdbc.execute("create user desk password 'desk'");
		jdbc.execute("grant select, insert, update, delete on brevo_active_agent to desk");
		runner
			.withPropertyValues("spring.datasource.url=" + url.replace(";DB_CLOSE_DELAY=-1", ""),
					"spring.datasource.username=desk", "spring.datasource.password=desk")
			.run((context) -> context.getBean(AgentPresence.class).markActive(LIZ).join());
	}

	@ParameterizedTest
	@CsvSource({ "table-name, agent; drop table x", "table-name, a.b.c" })
	void rejectsAnInvalidTableName(String property, String value) {
		this.databaseRunner
			.withPropertyValues("brevo.heartbeat.store.type=jdbc",
					"brevo.heartbeat.store.jdbc." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName())
							.isEqualTo("brevo.heartbeat.store.jdbc." + property)));
	}

	@ParameterizedTest
	@CsvSource({ "redis, spring-boot-starter-data-redis-reactive", "jdbc, spring-boot-starter-jdbc" })
	void failsWithoutTheLibraryOfTheStore(String type, String remedy) {
		ApplicationContextRunner runner = this.contextRunner.withPropertyValues("brevo.heartbeat.store.type=" + type);
		runner.run((context) -> assertUnavailable(context, "'" + type + "'", remedy));
		runner
			.withClassLoader(new FilteredClassLoader("org.springframework.data", "io.lettuce",
					"org.springframework.jdbc", "org.springframework.boot.jdbc", "org.springframework.boot.sql"))
			.run((context) -> assertUnavailable(context, "'" + type + "'", remedy));
	}

	@Test
	void needsNeitherRedisNorJdbcOnTheClasspath() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.data", "io.lettuce",
					"org.springframework.jdbc", "org.springframework.boot.jdbc", "org.springframework.boot.sql"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(InMemoryActiveAgentStore.class));
	}

	@Test
	void backsOffWhenTheUserDefinesAFactory() {
		InMemoryActiveAgentStore own = new InMemoryActiveAgentStore();
		this.redisRunner.withBean(ActiveAgentStoreFactory.class, () -> (account) -> own)
			.run((context) -> assertThat(context.getBean(ActiveAgentStore.class)).isSameAs(own));
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

	private ApplicationContextRunner twoRedis() {
		return this.contextRunner.withPropertyValues("brevo.heartbeat.store.type=redis")
			.withBean("one", ReactiveRedisConnectionFactory.class, LettuceConnectionFactory::new)
			.withBean("other", ReactiveRedisConnectionFactory.class, LettuceConnectionFactory::new);
	}

	private ApplicationContextRunner twoDatabases() {
		return this.contextRunner.withPropertyValues("brevo.heartbeat.store.type=jdbc")
			.withBean("one", DataSource.class, () -> new DriverManagerDataSource(database()))
			.withBean("other", DataSource.class, () -> new DriverManagerDataSource(database()));
	}

	private static String database() {
		return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
	}

	private static void assertUnavailable(AssertableApplicationContext context, String reason, String remedy) {
		assertThat(context).getFailure().hasStackTraceContaining(reason);
		UnavailableStoreException unavailable = null;
		for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
			if (cause instanceof UnavailableStoreException found) {
				unavailable = found;
			}
		}
		assertThat(unavailable).isNotNull();
		assertThat(unavailable.getAction()).contains(remedy);
	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedRedis {

		@Bean(defaultCandidate = false)
		@BrevoRedisConnectionFactory
		LettuceConnectionFactory qualified() {
			return new LettuceConnectionFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedDatabase {

		@Bean(defaultCandidate = false)
		@BrevoDataSource
		DataSource qualified() {
			return new DriverManagerDataSource(database());
		}

	}

}
