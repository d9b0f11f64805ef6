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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoKeyException;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.autoconfigure.oauth2.TokenServer;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreFactory;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RateLimitObserver;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceEvent;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.RateLimitTracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BrevoAccountsAutoConfiguration}.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BrevoAccountsAutoConfigurationTests {

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final LoopbackBrevo salesBrevo = new LoopbackBrevo();

	private final ApplicationContextRunner emptyRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(BrevoAccountsAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
					ConversationsClientAutoConfiguration.class, TaskSchedulingAutoConfiguration.class,
					WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
					HttpClientAutoConfiguration.class, SslAutoConfiguration.class));

	private final ApplicationContextRunner namedRunner = this.emptyRunner.withPropertyValues(
			"brevo.base-url=" + this.brevo.url(), "brevo.accounts.sales.api-key=sales-key",
			"brevo.accounts.sales.base-url=" + this.salesBrevo.url(), "brevo.accounts.support.api-key=support-key");

	private final ApplicationContextRunner contextRunner = this.namedRunner
		.withPropertyValues("brevo.api-key=default-key", "brevo.partner-key=default-partner");

	@AfterEach
	void stop() {
		this.brevo.close();
		this.salesBrevo.close();
	}

	@Test
	void injectsTheDefaultAccountWithoutAQualifierAndOthersWithTheirName() {
		this.contextRunner.withUserConfiguration(Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			injected.client.getMessage("m1").block();
			injected.support.getMessage("m1").block();
			injected.sales.getMessage("m1");
			assertThat(keys(this.brevo)).containsExactly("default-key", "support-key");
			assertThat(keys(this.salesBrevo)).containsExactly("sales-key");
			assertThat(this.brevo.heads().get(0)).contains("default-partner");
			assertThat(this.brevo.heads().get(1)).doesNotContain("default-partner");
			assertThat(injected.salesPresence).isNotSameAs(injected.presence);
		});
	}

	@Test
	void givesEachAccountAPresenceOfItsOwn() {
		this.contextRunner.run((context) -> {
			BrevoAccounts accounts = accounts(context);
			accounts.presence("sales").markActive(AgentIdentity.ofId("liz")).join();
			accounts.presence("default").markActive(AgentIdentity.ofId("max")).join();
			Awaitility.await().until(() -> !this.salesBrevo.heads().isEmpty() && !this.brevo.heads().isEmpty());
			assertThat(keys(this.salesBrevo)).containsOnly("sales-key");
			assertThat(keys(this.brevo)).containsOnly("default-key");
			assertThat(accounts.presence("sales").activeAgents().join()).containsExactly(AgentIdentity.ofId("liz"));
			assertThat(accounts.presence("support").activeAgents().join()).isEmpty();
			assertThat(context.getBeansOfType(AgentPresenceHeartbeat.class)).hasSize(3)
				.allSatisfy((name, heartbeat) -> assertThat(heartbeat.isRunning()).isTrue());
			assertThat(context).doesNotHaveBean(TaskScheduler.class);
		});
	}

	@Test
	void hasTheClientsOfAllAccountsByName() {
		this.contextRunner.run((context) -> {
			BrevoAccounts accounts = accounts(context);
			assertThat(accounts.names()).containsExactly("default", "sales", "support");
			assertThat(accounts.client("default")).isSameAs(context.getBean("brevoConversationsClient"));
			assertThat(accounts.client("sales")).isSameAs(qualified(context, ConversationsClient.class, "sales"));
			assertThat(accounts.blockingClient("sales"))
				.isSameAs(qualified(context, BlockingConversationsClient.class, "sales"));
			assertThatExceptionOfType(NoSuchBrevoAccountException.class).isThrownBy(() -> accounts.client("sale"))
				.withMessage("There is no Brevo account 'sale'. Known accounts: default, sales, support")
				.satisfies(
						(failure) -> assertThat(failure.getAccounts()).containsExactly("default", "sales", "support"));
			assertThatIllegalArgumentException().isThrownBy(() -> accounts.heartbeat("sale"));
			assertThatIllegalArgumentException().isThrownBy(() -> accounts.presence("sale"));
		});
	}

	@Test
	void hasTheClientOfTheOnlyAccountByName() {
		this.emptyRunner.withPropertyValues("brevo.api-key=default-key")
			.run((context) -> assertThat(accounts(context).names()).containsExactly("default"));
	}

	@Test
	void hasNoDefaultAccountWhenOnlyOthersAreConfigured() {
		this.namedRunner.run((context) -> {
			assertThat(accounts(context).names()).containsExactly("sales", "support");
			assertThat(context.getBeanNamesForType(ConversationsClient.class)).hasSize(2);
			assertThat(context).doesNotHaveBean(TaskScheduler.class);
			assertThatExceptionOfType(UnsatisfiedDependencyException.class)
				.isThrownBy(() -> context.getAutowireCapableBeanFactory().createBean(NeedsClient.class))
				.withCauseInstanceOf(NoSuchBeanDefinitionException.class);
		});
	}

	@Test
	void backsOffWithoutAnAccount() {
		this.emptyRunner.run((context) -> assertThat(context).doesNotHaveBean(BrevoAccounts.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.contextRunner.withPropertyValues("brevo.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ConversationsClient.class)
				.doesNotHaveBean(BrevoAccounts.class)
				.doesNotHaveBean(AgentPresence.class)
				.doesNotHaveBean(BrevoAccountsPostProcessor.class));
	}

	@Test
	void failsForAnAccountWithoutAKey() {
		this.contextRunner.withPropertyValues("brevo.accounts.empty.heartbeat.interval=30s")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidBrevoAccountException.class)
				.hasMessageContaining("'brevo.accounts.empty.api-key'")
				.hasMessageEndingWith("Known accounts: default, sales, support, empty."));
	}

	@Test
	void inheritsFromTheDefaultAccountWhatAnAccountDoesNotSet() {
		this.contextRunner
			.withPropertyValues("brevo.http.read-timeout=7s", "brevo.retry.max-retries=1",
					"brevo.heartbeat.interval=50s", "brevo.heartbeat.agents[0].id=liz",
					"brevo.accounts.sales.heartbeat.interval=40s", "brevo.accounts.sales.http.connect-timeout=3s",
					"brevo.accounts.support.heartbeat.agents[0].id=max")
			.run((context) -> {
				BrevoAccountProperties sales = properties(context, "sales");
				assertThat(sales.getHttp().getReadTimeout()).hasSeconds(7);
				assertThat(sales.getHttp().getConnectTimeout()).hasSeconds(3);
				assertThat(sales.getRetry().getMaxRetries()).isOne();
				assertThat(sales.getHeartbeat().getInterval()).hasSeconds(40);
				assertThat(sales.getHeartbeat().getAgents()).isEmpty();
				assertThat(sales.getPartnerKey()).isNull();
				BrevoAccountProperties support = properties(context, "support");
				assertThat(support.getHeartbeat().getInterval()).hasSeconds(50);
				assertThat(support.getHeartbeat().getAgents()).singleElement()
					.extracting(BrevoAccountProperties.Agent::getId)
					.isEqualTo("max");
			});
	}

	@Test
	void disablesTheHeartbeatOfOneAccount() {
		this.contextRunner.withPropertyValues("brevo.accounts.sales.heartbeat.enabled=false").run((context) -> {
			assertThat(accounts(context).heartbeat("sales")).isNull();
			assertThat(accounts(context).presence("sales")).isNotNull();
			assertThat(accounts(context).heartbeat("support")).isNotNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"brevo.accounts.sales.http.read-timeout=-1s | brevo.accounts.sales.http.read-timeout",
			"brevo.accounts.sales.base-url=nowhere | brevo.accounts.sales.base-url",
			"brevo.accounts.sales.retry.delay=-1s | brevo.accounts.sales.retry.delay",
			"brevo.accounts.sales.heartbeat.interval=0s | brevo.accounts.sales.heartbeat.interval",
			"brevo.accounts.sales.heartbeat.agents[0].email=a@b.org | brevo.accounts.sales.heartbeat.agents[0].name",
			"brevo.http.read-timeout=-1s | brevo.http.read-timeout" })
	void namesThePropertyThatCannotBeUsed(String property, String name) {
		this.namedRunner.withPropertyValues(property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo(name)));
	}

	@Test
	void namesTheKeyThatCannotBeUsed() {
		this.namedRunner.withPropertyValues("brevo.accounts.sales.api-key=sec ret")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidBrevoKeyException.class)
				.hasMessageContaining("brevo.accounts.sales.api-key")
				.hasMessageNotContaining("sec ret"));
	}

	@Test
	void failsForAKeyTogetherWithARegistration() {
		this.namedRunner.withPropertyValues("brevo.accounts.sales.oauth2.registration-id=brevo")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(MutuallyExclusiveConfigurationPropertiesException.class,
						(failure) -> assertThat(failure.getConfiguredNames()).containsExactlyInAnyOrder(
								"brevo.accounts.sales.api-key", "brevo.accounts.sales.oauth2.registration-id")));
	}

	@Test
	void authenticatesAnAccountWithTokens() {
		try (TokenServer tokens = new TokenServer()) {
			this.contextRunner.withConfiguration(AutoConfigurations.of(OAuth2ClientAutoConfiguration.class))
				.withPropertyValues(tokens.registration("brevo"))
				.withPropertyValues("brevo.accounts.sales.api-key=",
						"brevo.accounts.sales.oauth2.registration-id=brevo")
				.run((context) -> {
					accounts(context).client("sales").getMessage("m1").block();
					assertThat(this.salesBrevo.heads()).singleElement()
						.asString()
						.contains("Bearer " + TokenServer.TOKEN + 1);
				});
		}
	}

	@Test
	void appliesQualifiedBeansToTheirAccountOnly() {
		this.brevo.replyWith(LoopbackBrevo.status(200, "x-sib-ratelimit-limit: 100", "{\"id\":\"m1\"}"));
		this.salesBrevo.replyWith(LoopbackBrevo.status(200, "x-sib-ratelimit-limit: 200", "{\"id\":\"m1\"}"));
		this.contextRunner.withUserConfiguration(Qualified.class)
			.withPropertyValues("brevo.accounts.sales.api-key=")
			.run((context) -> {
				Qualified qualified = context.getBean(Qualified.class);
				assertThat(qualified.customized).containsExactlyInAnyOrder("all", "all", "all", "sales");
				for (String name : accounts(context).names()) {
					accounts(context).client(name).getMessage("m1").block();
				}
				assertThat(keys(this.salesBrevo)).containsExactly("provided-key");
				assertThat(keys(this.brevo)).containsExactly("default-key", "support-key");
				assertThat(qualified.limits).containsExactlyInAnyOrder("default 100", "sales 200");
				assertThat(limit(context, "default")).isEqualTo(100);
				assertThat(limit(context, "sales")).isEqualTo(200);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectsAnAccountByQualifiedConnectionDetails(boolean key) {
		this.contextRunner.withUserConfiguration(QualifiedConnection.class)
			.withPropertyValues("brevo.accounts.sales.api-key=" + (key ? "sales-key" : ""),
					"test.base-url=" + this.salesBrevo.url())
			.run((context) -> {
				accounts(context).client("sales").getMessage("m1").block();
				assertThat(keys(this.salesBrevo)).containsExactly("key-of-the-test");
				accounts(context).client("default").getMessage("m1").block();
				assertThat(keys(this.brevo)).containsExactly("default-key");
			});
	}

	@Test
	void namesTheAccountInTheLogAndInEvents(CapturedOutput output) {
		this.salesBrevo
			.replyWith(LoopbackBrevo.status(401, "Content-Type: application/json", "{\"code\":\"unauthorized\"}"));
		List<AgentPresenceEvent> events = new CopyOnWriteArrayList<>();
		this.contextRunner.withInitializer((context) -> context.addApplicationListener(listener(events)))
			.run((context) -> {
				accounts(context).presence("sales").markActive(AgentIdentity.ofId("liz")).join();
				Awaitility.await()
					.untilAsserted(() -> assertThat(output.toString().lines())
						.anyMatch((line) -> line.contains("AgentPresenceHeartbeat.sales")
								&& line.contains("Brevo rejects all pings")));
				Awaitility.await()
					.untilAsserted(() -> assertThat(events).singleElement()
						.isInstanceOf(AgentPresenceEvent.PingingSuspended.class)
						.extracting(AgentPresenceEvent::account)
						.isEqualTo("sales"));
			});
	}

	@Test
	void keepsTheStoresApart() {
		this.contextRunner
			.run((context) -> assertThat(context.getBeansOfType(ActiveAgentStore.class).values()).hasSize(3)
				.doesNotHaveDuplicates());
	}

	@Test
	void createsTheStoreOfEachAccountWithTheApplicationsFactory() {
		ApplicationContextRunner[] runners = { this.contextRunner, this.namedRunner };
		for (ApplicationContextRunner runner : runners) {
			List<String> accounts = new ArrayList<>();
			runner.withBean(ActiveAgentStoreFactory.class, () -> (account) -> {
				accounts.add(account);
				return new InMemoryActiveAgentStore();
			})
				.run((context) -> assertThat(accounts).hasSameSizeAs(accounts(context).names())
					.containsExactlyInAnyOrderElementsOf(accounts(context).names()));
		}
	}

	private static ApplicationListener<PayloadApplicationEvent<AgentPresenceEvent>> listener(
			List<AgentPresenceEvent> events) {
		return ApplicationListener.forPayload(events::add);
	}

	private static BrevoAccounts accounts(ApplicationContext context) {
		return context.getBean(BrevoAccounts.class);
	}

	private static Long limit(AssertableApplicationContext context, String account) {
		return new QualifiedBeans(context.getBeanFactory()).find(account, RateLimitTracker.class).current().limit();
	}

	private static <T> T qualified(AssertableApplicationContext context, Class<T> type, String account) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), type, account);
	}

	private static BrevoAccountProperties properties(ApplicationContext context, String account) {
		return BrevoAccount.named(account, context.getEnvironment()).properties();
	}

	private static List<String> keys(LoopbackBrevo brevo) {
		return brevo.heads()
			.stream()
			.flatMap(String::lines)
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("api-key: "))
			.map((line) -> line.substring("api-key: ".length()))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Autowired
		private ConversationsClient client;

		@Autowired
		@Qualifier("support")
		private ConversationsClient support;

		@Autowired
		@Qualifier("sales")
		private BlockingConversationsClient sales;

		@Autowired
		private AgentPresence presence;

		@Autowired
		@Qualifier("sales")
		private AgentPresence salesPresence;

	}

	static class NeedsClient {

		NeedsClient(ConversationsClient client) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Qualified {

		private final List<String> customized = new ArrayList<>();

		private final List<String> limits = new ArrayList<>();

		@Bean
		ConversationsClientBuilderCustomizer customizer() {
			return (builder) -> this.customized.add("all");
		}

		@Bean(defaultCandidate = false)
		@Qualifier("sales")
		ConversationsClientBuilderCustomizer salesCustomizer() {
			return (builder) -> this.customized.add("sales");
		}

		@Bean
		RateLimitObserver observer() {
			return observer("default");
		}

		@Bean(defaultCandidate = false)
		@Qualifier("sales")
		RateLimitObserver salesObserver() {
			return observer("sales");
		}

		@Bean(defaultCandidate = false)
		@Qualifier("sales")
		BrevoApiKeyProvider salesApiKeyProvider() {
			return () -> "provided-key";
		}

		private RateLimitObserver observer(String name) {
			return (rateLimit) -> this.limits.add(name + " " + rateLimit.limit());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedConnection {

		@Bean(defaultCandidate = false)
		@Qualifier("sales")
		BrevoConnectionDetails salesConnection(Environment environment) {
			return new BrevoConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return environment.getRequiredProperty("test.base-url");
				}

				@Override
				public String getApiKey() {
					return "key-of-the-test";
				}

			};
		}

	}

}
