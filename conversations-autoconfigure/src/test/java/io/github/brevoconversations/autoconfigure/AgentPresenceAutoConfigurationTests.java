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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatSettings;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.RateLimitTracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.AdditionalAnswers;
import reactor.core.publisher.Mono;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link AgentPresenceAutoConfiguration}.
 */
@Timeout(60)
@SuppressWarnings("CheckReturnValue") // of verifications of a mock
class AgentPresenceAutoConfigurationTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final ConversationsClient client = mock(ConversationsClient.class);

	private final ApplicationContextRunner emptyRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				AgentPresenceAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.emptyRunner.withBean(ConversationsClient.class,
			() -> this.client);

	@BeforeEach
	void setUp() {
		given(this.client.pingAgentOnline(any())).willReturn(Mono.empty());
	}

	@Test
	void configuresPresenceAndAHeartbeatThatRuns() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(AgentPresence.class)
				.hasSingleBean(InMemoryActiveAgentStore.class)
				.hasSingleBean(AgentPresenceHeartbeat.class);
			assertThat(context.getBean(AgentPresenceHeartbeat.class).isRunning()).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "conversationsClient", "blockingConversationsClient", "activeAgentStore",
			"activeAgentStoreFactory", "agentPresence", "agentPresences", "conversationsClients", "rateLimitTracker",
			"agentPresenceHeartbeat" })
	void leavesGeneralNamesToTheBeansOfTheApplication(String name) {
		this.emptyRunner
			.withConfiguration(
					AutoConfigurations.of(BrevoAccountsAutoConfiguration.class, WebClientAutoConfiguration.class))
			.withPropertyValues("brevo.api-key=key")
			.withAllowBeanDefinitionOverriding(false)
			.withBean(name, String.class, () -> "The application's own")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConversationsClient.class)
				.hasSingleBean(AgentPresenceHeartbeat.class));
	}

	@Test
	void reliesOnWhatIsReservedForPings() {
		this.emptyRunner
			.withConfiguration(
					AutoConfigurations.of(BrevoAccountsAutoConfiguration.class, WebClientAutoConfiguration.class))
			.withPropertyValues("brevo.api-key=key", "brevo.rate-limit.reserved-for-pings=7",
					"brevo.accounts.shop.api-key=key", "brevo.accounts.shop.rate-limit.reserved-for-pings=8")
			.run((context) -> {
				assertThat(context.getBean(RateLimitTracker.class)).extracting("reservedForPings").isEqualTo(7);
				assertThat(context.getBean("brevo.accounts.shop.rateLimitTracker")).extracting("reservedForPings")
					.isEqualTo(8);
			});
	}

	@Test
	void pingsAnAgentThatIsMarkedActive() {
		this.contextRunner.run((context) -> {
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			awaitPing(context.getBean(AgentPresenceHeartbeat.class), LIZ);
		});
	}

	@Test
	void pingsTheAgentsThatAreActiveFromTheStart() {
		this.contextRunner
			.withPropertyValues("brevo.heartbeat.agents[0].id=liz", "brevo.heartbeat.agents[1].email=tom@example.org",
					"brevo.heartbeat.agents[1].name=Tom", "brevo.heartbeat.agents[1].received-from=desk")
			.run((context) -> {
				AgentPresenceHeartbeat heartbeat = context.getBean(AgentPresenceHeartbeat.class);
				awaitPing(heartbeat, LIZ);
				awaitPing(heartbeat, AgentIdentity.ofEmail("tom@example.org", "Tom", "desk"));
			});
	}

	@Test
	void pingsNobodyWhenTheHeartbeatIsDisabled() {
		this.contextRunner.withPropertyValues("brevo.heartbeat.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(AgentPresence.class)
				.doesNotHaveBean(AgentPresenceHeartbeat.class)
				.doesNotHaveBean(TaskScheduler.class);
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			assertThat(context.getBean(AgentPresence.class).activeAgents().join()).containsExactly(LIZ);
			then(this.client).should(never()).pingAgentOnline(any());
		});
	}

	@ParameterizedTest
	@CsvSource({ "brevo.enabled=false", "brevo.api-key=" })
	void backsOffWithoutAClient(String property) {
		this.emptyRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(AgentPresence.class)
				.doesNotHaveBean(ActiveAgentStore.class)
				.doesNotHaveBean(AgentPresenceHeartbeat.class)
				.doesNotHaveBean(TaskScheduler.class));
	}

	@Test
	void pingsInALazyApplication() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("brevo.heartbeat.agents[0].id=liz")
			.run((context) -> Awaitility.await().untilAsserted(() -> then(this.client).should().pingAgentOnline(LIZ)));
	}

	@Test
	void runsOnVirtualThreadsToo() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			awaitPing(context.getBean(AgentPresenceHeartbeat.class), LIZ);
		});
	}

	@Test
	void backsOffWhenTheUserDefinesAStore() {
		InMemoryActiveAgentStore own = new InMemoryActiveAgentStore();
		this.contextRunner.withBean("own", ActiveAgentStore.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(ActiveAgentStore.class);
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			assertThat(own.size().block()).isEqualTo(1);
		});
	}

	@Test
	void backsOffWhenTheUserDefinesPresence() {
		ActiveAgentStore store = new InMemoryActiveAgentStore();
		AgentPresence own = AgentPresence.of(store);
		this.contextRunner.withBean(ActiveAgentStore.class, () -> store)
			.withBean("own", AgentPresence.class, () -> own)
			.run((context) -> {
				assertThat(context).getBean(AgentPresence.class).isSameAs(own);
				own.markActive(LIZ).join();
				awaitPing(context.getBean(AgentPresenceHeartbeat.class), LIZ);
			});
	}

	@Test
	void pingsWhatIsMarkedEvenIfThePresenceDoesNotNotifyTheHeartbeat() {
		ActiveAgentStore store = new InMemoryActiveAgentStore();
		AgentPresence own = mock(AgentPresence.class, AdditionalAnswers.delegatesTo(AgentPresence.of(store)));
		this.contextRunner.withBean(ActiveAgentStore.class, () -> store)
			.withBean("own", AgentPresence.class, () -> own)
			.run((context) -> {
				own.markActive(LIZ).join();
				awaitPing(context.getBean(AgentPresenceHeartbeat.class), LIZ);
			});
	}

	@Test
	void startsWithAMockedPresence() {
		this.contextRunner.withBean(AgentPresence.class, () -> mock(AgentPresence.class))
			.withPropertyValues("brevo.heartbeat.agents[0].id=liz")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				awaitPing(context.getBean(AgentPresenceHeartbeat.class), LIZ);
			});
	}

	@Test
	void backsOffWhenTheUserDefinesAHeartbeat() {
		ActiveAgentStore store = new InMemoryActiveAgentStore();
		AgentPresenceHeartbeat own = new AgentPresenceHeartbeat(this.client, AgentPresence.of(store), store,
				mock(TaskScheduler.class), HeartbeatSettings.defaults(), new RateLimitTracker());
		this.contextRunner.withBean("own", AgentPresenceHeartbeat.class, () -> own)
			.run((context) -> assertThat(context).getBean(AgentPresenceHeartbeat.class).isSameAs(own));
	}

	@Test
	void doesNotEnableScheduling() {
		this.contextRunner
			.run((context) -> assertThat(context).doesNotHaveBean(ScheduledAnnotationBeanPostProcessor.class));
	}

	@Test
	void sharesTheSchedulerWhenTheApplicationEnablesScheduling() {
		this.contextRunner.withUserConfiguration(SchedulingConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(TaskScheduler.class).hasBean("taskScheduler");
			assertThat(context).doesNotHaveBean(ScheduledExecutorService.class);
		});
	}

	@Test
	void usesTheApplicationsOnlySchedulerAndAddsNone() {
		this.contextRunner.withUserConfiguration(OneSchedulerConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(TaskScheduler.class).hasBean("ownScheduler");
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			awaitPing(context.getBean(AgentPresenceHeartbeat.class), LIZ);
			assertThat(context.getBean("ownScheduler", ThreadPoolTaskScheduler.class)
				.getScheduledThreadPoolExecutor()
				.getTaskCount()).isPositive();
		});
	}

	@Test
	void usesTheSchedulerOfTheUsualNameAmongTwo() {
		this.contextRunner.withUserConfiguration(TwoSchedulersConfiguration.class)
			.withBean("taskScheduler", ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::new)
			.run((context) -> {
				pingsOn(context, "taskScheduler-");
				assertThat(context.getBeansOfType(TaskScheduler.class)).hasSize(3);
			});
	}

	@Test
	void usesItsOwnSchedulerWhenTheApplicationHasTwo() {
		this.contextRunner.withUserConfiguration(TwoSchedulersConfiguration.class).run((context) -> {
			assertThat(context.getBeansOfType(TaskScheduler.class)).hasSize(2);
			pingsOn(context, "scheduling-");
		});
	}

	@Test
	void leavesTheScheduledMethodsOfTheApplicationToItsExecutor() {
		this.contextRunner.withUserConfiguration(SchedulingConfiguration.class, Tick.class)
			.withBean(ScheduledExecutorService.class,
					() -> Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("mine-")))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(TaskScheduler.class);
				assertThat(context.getBean(Tick.class).thread.get(20, TimeUnit.SECONDS)).startsWith("mine-");
				pingsOn(context, "scheduling-");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "messageBrokerTaskScheduler", "defaultSockJsTaskScheduler" })
	void ignoresTheSchedulersOfWebSockets(String name) {
		this.contextRunner.withBean(name, ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::new)
			.run((context) -> pingsOn(context, "scheduling-"));
	}

	@Test
	void appliesSpringBootsSchedulingProperties() {
		this.contextRunner.withPropertyValues("spring.task.scheduling.thread-name-prefix=beat-")
			.run((context) -> pingsOn(context, "beat-"));
	}

	@Test
	void shutsDownItsSchedulerWithTheApplication() {
		List<Thread> threads = new ArrayList<>();
		this.contextRunner.withPropertyValues("spring.task.scheduling.thread-name-prefix=ending-").run((context) -> {
			pingsOn(context, "ending-");
			Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().startsWith("ending-"))
				.forEach(threads::add);
		});
		assertThat(threads).isNotEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
	}

	@Test
	void startsNoThreadWhileNobodyIsActive() {
		this.contextRunner.withPropertyValues("spring.task.scheduling.thread-name-prefix=idle-")
			.run((context) -> assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().startsWith("idle-")));
	}

	@ParameterizedTest
	@CsvSource({ "false, false, false", "false, true, true", "true, false, false", "true, true, true" })
	void doesNotKeepAnApplicationAliveThatOnlyLooksForMarksOfOthers(boolean shared, boolean agents,
			boolean keepsAlive) {
		String prefix = "shared-%s-agents-%s-".formatted(shared, agents);
		this.contextRunner.withBean(ActiveAgentStore.class, () -> store(shared))
			.withPropertyValues("spring.task.scheduling.thread-name-prefix=" + prefix,
					agents ? "brevo.heartbeat.agents[0].id=liz" : "none=")
			.run((context) -> {
				if (shared || agents) {
					Awaitility.await().until(() -> threads(prefix).findAny().isPresent());
				}
				assertThat(threads(prefix).anyMatch((thread) -> !thread.isDaemon())).isEqualTo(keepsAlive);
			});
	}

	private static Stream<Thread> threads(String prefix) {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().startsWith(prefix));
	}

	private static ActiveAgentStore store(boolean shared) {
		ActiveAgentStore store = spy(new InMemoryActiveAgentStore());
		given(store.isShared()).willReturn(shared);
		return store;
	}

	@ParameterizedTest
	@CsvSource({ "brevo.heartbeat.interval, 0s", "brevo.heartbeat.interval, -60s", "brevo.heartbeat.interval, 2m",
			"brevo.heartbeat.concurrency, 0", "brevo.heartbeat.max-interval, 120s", "brevo.heartbeat.max-interval, 0s",
			"brevo.heartbeat.online-window, 0s", "brevo.heartbeat.quota-share, 0", "brevo.heartbeat.quota-share, 1.1",
			"brevo.heartbeat.interval, 111s" })
	void namesThePropertyOfAnInvalidValue(String name, String value) {
		this.contextRunner.withPropertyValues(name + "=" + value).run((context) -> assertFailedFor(context, name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.heartbeat.agents=liz,tom", "brevo.heartbeat.agents[0]=liz" })
	void marksAgentsActiveThatHaveOnlyAnId(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> Awaitility.await()
				.until(() -> context.getBean(AgentPresence.class)
					.activeAgents()
					.join()
					.contains(AgentIdentity.ofId("liz"))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "email=tom@example.org| name", "email=tom@example.org,name=Tom| received-from",
					"name=Tom,received-from=desk| email", "id=' ',name=Tom,received-from=desk| email",
					"id=liz,email=tom@example.org| id", "id=liz,name=Tom| id" })
	void failsForHalfAnIdentity(String agent, String property) {
		String[] values = agent.split(",");
		for (int i = 0; i < values.length; i++) {
			values[i] = "brevo.heartbeat.agents[0]." + values[i].replace("'", "");
		}
		this.contextRunner.withPropertyValues(values)
			.run((context) -> assertFailedFor(context, "brevo.heartbeat.agents[0]." + property));
	}

	@Test
	void stopsQuicklyWhileBrevoHangs() {
		given(this.client.pingAgentOnline(any())).willReturn(Mono.never());
		this.contextRunner.run((context) -> {
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			Awaitility.await().untilAsserted(() -> then(this.client).should().pingAgentOnline(LIZ));
			AgentPresenceHeartbeat heartbeat = context.getBean(AgentPresenceHeartbeat.class);
			context.close();
			assertThat(heartbeat.isRunning()).isFalse();
		});
	}

	private void pingsOn(AssertableApplicationContext context, String threadNamePrefix) {
		CompletableFuture<String> thread = new CompletableFuture<>();
		given(this.client.pingAgentOnline(LIZ)).willAnswer((call) -> {
			thread.complete(Thread.currentThread().getName());
			return Mono.empty();
		});
		context.getBean(AgentPresence.class).markActive(LIZ).join();
		assertThat(thread).succeedsWithin(Duration.ofSeconds(20)).asString().startsWith(threadNamePrefix);
	}

	private static void assertFailedFor(AssertableApplicationContext context, String name) {
		assertThat(context).hasFailed();
		assertThat(context.getStartupFailure()).rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
					(failure) -> assertThat(failure.getName()).isEqualTo(name));
	}

	private static void awaitPing(AgentPresenceHeartbeat heartbeat, AgentIdentity agent) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> heartbeat.pings(agent) != null && heartbeat.pings(agent).lastAcceptedPing() != null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class OneSchedulerConfiguration {

		@Bean
		ThreadPoolTaskScheduler ownScheduler() {
			return new ThreadPoolTaskScheduler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoSchedulersConfiguration {

		@Bean
		ThreadPoolTaskScheduler oneScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		ThreadPoolTaskScheduler otherScheduler() {
			return new ThreadPoolTaskScheduler();
		}

	}

	@Component
	static class Tick {

		final CompletableFuture<String> thread = new CompletableFuture<>();

		@Scheduled(fixedRate = 100)
		void tick() {
			this.thread.complete(Thread.currentThread().getName());
		}

	}

}
