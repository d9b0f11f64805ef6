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

import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of beans for accounts that are made in unusual ways.
 */
@Timeout(120)
class UnusualBeansTests {

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
						BrevoAccountsAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=DEFAULT", "brevo.base-url=" + this.brevo.url());

	@AfterEach
	void close() {
		this.brevo.close();
	}

	@Test
	void authenticatesItsAccountIfAFactoryMakesIt() {
		this.runner.withUserConfiguration(MadeByAFactory.class).run((context) -> {
			accounts(context).client("sales").getMessage("m1").block();
			context.getBean(ConversationsClient.class).getMessage("m1").block();
			assertThat(this.brevo.heads()).hasSize(2);
			assertThat(this.brevo.heads().get(0)).contains("api-key: SALES");
			assertThat(this.brevo.heads().get(1)).contains("api-key: DEFAULT");
		});
	}

	@Test
	void isIgnoredIfItIsNull() {
		this.runner.withUserConfiguration(NullProvider.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidBrevoAccountException.class)
				.hasMessageContaining("The Brevo account 'sales' has no API key"));
		this.runner.withUserConfiguration(NullProvider.class)
			.withPropertyValues("brevo.accounts.sales.api-key=SALES")
			.run((context) -> {
				accounts(context).client("sales").getMessage("m1").block();
				assertThat(this.brevo.heads()).singleElement().asString().contains("api-key: SALES");
			});
	}

	@Test
	void belongsToItsAccountEvenIfItIsPrimary() {
		this.runner.withUserConfiguration(PrimaryOfSales.class).run((context) -> {
			assertThat(context.getBean(ConversationsClient.class)).isSameAs(accounts(context).client("default"))
				.isNotSameAs(context.getBean("ofSales"));
			assertThat(accounts(context).client("sales")).isSameAs(context.getBean("ofSales"));
		});
	}

	@Test
	void replacesTheStartersBeanEvenIfItIsAFallback() {
		this.runner.withUserConfiguration(FallbackOfDefault.class)
			.withPropertyValues("brevo.accounts.sales.api-key=SALES")
			.run((context) -> {
				assertThat(accounts(context).client("default")).isSameAs(context.getBean("anyFallback"));
				assertThat(accounts(context).client("sales")).isNotSameAs(context.getBean("anyFallback"));
			});
	}

	@Test
	void isCreatedOnFirstUseIfItIsLazy() {
		this.runner.withUserConfiguration(LazyOfSales.class)
			.withPropertyValues("brevo.presence.enabled=false")
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((beanFactory) -> {
				for (String name : beanFactory.getBeanDefinitionNames()) {
					beanFactory.getBeanDefinition(name).setLazyInit(true);
				}
			}))
			.run((context) -> {
				assertThat(context.getBeanFactory().containsSingleton("ofSales")).isFalse();
				accounts(context).client("sales").getMessage("m1").block();
				assertThat(this.brevo.heads()).singleElement().asString().contains("api-key: SALES");
			});
	}

	@Test
	void mayHaveAnyNameThatTheStarterDoesNotUse() {
		this.runner.withPropertyValues("brevo.accounts.sales.api-key=SALES")
			.withBean("conversationsClient", String.class, () -> "of another")
			.withBean("agentPresence", String.class, () -> "of another")
			.withBean("agentPresenceHeartbeat", String.class, () -> "of another")
			.withBean("activeAgentStore", String.class, () -> "of another")
			.withBean("rateLimitTracker", String.class, () -> "of another")
			.withBean("salesConversationsClient", String.class, () -> "of another")
			.run((context) -> assertThat(accounts(context).names()).containsExactly("default", "sales"));
	}

	@Test
	void isAddedToWhatAParentHasForAnotherAccount() {
		this.runner
			.run((parent) -> this.runner.withUserConfiguration(MadeByAFactory.class).withParent(parent).run((child) -> {
				assertThat(accounts(child).names()).containsExactly("default", "sales");
				assertThat(accounts(child).client("default")).isSameAs(accounts(parent).client("default"));
				assertThat(accounts(parent).names()).containsExactly("default");
			}));
	}

	private static BrevoAccounts accounts(AssertableApplicationContext context) {
		return context.getBean(BrevoAccounts.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class MadeByAFactory {

		@Bean
		@Qualifier("sales")
		KeyProviderFactory keys() {
			return new KeyProviderFactory();
		}

	}

	static class KeyProviderFactory implements FactoryBean<BrevoApiKeyProvider> {

		@Override
		public BrevoApiKeyProvider getObject() {
			return () -> "SALES";
		}

		@Override
		public Class<?> getObjectType() {
			return BrevoApiKeyProvider.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NullProvider {

		@Bean
		@Qualifier("sales")
		@Nullable BrevoApiKeyProvider none() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOfSales {

		@Bean
		@Primary
		@Qualifier("sales")
		ConversationsClient ofSales() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FallbackOfDefault {

		@Bean
		@Fallback
		ConversationsClient anyFallback() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyOfSales {

		@Bean
		@Lazy
		@Qualifier("sales")
		BrevoApiKeyProvider ofSales() {
			return () -> "SALES";
		}

	}

}
