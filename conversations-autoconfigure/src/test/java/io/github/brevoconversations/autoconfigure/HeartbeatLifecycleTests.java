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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.scheduling.ScheduledTasksEndpointAutoConfiguration;
import org.springframework.boot.actuate.scheduling.ScheduledTasksEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for how {@link AgentPresenceHeartbeat} lives with its application.
 */
@Timeout(120)
class HeartbeatLifecycleTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private final List<AgentIdentity> pings = new CopyOnWriteArrayList<>();

	private final ConversationsClient client = mock(ConversationsClient.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
						TaskSchedulingAutoConfiguration.class, ScheduledTasksEndpointAutoConfiguration.class))
		.withBean(ConversationsClient.class, () -> this.client)
		.withPropertyValues("management.endpoints.web.exposure.include=scheduledtasks",
				"management.endpoints.jmx.exposure.include=scheduledtasks", "brevo.heartbeat.interval=600ms");

	@BeforeEach
	void setUp() {
		given(this.client.pingAgentOnline(any()))
			.willAnswer((invocation) -> Mono.fromRunnable(() -> this.pings.add(invocation.getArgument(0))));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void pingsAfterARestartOfTheContext(boolean virtualThreads) {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads).run((context) -> {
			mark(context, LIZ);
			awaitMorePings(LIZ);
			application(context).restart();
			assertThat(heartbeat(context).isRunning()).isTrue();
			awaitMorePings(LIZ);
			application(context).stop();
			assertThat(heartbeat(context).isRunning()).isFalse();
			mark(context, TOM);
			application(context).start();
			awaitMorePings(LIZ);
			awaitMorePings(TOM);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void pingsNobodyWhileTheContextIsPaused(boolean virtualThreads) {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads).run((context) -> {
			mark(context, LIZ);
			awaitMorePings(LIZ);
			application(context).pause();
			assertThat(heartbeat(context).isRunning()).isFalse();
			assertThat(heartbeat(context).getScheduledTasks()).isEmpty();
			assertThat(heartbeat(context).state().condition()).isEqualTo(HeartbeatState.Condition.STOPPED);
			mark(context, TOM);
			assertThat(heartbeat(context).getScheduledTasks()).isEmpty();
			assertThat(this.pings).doesNotContain(TOM);
			application(context).restart();
			awaitMorePings(LIZ);
			awaitMorePings(TOM);
		});
	}

	@Test
	void doesNotMarkAgentsAgainThatWereMarkedInactiveBeforeARestart() {
		this.contextRunner.withPropertyValues("brevo.heartbeat.agents[0].id=liz").run((context) -> {
			awaitMorePings(LIZ);
			context.getBean(AgentPresence.class).markInactive(LIZ).join();
			application(context).restart();
			mark(context, TOM);
			awaitMorePings(TOM);
			assertThat(context.getBean(AgentPresence.class).activeAgents().join()).containsExactly(TOM);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void startsInALazyApplication(boolean virtualThreads) {
		this.contextRunner.withInitializer(HeartbeatLifecycleTests::lazy)
			.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads)
			.run((context) -> {
				assertThat(context.getSourceApplicationContext()
					.getBeanFactory()
					.containsSingleton("brevoAgentPresenceHeartbeat")).isTrue();
				mark(context, LIZ);
				awaitMorePings(LIZ);
			});
	}

	@Test
	void pingsAgentsThatWereMarkedBeforeTheStart() {
		this.contextRunner.withBean(MarksBeforeTheStart.class).run((context) -> awaitMorePings(LIZ));
	}

	@Test
	void acceptsMarksDuringShutdownAndMakesNoMorePings() {
		this.contextRunner.withBean(MarksDuringShutdown.class).run((context) -> {
			mark(context, LIZ);
			awaitMorePings(LIZ);
			MarksDuringShutdown bean = context.getBean(MarksDuringShutdown.class);
			context.close();
			assertThat(bean.inStop).isCompleted();
			assertThat(bean.inDestroy).isCompleted();
			assertThat(this.pings).doesNotContain(TOM);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void stopsImmediatelyWithoutACallWhileBrevoHangs(boolean virtualThreads) {
		given(this.client.pingAgentOnline(any())).willAnswer((invocation) -> {
			this.pings.add(invocation.getArgument(0));
			return Mono.never();
		});
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads).run((context) -> {
			mark(context, LIZ);
			Awaitility.await().until(() -> count(LIZ) > 0);
			int pings = this.pings.size();
			AgentPresenceHeartbeat heartbeat = heartbeat(context);
			Thread closing = new Thread(context::close);
			closing.start();
			// half of what the hanging ping may take
			closing.join(Duration.ofSeconds(5).toMillis());
			assertThat(closing.isAlive()).isFalse();
			assertThat(heartbeat.isRunning()).isFalse();
			assertThat(this.pings).hasSize(pings);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isListedByTheEndpointWhileAnAgentIsActive(boolean virtualThreads) {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads).run((context) -> {
			assertThat(listed(context)).isEmpty();
			mark(context, LIZ);
			awaitMorePings(LIZ);
			assertThat(listed(context)).containsExactly(AgentPresenceHeartbeat.class.getName());
			context.getBean(AgentPresence.class).markInactive(LIZ).join();
			Awaitility.await().until(() -> listed(context).isEmpty());
		});
	}

	private static List<String> listed(AssertableApplicationContext context) {
		return context.getBean(ScheduledTasksEndpoint.class)
			.scheduledTasks()
			.getFixedRate()
			.stream()
			.map((task) -> task.getRunnable().getTarget())
			.toList();
	}

	private static void lazy(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
	}

	private static ConfigurableApplicationContext application(AssertableApplicationContext context) {
		return context.getSourceApplicationContext();
	}

	private static AgentPresenceHeartbeat heartbeat(AssertableApplicationContext context) {
		return context.getBean(AgentPresenceHeartbeat.class);
	}

	private static void mark(AssertableApplicationContext context, AgentIdentity agent) {
		context.getBean(AgentPresence.class).markActive(agent).join();
	}

	private void awaitMorePings(AgentIdentity agent) {
		long before = count(agent);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> count(agent) > before);
	}

	private long count(AgentIdentity agent) {
		return this.pings.stream().filter(agent::equals).count();
	}

	/**
	 * Marks an agent while the context is being refreshed.
	 */
	static class MarksBeforeTheStart {

		MarksBeforeTheStart(AgentPresence presence, ObjectProvider<AgentPresenceHeartbeat> heartbeat) {
			assertThat(heartbeat.getObject().isRunning()).isFalse();
			assertThat(presence.markActive(LIZ)).isCompleted();
		}

	}

	/**
	 * Marks an agent when the heartbeat and then the scheduler have been stopped.
	 */
	static class MarksDuringShutdown implements SmartLifecycle, AutoCloseable {

		private final AgentPresence presence;

		private CompletableFuture<?> inStop = new CompletableFuture<>();

		private CompletableFuture<?> inDestroy = new CompletableFuture<>();

		private volatile boolean running;

		MarksDuringShutdown(AgentPresence presence) {
			this.presence = presence;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.inStop = this.presence.markActive(TOM);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

		@Override
		public void close() {
			this.inDestroy = this.presence.markActive(TOM);
		}

	}

}
