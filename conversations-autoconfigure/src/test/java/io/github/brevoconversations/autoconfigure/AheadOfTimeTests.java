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

package io.github.brevoconversations.autoconfigure;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsEndpoint;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the auto-configurations in an application that was processed ahead of time.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	@AfterEach
	void close() {
		this.brevo.close();
	}

	@Test
	void makesAClientWithTheKeyThatIsThereWhenTheApplicationRuns() {
		process((application, hints) -> run(application, (context) -> {
			BlockingConversationsClient client = context.getBean(BlockingConversationsClient.class);
			assertThat(client.getMessage("m1").id()).isEqualTo("m1");
			assertThat(context.getBean(AgentPresenceHeartbeat.class).isRunning()).isTrue();
		}, "brevo.api-key=secret-key", "brevo.base-url=" + this.brevo.url()));
		assertThat(this.brevo.heads()).singleElement().asString().contains("api-key: secret-key");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void hasNoClientWithoutAKeyWhenTheApplicationRuns() {
		process((application, hints) -> run(application, (context) -> {
			assertThat(context.getBeanProvider(ConversationsClient.class)).isEmpty();
			assertThat(context.getBeanProvider(AgentPresenceHeartbeat.class)).isEmpty();
		}));
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void startsWithNamedAccountsOnly() {
		String[] accounts = { "brevo.accounts.sales.api-key=sales-key", "brevo.accounts.support.api-key=support-key",
				"brevo.base-url=" + this.brevo.url() };
		process((application, hints) -> run(application, (context) -> {
			BrevoAccounts brevoAccounts = context.getBean(BrevoAccounts.class);
			assertThat(brevoAccounts.names()).containsExactlyInAnyOrder("sales", "support");
			brevoAccounts.client("sales").getMessage("m1").block();
			assertThat(brevoAccounts.heartbeat("support").isRunning()).isTrue();
		}, accounts), accounts);
		assertThat(this.brevo.heads()).singleElement().asString().contains("api-key: sales-key");
	}

	@Test
	void observesAllAccounts() {
		observes(List.of("default", "sales", "support"));
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void observesNamedAccountsOnly() {
		observes(List.of("sales", "support"));
	}

	private static void observes(List<String> accounts) {
		String[] properties = { accounts.contains("default") ? "brevo.api-key=key" : "brevo.api-key=",
				"brevo.accounts.sales.api-key=key", "brevo.accounts.support.api-key=key", "spring.jmx.enabled=true",
				"spring.jmx.unique-names=true", "management.endpoints.jmx.exposure.include=brevoagents" };
		process((application, hints) -> run(application, (context) -> {
			assertThat(context.getBean("brevoHealthContributor")).isInstanceOfSatisfying(
					CompositeHealthContributor.class,
					(health) -> assertThat(health.stream().map(HealthContributors.Entry::name))
						.containsExactlyInAnyOrderElementsOf(accounts));
			assertThat(context.getBean(MeterRegistry.class).find("brevo.presence.active.agents").gauges())
				.extracting((gauge) -> gauge.getId().getTag("account"))
				.containsExactlyInAnyOrderElementsOf(accounts);
			assertThat(
					context.getBean(BrevoAgentsEndpoint.class).activeAgents(null, null).block().getAccounts().keySet())
				.containsExactlyInAnyOrderElementsOf(accounts);
		}, properties), properties);
	}

	@Test
	void keepsAQualifiedBeanToItsAccount() {
		String[] accounts = { "brevo.api-key=DEFAULT", "brevo.base-url=" + this.brevo.url() };
		process(QualifiedApplication.class, (application, hints) -> run(application, (context) -> {
			BrevoAccounts brevoAccounts = context.getBean(BrevoAccounts.class);
			assertThat(brevoAccounts.names()).containsExactly("default", "sales");
			brevoAccounts.client("default").getMessage("m1").block();
			brevoAccounts.client("sales").getMessage("m1").block();
		}, accounts));
		assertThat(this.brevo.heads()).hasSize(2);
		assertThat(this.brevo.heads().get(0)).contains("api-key: DEFAULT");
		assertThat(this.brevo.heads().get(1)).contains("api-key: SALES");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void knowsAnAccountThatOnlyTheEnvironmentOfTheRunningApplicationNames() {
		process((application, hints) -> run(
				application, (context) -> assertThat(context.getBean(BrevoAccounts.class).names())
					.containsExactly("default", "sales"),
				"brevo.api-key=secret-key", "brevo.accounts.sales.api-key=sales-key"));
	}

	@Test
	void makesTheClientsOfNamedAccountsWithTheKeysThatAreThereWhenTheApplicationRuns() {
		String[] accounts = { "brevo.accounts.sales.heartbeat.interval=50s",
				"brevo.accounts.support.retry.enabled=false" };
		process((application, hints) -> run(application, (context) -> {
			BrevoAccounts brevoAccounts = context.getBean(BrevoAccounts.class);
			assertThat(brevoAccounts.names()).containsExactlyInAnyOrder("default", "sales", "support");
			brevoAccounts.client("sales").getMessage("m1").block();
			assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
					ConversationsClient.class, "support"))
				.isSameAs(brevoAccounts.client("support"));
			assertThat(context.getBean(ConversationsClient.class)).isSameAs(brevoAccounts.client("default"));
		}, "brevo.api-key=secret-key", "brevo.base-url=" + this.brevo.url(), accounts[0], accounts[1],
				"brevo.accounts.sales.api-key=sales-key", "brevo.accounts.support.api-key=support-key"), accounts);
		assertThat(this.brevo.heads()).singleElement().asString().contains("api-key: sales-key");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void namesTheAccountWhoseKeyIsMissingWhenTheApplicationRuns() {
		String account = "brevo.accounts.sales.heartbeat.interval=50s";
		process((application, hints) -> assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> run(application, (context) -> {
			}, "brevo.api-key=secret-key", account))
			.havingRootCause()
			.isInstanceOf(InvalidBrevoAccountException.class)
			.withMessageContaining("brevo.accounts.sales.api-key"), account);
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void createsNothingWhenDisabled() {
		process((application, hints) -> run(application,
				(context) -> assertThat(context.getBeanProvider(BlockingConversationsClient.class)).isEmpty()),
				"brevo.enabled=false");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void letsThePropertiesBeBound() {
		ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();
		process((application, hints) -> {
			assertThat(reflection.onMethodInvocation(BrevoProperties.class, "setApiKey")).accepts(hints);
			assertThat(reflection.onMethodInvocation(BrevoAccountProperties.Ssl.class, "setBundle")).accepts(hints);
			assertThat(reflection.onMethodInvocation(BrevoAccountProperties.Agent.class, "setReceivedFrom"))
				.accepts(hints);
		});
	}

	private static void process(BiConsumer<ApplicationContextInitializer<GenericApplicationContext>, RuntimeHints> test,
			String... properties) {
		process(TestApplication.class, test, properties);
	}

	private static void process(Class<?> source,
			BiConsumer<ApplicationContextInitializer<GenericApplicationContext>, RuntimeHints> test,
			String... properties) {
		TestGenerationContext generation = new TestGenerationContext(AheadOfTimeTests.class);
		ClassName initializer = initializer(source, generation, properties);
		generation.writeGeneratedContent();
		TestCompiler.forSystem()
			.with(generation)
			.compile((compiled) -> test.accept(application(compiled, initializer), generation.getRuntimeHints()));
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<GenericApplicationContext> application(Compiled compiled,
			ClassName initializer) {
		return compiled.getInstance(ApplicationContextInitializer.class, initializer.toString());
	}

	private static ClassName initializer(Class<?> source, TestGenerationContext generation, String... properties) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			context.register(source);
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	private static void run(ApplicationContextInitializer<GenericApplicationContext> application,
			Consumer<GenericApplicationContext> test, String... properties) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			application.initialize(context);
			context.refresh();
			test.accept(context);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class QualifiedApplication {

		@Bean
		@Qualifier("sales")
		BrevoApiKeyProvider anyName() {
			return () -> "SALES";
		}

	}

}
