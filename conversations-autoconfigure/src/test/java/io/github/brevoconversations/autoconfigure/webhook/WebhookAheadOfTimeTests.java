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

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint.WebhookDescriptor;
import io.github.brevoconversations.autoconfigure.health.BrevoWebhookHealthIndicator;
import io.github.brevoconversations.autoconfigure.store.ConversationInboxProperties;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import io.github.brevoconversations.webhook.redis.RedisConversationInbox;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of webhooks in an application that was processed ahead of time.
 */
@CompileWithForkedClassLoader
class WebhookAheadOfTimeTests {

	private static final String[] ACCOUNTS = { "brevo.webhook.secrets=secret", "brevo.api-key=key",
			"brevo.accounts.sales.api-key=key", "brevo.accounts.sales.webhook.secrets=of-sales" };

	private static final String[] SHARED = { "spring.application.name=ahead-of-time",
			"spring.data.redis.url=" + LocalRedis.sharedUrl(),
			"management.endpoints.web.exposure.include=brevowebhooks",
			"spring.datasource.url=jdbc:h2:mem:ahead-of-time;DB_CLOSE_DELAY=-1" };

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void keepsEventsInMemoryOnSpringMvc() {
		process(new AnnotationConfigServletWebApplicationContext(), servletContext(), "memory");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void keepsEventsInRedisOnSpringMvc() {
		process(new AnnotationConfigServletWebApplicationContext(), servletContext(), "redis");
	}

	@Test
	void keepsEventsInADatabaseOnSpringMvc() {
		process(new AnnotationConfigServletWebApplicationContext(), servletContext(), "jdbc");
	}

	@Test
	void keepsEventsInMemoryOnSpringWebFlux() {
		process(new AnnotationConfigReactiveWebApplicationContext(), new GenericReactiveWebApplicationContext(),
				"memory");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void keepsEventsInRedisOnSpringWebFlux() {
		process(new AnnotationConfigReactiveWebApplicationContext(), new GenericReactiveWebApplicationContext(),
				"redis");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void keepsEventsInADatabaseOnSpringWebFlux() {
		process(new AnnotationConfigReactiveWebApplicationContext(), new GenericReactiveWebApplicationContext(),
				"jdbc");
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void observesNamedAccountsOnly() {
		String[] noDefault = { "brevo.api-key=", "brevo.webhook.secrets=" };
		process(new AnnotationConfigServletWebApplicationContext(), (application, hints) -> run(application,
				servletContext(), (context) -> assertObserved(context, "sales"), noDefault), noDefault);
	}

	@Test
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	void letsThePropertiesBeBound() {
		ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();
		process(new AnnotationConfigServletWebApplicationContext(), (application, hints) -> {
			assertThat(reflection.onMethodInvocation(BrevoWebhookProperties.class, "setSecrets")).accepts(hints);
			assertThat(reflection.onMethodInvocation(ConversationInboxProperties.class, "setCapacity")).accepts(hints);
			assertThat(RuntimeHintsPredicates.resource()
				.forResource("io/github/brevoconversations/webhook/jdbc/schema-postgresql.sql")).accepts(hints);
		}, "brevo.webhook.inbox.type=jdbc");
	}

	private static void assertObserved(GenericApplicationContext context, String... accounts) {
		assertThat(context.getBean(BrevoWebhooksEndpoint.class).webhooks().block().webhooks())
			.extracting(WebhookDescriptor::account)
			.containsExactly(accounts);
		assertThat(context.getBean(BrevoWebhookHealthIndicator.class).health().block().getDetails())
			.containsOnlyKeys(accounts);
		assertThat(context.getBean(MeterRegistry.class).find("brevo.webhook.inbox.parked").gauges())
			.extracting((gauge) -> gauge.getId().getTag("account"))
			.containsExactlyInAnyOrder(accounts);
	}

	private static GenericApplicationContext servletContext() {
		GenericWebApplicationContext context = new GenericWebApplicationContext();
		context.setServletContext(new MockServletContext());
		return context;
	}

	private static <C extends GenericApplicationContext & AnnotationConfigRegistry> void process(C source,
			GenericApplicationContext target, String inbox) {
		process(source, (application, hints) -> run(application, target, (context) -> {
			BrevoWebhooks webhooks = context.getBean(BrevoWebhooks.class);
			assertThat(webhooks.all()).extracting(BrevoWebhook::path)
				.containsExactly("/brevo/webhook", "/brevo/webhook/sales");
			assertThat(webhooks.isRunning()).isTrue();
			assertThat(context.containsBean("brevoWebhookRouterFunction")).isTrue();
			ConversationInbox kept = webhooks.all().get(0).inbox();
			assertThat(kept instanceof RedisConversationInbox).isEqualTo(inbox.equals("redis"));
			assertThat(kept instanceof JdbcConversationInbox).isEqualTo(inbox.equals("jdbc"));
			assertThat(kept.size().block()).isNotNull();
			assertObserved(context, "default", "sales");
		}, "brevo.webhook.inbox.type=" + inbox), "brevo.webhook.inbox.type=" + inbox);
	}

	private static <C extends GenericApplicationContext & AnnotationConfigRegistry> void process(C source,
			BiConsumer<ApplicationContextInitializer<GenericApplicationContext>, RuntimeHints> test,
			String... properties) {
		TestGenerationContext generation = new TestGenerationContext(WebhookAheadOfTimeTests.class);
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		ClassName initializer;
		try (source) {
			TestPropertyValues.of(ACCOUNTS).and(SHARED).and(properties).applyTo(source);
			source.register(TestApplication.class);
			initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			@SuppressWarnings("unchecked")
			ApplicationContextInitializer<GenericApplicationContext> application = compiled
				.getInstance(ApplicationContextInitializer.class, initializer.toString());
			test.accept(application, generation.getRuntimeHints());
		});
	}

	private static void run(ApplicationContextInitializer<GenericApplicationContext> application,
			GenericApplicationContext context, Consumer<GenericApplicationContext> test, String... properties) {
		try (context) {
			TestPropertyValues.of(ACCOUNTS).and(SHARED).and(properties).applyTo(context);
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
