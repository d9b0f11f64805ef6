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

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClients;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
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
	void saysThatAKeyIsMissingWhenTheApplicationRuns() {
		process((application, hints) -> assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> run(application, (context) -> {
			}))
			.havingRootCause()
			.isInstanceOf(MissingBrevoKeyException.class)
			.satisfies((failure) -> assertThat(new MissingBrevoKeyFailureAnalyzer().analyze(failure).getAction())
				.contains("Set the property 'brevo.api-key'")));
	}

	@Test
	void makesTheClientsOfNamedAccountsWithTheKeysThatAreThereWhenTheApplicationRuns() {
		String[] accounts = { "brevo.accounts.sales.heartbeat.interval=50s",
				"brevo.accounts.support.retry.enabled=false" };
		process((application, hints) -> run(application, (context) -> {
			ConversationsClients clients = context.getBean(ConversationsClients.class);
			assertThat(clients.names()).containsExactlyInAnyOrder("default", "sales", "support");
			clients.get("sales").getMessage("m1").block();
			assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
					ConversationsClient.class, "support"))
				.isSameAs(clients.get("support"));
			assertThat(context.getBean(ConversationsClient.class)).isSameAs(clients.get("default"));
		}, "brevo.api-key=secret-key", "brevo.base-url=" + this.brevo.url(), accounts[0], accounts[1],
				"brevo.accounts.sales.api-key=sales-key", "brevo.accounts.support.api-key=support-key"), accounts);
		assertThat(this.brevo.heads()).singleElement().asString().contains("api-key: sales-key");
	}

	@Test
	void namesTheAccountWhoseKeyIsMissingWhenTheApplicationRuns() {
		process((application, hints) -> assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> run(application, (context) -> {
			}, "brevo.api-key=secret-key"))
			.havingRootCause()
			.withMessageContaining("brevo.accounts.sales.api-key"), "brevo.accounts.sales.heartbeat.interval=50s");
	}

	@Test
	void makesNothingWhereItWasSwitchedOff() {
		process((application, hints) -> run(application,
				(context) -> assertThat(context.getBeanProvider(BlockingConversationsClient.class)).isEmpty()),
				"brevo.enabled=false");
	}

	@Test
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
		TestGenerationContext generation = new TestGenerationContext(AheadOfTimeTests.class);
		ClassName initializer = initializer(generation, properties);
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

	private static ClassName initializer(TestGenerationContext generation, String... properties) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			context.register(TestApplication.class);
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

}
