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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of whose a bean is, which its qualifier says and nothing else: none of these is
 * marked in any other way.
 */
@Timeout(120)
class AccountQualifierTests {

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final LoopbackBrevo salesBrevo = new LoopbackBrevo();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
						BrevoAccountsAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=DEFAULT", "brevo.base-url=" + this.brevo.url(),
				"brevo.accounts.sales.base-url=" + this.salesBrevo.url(), "test.base-url=" + this.salesBrevo.url());

	private final ApplicationContextRunner salesRunner = this.runner
		.withPropertyValues("brevo.accounts.sales.api-key=PROPERTY");

	@AfterEach
	void stop() {
		this.brevo.close();
		this.salesBrevo.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { OnMethod.class, OnClass.class, ByAnnotation.class, ByAnnotationOnClass.class,
			ByOwnValue.class, ByDefaultOfOwnValue.class, ByOwnValueOnClass.class, Scoped.class })
	void authenticatesOnlyItsAccountByAKeyProvider(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.run(this::sendsEachAccountsKey);
	}

	@Test
	void authenticatesOnlyItsAccountByAKeyProviderWhoseDefinitionHasTheQualifier() {
		this.runner.withInitializer((context) -> {
			RootBeanDefinition definition = new RootBeanDefinition(BrevoApiKeyProvider.class, () -> () -> "SALES");
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, "sales"));
			((GenericApplicationContext) context).registerBeanDefinition("anyName", definition);
		}).run(this::sendsEachAccountsKey);
	}

	@Test
	void authenticatesOnlyItsAccountByAKeyProviderWhoseDefinitionHasACustomQualifier() {
		this.runner.withInitializer((context) -> {
			RootBeanDefinition definition = new RootBeanDefinition(BrevoApiKeyProvider.class, () -> () -> "SALES");
			definition.addQualifier(new AutowireCandidateQualifier(Account.class, "sales"));
			((GenericApplicationContext) context).registerBeanDefinition("anyName", definition);
		}).run(this::sendsEachAccountsKey);
	}

	private void sendsEachAccountsKey(AssertableApplicationContext context) {
		context.getBean(ConversationsClient.class).getMessage("m1").block();
		accounts(context).client("sales").getMessage("m1").block();
		assertThat(keys(this.brevo)).containsExactly("DEFAULT");
		assertThat(keys(this.salesBrevo)).containsExactly("SALES");
	}

	@Test
	void connectsOnlyItsAccountByConnectionDetails() {
		this.runner.withUserConfiguration(OwnConnection.class).run(this::sendsEachAccountsKey);
	}

	@Test
	void knowsAnAccountByItsKeyProviderAlone() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
					AgentPresenceAutoConfiguration.class, BrevoAccountsAutoConfiguration.class,
					TaskSchedulingAutoConfiguration.class))
			.withUserConfiguration(OnMethod.class)
			.withPropertyValues("brevo.api-key=DEFAULT", "brevo.base-url=" + this.brevo.url())
			.run((context) -> {
				assertThat(accounts(context).names()).containsExactly("default", "sales");
				context.getBean(ConversationsClient.class).getMessage("m1").block();
				accounts(context).client("sales").getMessage("m1").block();
				assertThat(keys(this.brevo)).containsExactly("DEFAULT", "SALES");
			});
	}

	@Test
	void holdsOnlyItsAccountsAgentsInAStore() {
		this.salesRunner.withUserConfiguration(OwnStore.class).run((context) -> {
			ActiveAgentStore store = context.getBean("anyStore", ActiveAgentStore.class);
			accounts(context).presence("sales").markActive(AgentIdentity.ofId("bob")).join();
			context.getBean(AgentPresence.class).markActive(AgentIdentity.ofId("liz")).join();
			assertThat(store.list(10).block()).singleElement()
				.satisfies((agent) -> assertThat(agent.identity()).isEqualTo(AgentIdentity.ofId("bob")));
			assertThat(context.getBean(ActiveAgentStore.class)).isNotSameAs(store);
		});
	}

	@Test
	void replacesTheClientOfItsAccountAndNoOther() {
		this.salesRunner.withUserConfiguration(OwnClient.class, Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			ConversationsClient own = context.getBean("salesConversationsClient", ConversationsClient.class);
			assertThat(injected.sales).isSameAs(own).isSameAs(accounts(context).client("sales"));
			assertThat(injected.client).isNotSameAs(own).isSameAs(accounts(context).client("default"));
			injected.blocking.getMessage("m1");
			assertThat(keys(this.brevo)).containsExactly("DEFAULT");
			assertThat(accounts(context).heartbeat("sales")).isNotNull();
		});
	}

	@Test
	void needsNoKeyForAnAccountWithAClientOfItsOwn() {
		this.runner.withUserConfiguration(OwnClient.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(BrevoAccounts.class)
				.satisfies((accounts) -> assertThat(accounts.names()).containsExactly("default", "sales")));
	}

	@Test
	void replacesTheOtherBeansOfItsAccount() {
		this.salesRunner.withUserConfiguration(OwnBeans.class).run((context) -> {
			BrevoAccounts accounts = accounts(context);
			assertThat(accounts.blockingClient("sales")).isSameAs(context.getBean("anyBlocking"));
			assertThat(accounts.presence("sales")).isSameAs(context.getBean("anyPresence"));
			assertThat(accounts.heartbeat("sales")).isSameAs(context.getBean("anyHeartbeat"));
			assertThat(accounts.blockingClient("default")).isNotSameAs(context.getBean("anyBlocking"));
			assertThat(accounts.presence("default")).isNotSameAs(context.getBean("anyPresence"));
			assertThat(accounts.heartbeat("default")).isNotSameAs(context.getBean("anyHeartbeat"));
		});
	}

	@Test
	void assignsABeanWithoutAQualifierToTheDefaultAccountWhateverItsName() {
		this.salesRunner.withUserConfiguration(OnlyNamedLikeAnAccount.class).run((context) -> {
			assertThat(accounts(context).client("default")).isSameAs(context.getBean("salesConversationsClient"));
			assertThat(accounts(context).client("sales")).isNotSameAs(context.getBean("salesConversationsClient"));
		});
	}

	@Test
	void leavesTwoClientsOfTheApplicationToTheApplication() {
		this.runner.withPropertyValues("brevo.accounts.sales.api-key=PROPERTY")
			.withBean("first", ConversationsClient.class, () -> mock(ConversationsClient.class))
			.withBean("second", ConversationsClient.class, () -> mock(ConversationsClient.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(accounts(context).names()).containsExactly("sales");
			});
	}

	@Test
	void isNotCreatedIfAParentContextHasIt() {
		this.salesRunner.withPropertyValues("brevo.accounts.sales.heartbeat.agents[0].id=bob")
			.run((parent) -> this.salesRunner.withParent(parent).run((child) -> {
				assertThat(child).hasNotFailed();
				assertThat(child.getBeanFactory().getBeanNamesForType(AgentPresenceHeartbeat.class)).isEmpty();
				assertThat(child.getBeanFactory().getBeanNamesForType(ConversationsClient.class)).isEmpty();
				assertThat(accounts(child).names()).containsExactly("default", "sales");
				assertThat(accounts(child).client("sales")).isSameAs(accounts(parent).client("sales"));
				assertThat(accounts(child).client("default")).isSameAs(accounts(parent).client("default"));
			}));
	}

	@Test
	void isLookedUpEachTime() {
		this.runner.withUserConfiguration(Prototype.class)
			.run((context) -> assertThat(accounts(context).client("sales"))
				.isNotSameAs(accounts(context).client("sales")));
	}

	@Test
	void keepsTheOrderOfTheBeans() {
		this.salesRunner.withUserConfiguration(Ordered.class).run((context) -> {
			accounts(context).client("sales").getMessage("m1").block();
			context.getBean(ConversationsClient.class).getMessage("m1").block();
			assertThat(this.salesBrevo.heads()).singleElement().asString().startsWith("GET /second/");
			assertThat(this.brevo.heads()).singleElement().asString().startsWith("GET /v3/");
		});
	}

	@Test
	void failsForAQualifierThatNamesNoAccount() {
		this.salesRunner.withUserConfiguration(Misspelt.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.isInstanceOfSatisfying(InvalidBrevoAccountException.class, (failure) -> {
					assertThat(failure).hasMessageContaining("'misspeltStore'")
						.hasMessageContaining("'slaes'")
						.hasMessageContaining("sales");
					assertThat(failure.getAction()).contains("Correct the qualifier");
				}));
	}

	@ParameterizedTest
	@ValueSource(classes = { MisspeltKey.class, MisspeltToken.class })
	void failsForAProviderWhoseQualifierNamesNoAccount(Class<?> configuration) {
		this.salesRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getStartupFailure()).isInstanceOfSatisfying(
					InvalidBrevoAccountException.class, (failure) -> assertThat(failure).hasMessageContaining("'slaes'")
						.hasMessageEndingWith("Known accounts: sales.")));
	}

	@ParameterizedTest
	@ValueSource(classes = { MisspeltKey.class, MisspeltToken.class })
	void makesAccountsOfProvidersAloneIfThereAreNoOthers(Class<?> configuration) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
					AgentPresenceAutoConfiguration.class, BrevoAccountsAutoConfiguration.class,
					TaskSchedulingAutoConfiguration.class))
			.withPropertyValues("brevo.api-key=DEFAULT", "brevo.base-url=" + this.brevo.url())
			.withUserConfiguration(configuration)
			.run((context) -> assertThat(accounts(context).names()).containsExactlyInAnyOrder("default", "slaes"));
	}

	private static BrevoAccounts accounts(AssertableApplicationContext context) {
		return context.getBean(BrevoAccounts.class);
	}

	private static List<String> keys(LoopbackBrevo brevo) {
		return brevo.heads().stream().flatMap(AccountQualifierTests::keys).toList();
	}

	private static Stream<String> keys(String head) {
		return head.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("api-key: "))
			.map((line) -> line.substring("api-key: ".length()));
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Qualifier("sales")
	@interface Sales {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Qualifier
	@interface Account {

		String value() default "sales";

	}

	@Configuration(proxyBeanMethods = false)
	static class OnMethod {

		@Bean
		@Qualifier("sales")
		BrevoApiKeyProvider anyName() {
			return () -> "SALES";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByAnnotation {

		@Bean
		@Sales
		BrevoApiKeyProvider anyName() {
			return () -> "SALES";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByOwnValue {

		@Bean
		@Account("sales")
		BrevoApiKeyProvider anyName() {
			return () -> "SALES";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByDefaultOfOwnValue {

		@Bean
		@Account
		BrevoApiKeyProvider anyName() {
			return () -> "SALES";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Qualifier("sales")
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		BrevoApiKeyProvider anyName() {
			return () -> "SALES";
		}

	}

	@Qualifier("sales")
	static class OnClass implements BrevoApiKeyProvider {

		@Override
		public String getApiKey() {
			return "SALES";
		}

	}

	@Account("sales")
	static class ByOwnValueOnClass implements BrevoApiKeyProvider {

		@Override
		public String getApiKey() {
			return "SALES";
		}

	}

	@Sales
	static class ByAnnotationOnClass extends OnClass {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnection {

		@Bean
		@Qualifier("sales")
		BrevoConnectionDetails anyConnection(Environment environment) {
			return new BrevoConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return environment.getRequiredProperty("test.base-url");
				}

				@Override
				public String getApiKey() {
					return "SALES";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStore {

		@Bean
		@Qualifier("sales")
		ActiveAgentStore anyStore() {
			return new InMemoryActiveAgentStore();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		@Qualifier("sales")
		ConversationsClient salesConversationsClient() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		@Qualifier("sales")
		BlockingConversationsClient anyBlocking() {
			return mock(BlockingConversationsClient.class);
		}

		@Bean
		@Qualifier("sales")
		AgentPresence anyPresence() {
			return mock(AgentPresence.class);
		}

		@Bean
		@Qualifier("sales")
		AgentPresenceHeartbeat anyHeartbeat() {
			return mock(AgentPresenceHeartbeat.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnlyNamedLikeAnAccount {

		@Bean
		ConversationsClient salesConversationsClient() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototype {

		@Bean
		@Qualifier("sales")
		@Scope("prototype")
		ConversationsClient anyClient() {
			return mock(ConversationsClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordered {

		@Bean
		@Qualifier("sales")
		@Order(2)
		ConversationsClientBuilderCustomizer anyLast(Environment environment) {
			return (builder) -> builder.baseUrl(baseUrl(environment, "second"));
		}

		@Bean
		@Qualifier("sales")
		@Order(1)
		ConversationsClientBuilderCustomizer anyFirst(Environment environment) {
			return (builder) -> builder.baseUrl(baseUrl(environment, "first"));
		}

		private static String baseUrl(Environment environment, String path) {
			return environment.getRequiredProperty("test.base-url").replace("v3", path);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Misspelt {

		@Bean
		@Qualifier("slaes")
		ActiveAgentStore misspeltStore() {
			return new InMemoryActiveAgentStore();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MisspeltKey {

		@Bean
		@Qualifier("slaes")
		BrevoApiKeyProvider misspeltKey() {
			return () -> "SALES";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MisspeltToken {

		@Bean
		@Qualifier("slaes")
		BrevoAccessTokenProvider misspeltToken() {
			return () -> Mono.just("SALES");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Autowired
		private ConversationsClient client;

		@Autowired
		private BlockingConversationsClient blocking;

		@Autowired
		@Sales
		private ConversationsClient sales;

	}

}
