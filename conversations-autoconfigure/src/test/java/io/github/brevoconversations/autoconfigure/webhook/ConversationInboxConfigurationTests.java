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

package io.github.brevoconversations.autoconfigure.webhook;

import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.brevoconversations.autoconfigure.store.BrevoDataSource;
import io.github.brevoconversations.autoconfigure.store.BrevoRedisConnectionFactory;
import io.github.brevoconversations.autoconfigure.store.ConversationInboxFactory;
import io.github.brevoconversations.autoconfigure.store.JdbcConversationInboxSchemaInitializer;
import io.github.brevoconversations.autoconfigure.store.UnavailableStoreException;
import io.github.brevoconversations.presence.jdbc.PostgresServer;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import io.github.brevoconversations.webhook.Webhooks;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import io.github.brevoconversations.webhook.redis.RedisConversationInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests of where the events of webhooks are kept.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ConversationInboxConfigurationTests {

	private static final String[] PACKAGES = { "org.springframework.data", "io.lettuce", "org.springframework.jdbc",
			"org.springframework.boot.jdbc", "org.springframework.boot.sql" };

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrevoWebhookAutoConfiguration.class))
		.withPropertyValues("brevo.webhook.secrets=secret");

	private final WebApplicationContextRunner sharedRunner = this.contextRunner
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.url=" + LocalRedis.sharedUrl(), "spring.datasource.url=" + database(),
				"spring.application.name=shop-" + UUID.randomUUID());

	@Test
	void keepsEventsInMemoryUnlessAskedOtherwise() {
		this.sharedRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(JdbcConversationInboxSchemaInitializer.class)
			.getBean(BrevoWebhooks.class)
			.satisfies((webhooks) -> assertThat(webhooks.all().get(0).inbox())
				.isInstanceOf(InMemoryConversationInbox.class)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "jdbc" })
	void keepsEventsInTheConfiguredInboxAndSaysSo(String type, CapturedOutput output) {
		WebApplicationContextRunner runner = this.sharedRunner.withPropertyValues("brevo.webhook.inbox.type=" + type);
		runner.run((context) -> {
			stop(context);
			assertThat(inbox(context))
				.isInstanceOf(type.equals("redis") ? RedisConversationInbox.class : JdbcConversationInbox.class);
			add(inbox(context));
		});
		runner.run((context) -> assertThat(inbox(context).size().block().waiting()).isOne());
		runner.withPropertyValues("spring.application.name=bank-" + UUID.randomUUID())
			.run((context) -> assertThat(inbox(context).size().block().waiting()).isZero());
		runner.withPropertyValues("brevo.webhook.inbox.namespace=" + UUID.randomUUID())
			.run((context) -> assertThat(inbox(context).size().block().waiting()).isZero());
		assertThat(output).contains("Webhook events are kept in", "in the namespace 'brevo-inbox:shop-");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "jdbc" })
	void separatesAccounts(String type) {
		this.sharedRunner
			.withPropertyValues("brevo.webhook.inbox.type=" + type, "brevo.accounts.sales.webhook.secrets=of-sales",
					"brevo.accounts.sales.webhook.inbox.capacity=1")
			.run((context) -> {
				stop(context);
				List<BrevoWebhook> webhooks = context.getBean(BrevoWebhooks.class).all();
				add(webhooks.get(0).inbox());
				ConversationInbox sales = webhooks.get(1).inbox();
				assertThat(sales.size().block().waiting()).isZero();
				add(sales);
				assertThat(sales.add(Webhooks.entries("c", "m2")).block().full()).isTrue();
			});
	}

	@Test
	void keepsEventsInPostgres() {
		this.contextRunner.withBean(DataSource.class, PostgresServer::shared)
			.withPropertyValues("brevo.webhook.inbox.type=jdbc", "brevo.webhook.inbox.jdbc.initialize-schema=always",
					"brevo.webhook.inbox.namespace=" + UUID.randomUUID())
			.run(ConversationInboxConfigurationTests::assertKeeps);
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "TEST_MARIADB_URL", matches = ".+")
	void keepsEventsInMariaDb() {
		this.contextRunner
			.withBean(DataSource.class,
					() -> new DriverManagerDataSource(System.getenv("TEST_MARIADB_URL"),
							System.getenv("TEST_MARIADB_USER"), System.getenv("TEST_MARIADB_PASSWORD")))
			.withPropertyValues("brevo.webhook.inbox.type=jdbc", "brevo.webhook.inbox.jdbc.initialize-schema=always",
					"brevo.webhook.inbox.namespace=" + UUID.randomUUID())
			.run(ConversationInboxConfigurationTests::assertKeeps);
	}

	@ParameterizedTest
	@CsvSource({ "redis, @BrevoRedisConnectionFactory", "jdbc, @BrevoDataSource" })
	void doesNotChooseBetweenTwo(String type, String remedy) {
		two(type).run((context) -> assertUnavailable(context, "(one, other), and none is primary",
				"Annotate the one to use for webhook events with " + remedy));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "jdbc" })
	void usesTheOneWithTheQualifier(String type) {
		two(type).withUserConfiguration(type.equals("redis") ? QualifiedRedis.class : QualifiedDatabase.class)
			.run(ConversationInboxConfigurationTests::assertKeeps);
	}

	@Test
	void saysThatJedisIsNotReactive() {
		this.contextRunner.withPropertyValues("brevo.webhook.inbox.type=redis")
			.withBean("jedis", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertUnavailable(context,
					"the only connection factories for Redis (jedis) are not reactive",
					"spring.data.redis.client-type"));
	}

	@Test
	void failsWithoutTheTablesAndSaysHowToCreateThem() {
		this.sharedRunner
			.withPropertyValues("brevo.webhook.inbox.type=jdbc", "brevo.webhook.inbox.jdbc.initialize-schema=never")
			.run((context) -> assertUnavailable(context, "the table 'brevo_inbox_conversation' is missing",
					"classpath:io/github/brevoconversations/webhook/jdbc/schema-h2.sql"));
	}

	@Test
	void startsWhileTheDatabaseIsAway(CapturedOutput output) {
		this.contextRunner
			.withBean(DataSource.class, () -> new DriverManagerDataSource("jdbc:h2:tcp://127.0.0.1:1/mem:none"))
			.withPropertyValues("brevo.webhook.inbox.type=jdbc", "brevo.webhook.inbox.jdbc.initialize-schema=never")
			.run((context) -> assertThat(inbox(context)).isInstanceOf(JdbcConversationInbox.class));
		assertThat(output).contains("The database of webhook events cannot be reached");
	}

	@ParameterizedTest
	@CsvSource({ "redis, spring-boot-starter-data-redis-reactive", "jdbc, spring-boot-starter-jdbc" })
	void failsWithoutTheLibraryOfTheInbox(String type, String remedy) {
		WebApplicationContextRunner runner = this.contextRunner.withPropertyValues("brevo.webhook.inbox.type=" + type);
		runner.run((context) -> assertUnavailable(context, "'brevo.webhook.inbox.type' is '" + type + "'", remedy));
		runner.withClassLoader(new FilteredClassLoader(PACKAGES))
			.run((context) -> assertUnavailable(context, "'brevo.webhook.inbox.type' is '" + type + "'", remedy));
	}

	@Test
	void needsNeitherRedisNorJdbcOnTheClasspath() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(PACKAGES))
			.run((context) -> assertThat(inbox(context)).isInstanceOf(InMemoryConversationInbox.class));
	}

	@ParameterizedTest
	@CsvSource({ "inbox.type, type=redis", "inbox.namespace, namespace=mine",
			"inbox.jdbc, jdbc.initialize-schema=always" })
	void rejectsGlobalSettingsInAnAccount(String name, String property) {
		this.contextRunner
			.withPropertyValues("brevo.accounts.sales.webhook.secrets=of-sales",
					"brevo.accounts.sales.webhook.inbox." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("brevo.accounts.sales.webhook." + name)
				.hasMessageContaining("for all accounts"));
	}

	@ParameterizedTest
	@CsvSource({ "redis, a}b", "redis, ' '", "jdbc, ' '" })
	void rejectsAnInvalidNamespace(String type, String namespace) {
		this.sharedRunner
			.withPropertyValues("brevo.webhook.inbox.type=" + type, "brevo.webhook.inbox.namespace=" + namespace)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("brevo.webhook.inbox.namespace"));
	}

	@Test
	void backsOffWhenTheUserDefinesAFactory() {
		ConversationInbox own = new InMemoryConversationInbox();
		this.sharedRunner.withPropertyValues("brevo.webhook.inbox.type=redis")
			.withBean(ConversationInboxFactory.class, () -> (account, settings) -> own)
			.run((context) -> assertThat(inbox(context)).isSameAs(own));
	}

	@Test
	void closesTheInboxWithTheApplication() {
		ConversationInbox[] inbox = new ConversationInbox[1];
		this.sharedRunner.withPropertyValues("brevo.webhook.inbox.type=jdbc")
			.run((context) -> inbox[0] = inbox(context));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> inbox[0].size().block());
	}

	private WebApplicationContextRunner two(String type) {
		WebApplicationContextRunner runner = this.contextRunner.withPropertyValues("brevo.webhook.inbox.type=" + type,
				"brevo.webhook.inbox.namespace=" + UUID.randomUUID());
		return type.equals("redis")
				? runner.withBean("one", ReactiveRedisConnectionFactory.class, LettuceConnectionFactory::new)
					.withBean("other", ReactiveRedisConnectionFactory.class, LettuceConnectionFactory::new)
				: runner.withBean("one", DataSource.class, () -> new DriverManagerDataSource(database()))
					.withBean("other", DataSource.class, () -> new DriverManagerDataSource(database()));
	}

	private static String database() {
		return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
	}

	private static ConversationInbox inbox(ApplicationContext context) {
		return context.getBean(BrevoWebhooks.class).all().get(0).inbox();
	}

	private static void stop(ApplicationContext context) {
		context.getBean(BrevoWebhooks.class).stop();
	}

	private static void add(ConversationInbox inbox) {
		assertThat(inbox.add(Webhooks.entries("c", "m1")).block().added()).hasSize(1);
	}

	private static void assertKeeps(AssertableWebApplicationContext context) {
		stop(context);
		add(inbox(context));
		assertThat(inbox(context).size().block().waiting()).isOne();
	}

	private static void assertUnavailable(AssertableWebApplicationContext context, String reason, String remedy) {
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
		ReactiveRedisConnectionFactory qualified() {
			return new LettuceConnectionFactory(LocalRedis.sharedUrl().getHost(), LocalRedis.sharedUrl().getPort());
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
