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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.WebhookListener;
import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookRequest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which account's events a bean hears: those of the account that its qualifier
 * names, or those of all accounts if it has no qualifier.
 */
@Timeout(60)
class AccountListenersTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrevoWebhookAutoConfiguration.class))
		.withBean(Heard.class)
		.withPropertyValues("brevo.webhook.secrets=secret", "brevo.accounts.north-sales.webhook.secrets=other");

	@Test
	void hearAllAccountsWithoutAQualifierAndOneWithIt() {
		this.contextRunner.withUserConfiguration(Handlers.class).run((context) -> {
			assertThat(heardOf(context, "default")).containsExactly("first of default", "all", "made");
			assertThat(heardOf(context, "north-sales")).containsExactly("by annotation", "by class", "all",
					"by spelling", "made");
		});
	}

	@Test
	void areToldOfTheRequestsOfTheirAccount() {
		this.contextRunner.withUserConfiguration(Listeners.class).run((context) -> {
			assertThat(heardOf(context, "default")).containsExactly("any default");
			assertThat(heardOf(context, "north-sales")).containsExactly("sales north-sales", "any north-sales");
		});
	}

	@Test
	void areToldWhateverOthersThrow() {
		this.contextRunner.withUserConfiguration(Listeners.class, Throwing.class)
			.run((context) -> assertThat(heardOf(context, "north-sales")).containsExactly("sales north-sales",
					"any north-sales"));
	}

	@Test
	void hearThoseOfAChildContextAsWell() {
		new ApplicationContextRunner().withBean(Heard.class)
			.withUserConfiguration(OfTheParent.class)
			.run((parent) -> new WebApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(BrevoWebhookAutoConfiguration.class))
				.withPropertyValues("brevo.webhook.secrets=secret", "brevo.accounts.north-sales.webhook.secrets=other")
				.withUserConfiguration(OfTheChild.class)
				.withParent(parent)
				.run((child) -> {
					assertThat(heardOf(child, "default")).containsExactly("second, of the child",
							"third, of the parent");
					assertThat(heardOf(child, "north-sales")).containsExactly("first, of the parent",
							"second, of the child", "third, of the parent");
				}));
	}

	@Test
	void isIgnoredIfItIsNull() {
		this.contextRunner.withUserConfiguration(Nothing.class)
			.run((context) -> assertThat(heardOf(context, "north-sales")).isEmpty());
	}

	@Test
	void hearAnAccountThatHasNoKey() {
		this.contextRunner.withUserConfiguration(Handlers.class)
			.withPropertyValues("brevo.webhook.secrets=")
			.run((context) -> assertThat(context.getBean(BrevoWebhooks.class).all()).singleElement()
				.extracting(BrevoWebhook::account)
				.isEqualTo("north-sales"));
	}

	@ParameterizedTest
	@ValueSource(classes = { MisspeltHandler.class, MisspeltListener.class })
	void failForAQualifierThatIsNoAccounts(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidBrevoAccountException.class)
				.rootCause()
				.hasMessageContaining("'nrth-sales'")
				.hasMessageContaining("Known accounts: north-sales"));
	}

	private static List<String> heardOf(ApplicationContext context, String account) {
		Heard heard = context.getBean(Heard.class);
		heard.texts.clear();
		BrevoWebhook webhook = context.getBean(BrevoWebhooks.class)
			.all()
			.stream()
			.filter((candidate) -> candidate.account().equals(account))
			.findFirst()
			.orElseThrow();
		byte[] body = WebhookApplication.message("m-" + account, "Hello").getBytes(StandardCharsets.UTF_8);
		HttpHeaders headers = new HttpHeaders();
		headers.setBasicAuth("brevo", account.equals("default") ? "secret" : "other");
		assertThat(
				webhook.receiver().receive(new WebhookRequest("POST", headers, Map.of(), null), body).block().status())
			.isEqualTo(200);
		Awaitility.await().until(() -> webhook.inbox().size().block().equals(new InboxSize(0, 0)));
		return new ArrayList<>(heard.texts);
	}

	/**
	 * What the beans heard.
	 */
	static class Heard {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		ConversationEventHandler as(String text) {
			return (event) -> Mono.fromRunnable(() -> this.texts.add(text));
		}

		WebhookListener toldAs(String text) {
			return new WebhookListener() {

				@Override
				public void onRequest(String account, WebhookOutcome outcome) {
					Heard.this.texts.add(text + " " + account);
				}

			};
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Qualifier("north-sales")
	@interface NorthSales {

	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		@Order(5)
		@Qualifier("northSales")
		ConversationEventHandler bySpelling(Heard heard) {
			return heard.as("by spelling");
		}

		@Bean
		@Order(4)
		ConversationEventHandler all(Heard heard) {
			return heard.as("all");
		}

		@Bean
		@Order(1)
		@NorthSales
		ConversationEventHandler byAnnotation(Heard heard) {
			return heard.as("by annotation");
		}

		@Bean
		@Order(2)
		ByClass byClass(Heard heard) {
			return new ByClass(heard);
		}

		@Bean
		@Order(3)
		@Qualifier("default")
		ConversationEventHandler ofDefault(Heard heard) {
			return heard.as("first of default");
		}

		@Bean
		Made made(Heard heard) {
			return new Made(heard);
		}

	}

	@NorthSales
	static class ByClass implements ConversationEventHandler {

		private final Heard heard;

		ByClass(Heard heard) {
			this.heard = heard;
		}

		@Override
		public Mono<Void> handle(ConversationEvent event) {
			return this.heard.as("by class").handle(event);
		}

	}

	static class Made implements FactoryBean<ConversationEventHandler> {

		private final Heard heard;

		Made(Heard heard) {
			this.heard = heard;
		}

		@Override
		public ConversationEventHandler getObject() {
			return this.heard.as("made");
		}

		@Override
		public Class<?> getObjectType() {
			return ConversationEventHandler.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@Bean
		@Order(2)
		WebhookListener any(Heard heard) {
			return heard.toldAs("any");
		}

		@Bean
		@Order(1)
		@NorthSales
		WebhookListener ofSales(Heard heard) {
			return heard.toldAs("sales");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Throwing {

		@Bean
		@Order(0)
		WebhookListener throwing() {
			return new WebhookListener() {

				@Override
				public void onRequest(String account, WebhookOutcome outcome) {
					throw new NoClassDefFoundError();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfTheParent {

		@Bean
		@Order(1)
		@NorthSales
		ConversationEventHandler ofSales(Heard heard) {
			return heard.as("first, of the parent");
		}

		@Bean
		@Order(3)
		ConversationEventHandler ofAll(Heard heard) {
			return heard.as("third, of the parent");
		}

		@Bean
		ConversationEventHandler hidden(Heard heard) {
			return heard.as("hidden");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfTheChild {

		@Bean
		@Order(2)
		ConversationEventHandler hidden(Heard heard) {
			return heard.as("second, of the child");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

		@Bean
		@NorthSales
		@Nullable ConversationEventHandler nothing() {
			return null;
		}

		@Bean
		@Nullable WebhookListener none() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MisspeltHandler {

		@Bean
		@Qualifier("nrth-sales")
		ConversationEventHandler misspelt(Heard heard) {
			return heard.as("");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MisspeltListener {

		@Bean
		@Qualifier("nrth-sales")
		WebhookListener misspelt(Heard heard) {
			return heard.toldAs("");
		}

	}

}
