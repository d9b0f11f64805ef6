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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import jakarta.inject.Named;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of where the beans of the default account are injected, and where they are not.
 */
@Timeout(120)
class DefaultAccountBeansTests {

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
						BrevoAccountsAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=default-key", "brevo.base-url=" + this.brevo.url());

	private final ApplicationContextRunner salesRunner = this.runner
		.withPropertyValues("brevo.accounts.sales.api-key=sales-key");

	@AfterEach
	void stop() {
		this.brevo.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { NamedSales.class, WithAliasSales.class, NoDefaultCandidateNamedSales.class,
			NamedSalesInCapitals.class })
	void areNotThoseOfTheAccountWhoseNameTheyHave(Class<?> configuration) {
		this.salesRunner.withUserConfiguration(configuration, NeedsSales.class).run((context) -> {
			assertThat(context).hasNotFailed();
			NeedsSales injected = context.getBean(NeedsSales.class);
			assertThat(injected.client).isSameAs(accounts(context).client("sales"));
			assertThat(context.getBean("own")).isNotSameAs(injected.client);
		});
	}

	@Test
	void areInjectedWithoutAQualifierIfTheyHaveTheNameOfAnAccount() {
		this.salesRunner.withUserConfiguration(NamedSales.class, NeedsDefault.class).run((context) -> {
			ConversationsClient own = context.getBean("sales", ConversationsClient.class);
			assertThat(context.getBean(NeedsDefault.class).client).isSameAs(own);
			assertThat(accounts(context).client("default")).isSameAs(own);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "none.such=1", "brevo.accounts.sales.api-key=sales-key" })
	void areInjectedWithTheQualifierOfTheirAccount(String property) {
		this.runner.withPropertyValues(property).withUserConfiguration(NeedsAllQualified.class).run((context) -> {
			NeedsAllQualified injected = context.getBean(NeedsAllQualified.class);
			assertThat(injected.client).isSameAs(accounts(context).client("default"));
			assertThat(injected.blocking).isSameAs(accounts(context).blockingClient("default"));
			assertThat(injected.presence).isSameAs(accounts(context).presence("default"));
			assertThat(injected.heartbeat).isSameAs(accounts(context).heartbeat("default"));
			assertThat(injected.store).isNotNull();
			assertThat(injected.details).isNotNull();
		});
	}

	@Test
	void areInjectedWithTheQualifierOfTheirAccountIfTheApplicationDefinesThem() {
		this.runner.withUserConfiguration(NamedMine.class, NeedsQualified.class)
			.run((context) -> assertThat(context.getBean(NeedsQualified.class).client)
				.isSameAs(context.getBean("mine")));
	}

	@Test
	void areInjectedByTheirNamesAsBefore() {
		this.salesRunner.withUserConfiguration(NamedMine.class, NeedsMine.class)
			.run((context) -> assertThat(context.getBean(NeedsMine.class).client).isSameAs(context.getBean("mine"))
				.isSameAs(accounts(context).client("default")));
		this.runner.withUserConfiguration(NeedsByNameOfTheStarter.class)
			.run((context) -> assertThat(context.getBean(NeedsByNameOfTheStarter.class).client)
				.isSameAs(accounts(context).client("default")));
	}

	@Test
	void areFoundInAParentByALookUpInAChildThatAddsAnAccount() {
		this.runner.run((parent) -> this.runner.withParent(parent)
			.withPropertyValues("brevo.accounts.sales.api-key=sales-key")
			.withUserConfiguration(NeedsDefault.class, NeedsSales.class)
			.run((child) -> {
				ConversationsClient client = parent.getBean(ConversationsClient.class);
				assertThat(child.getBeanFactory().getBean(ConversationsClient.class)).isSameAs(client);
				assertThat(child.getBean(NeedsDefault.class).client).isSameAs(client);
				assertThat(child.getBeanProvider(AgentPresence.class).getIfAvailable())
					.isSameAs(parent.getBean(AgentPresence.class));
				assertThat(child.getBeanFactory().getBean(BlockingConversationsClient.class))
					.isSameAs(parent.getBean(BlockingConversationsClient.class));
				assertThat(accounts(child).client("default")).isSameAs(client);
				assertThat(accounts(child).client("sales")).isSameAs(child.getBean(NeedsSales.class).client)
					.isNotSameAs(client);
				assertThat(accounts(child).names()).containsExactly("default", "sales");
				assertThat(accounts(parent).names()).containsExactly("default");
			}));
	}

	@ParameterizedTest
	@CsvSource({ "brevo.accounts.sales.heartbeat.concurrency, default-key", "none.such, named-key" })
	void areThoseOfAnAccountIfAClassIsNamedLikeOne(String property, String defaultKey) {
		this.runner.withPropertyValues(property + "=3").withUserConfiguration(NamedClass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(ConversationsClient.class).getMessage("m1").block();
			assertThat(this.brevo.heads()).last().asString().contains("api-key: " + defaultKey);
			if (accounts(context).names().contains("sales")) {
				accounts(context).client("sales").getMessage("m1").block();
				assertThat(this.brevo.heads()).last().asString().contains("api-key: named-key");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnPresence.class, OwnPresenceOfSales.class })
	void pingWhatIsMarkedInAPresenceOfTheApplicationsOwn(Class<?> configuration) {
		this.salesRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasNotFailed();
			String account = (configuration == OwnPresence.class) ? "default" : "sales";
			AgentPresence presence = context.getBean("own", AgentPresence.class);
			assertThat(accounts(context).presence(account)).isSameAs(presence);
			presence.markActive(AgentIdentity.ofId("liz")).join();
			Awaitility.await().until(() -> !this.brevo.heads().isEmpty());
			assertThat(this.brevo.heads().get(0)).contains("agentOnlinePing").contains("api-key: " + account + "-key");
		});
	}

	@Test
	void failIfAPresenceOfTheApplicationsOwnDoesNotUseTheStoreThatWasAskedFor() {
		ActiveAgentStore other = mock(ActiveAgentStore.class);
		this.runner.withUserConfiguration(OwnPresence.class)
			.withBean(ActiveAgentStore.class, () -> other)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("does not keep its marks in the account's ActiveAgentStore"));
	}

	private static BrevoAccounts accounts(AssertableApplicationContext context) {
		return context.getBean(BrevoAccounts.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class NamedSales {

		@Bean({ "sales", "own" })
		ConversationsClient client() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithAliasSales {

		@Bean({ "own", "sales" })
		ConversationsClient client() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedSalesInCapitals {

		@Bean({ "SALES", "own" })
		ConversationsClient client() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoDefaultCandidateNamedSales {

		@Bean(name = { "sales", "own" }, defaultCandidate = false)
		ConversationsClient client() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedMine {

		@Bean
		ConversationsClient mine() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPresence {

		@Bean
		AgentPresence own() {
			return AgentPresence.of(new InMemoryActiveAgentStore());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPresenceOfSales {

		@Bean
		@Qualifier("sales")
		AgentPresence own() {
			return AgentPresence.of(new InMemoryActiveAgentStore());
		}

	}

	@Named("sales")
	static class NamedClass implements BrevoApiKeyProvider {

		@Override
		public String getApiKey() {
			return "named-key";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsSales {

		@Autowired
		@Qualifier("sales")
		private ConversationsClient client;

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsDefault {

		@Autowired
		private ConversationsClient client;

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsMine {

		@Autowired
		@Qualifier("mine")
		private ConversationsClient client;

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsByNameOfTheStarter {

		@Autowired
		@Qualifier("brevoConversationsClient")
		private ConversationsClient client;

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsQualified {

		@Autowired
		@Qualifier(BrevoAccounts.DEFAULT)
		private ConversationsClient client;

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsAllQualified {

		@Autowired
		@Qualifier(BrevoAccounts.DEFAULT)
		private ConversationsClient client;

		@Autowired
		@Qualifier(BrevoAccounts.DEFAULT)
		private BlockingConversationsClient blocking;

		@Autowired
		@Qualifier(BrevoAccounts.DEFAULT)
		private AgentPresence presence;

		@Autowired
		@Qualifier(BrevoAccounts.DEFAULT)
		private AgentPresenceHeartbeat heartbeat;

		@Autowired
		@Qualifier(BrevoAccounts.DEFAULT)
		private ActiveAgentStore store;

		@Autowired
		@Qualifier(BrevoAccounts.DEFAULT)
		private BrevoConnectionDetails details;

	}

}
