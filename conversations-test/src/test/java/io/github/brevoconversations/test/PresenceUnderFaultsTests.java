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

package io.github.brevoconversations.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceEvent;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of presence over real connections, in a fifteenth of the real times: an online
 * window of eight seconds, and pings every four. The tests wait rather than work, so they
 * run side by side.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class PresenceUnderFaultsTests {

	private static final List<String> AGENTS = IntStream.range(0, 30).mapToObj((i) -> "agent" + i).toList();

	private final BrevoConversationsServer brevo = BrevoConversationsServer.builder()
		.onlineWindow(Duration.ofSeconds(8))
		.start();

	private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

	@BeforeEach
	void setUp() {
		List<String> properties = new ArrayList<>(List.of("brevo.heartbeat.online-window=8s",
				"brevo.heartbeat.interval=4s", "brevo.heartbeat.max-interval=7s"));
		this.brevo.registerProperties((name, value) -> properties.add(name + "=" + value.get()));
		TestPropertyValues.of(properties).applyTo(this.application);
		this.application.register(TestApplication.class);
		this.application.refresh();
		AgentPresence presence = this.application.getBean(AgentPresence.class);
		AGENTS.forEach((agent) -> presence.markActive(AgentIdentity.ofId(agent)).join());
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isEverybodyOnline);
	}

	@AfterEach
	void tearDown() {
		this.application.close();
		this.brevo.close();
	}

	@Test
	void keepsEverybodyOnlineThroughErrors() {
		this.brevo.fail(Fault.status(500).share(0.2));
		assertStaysOnlineFor(Duration.ofSeconds(12));
	}

	@Test
	void keepsEverybodyOnlineThroughSlowResponses() {
		this.brevo.fail(Fault.delay(Duration.ofMillis(500)));
		assertStaysOnlineFor(Duration.ofSeconds(12));
	}

	@Test
	void keepsEverybodyOnlineThroughResponsesThatComeTooLateAndReportsThem() {
		this.brevo.fail(Fault.delay(Duration.ofSeconds(2)));
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> state().condition() == HeartbeatState.Condition.OUTAGE);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.during(Duration.ofSeconds(12))
			.atMost(Duration.ofSeconds(22))
			.until(this::isEverybodyOnline);
		assertThat(state().condition()).isEqualTo(HeartbeatState.Condition.OUTAGE);
		this.brevo.clearFaults();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> state().condition() == HeartbeatState.Condition.PINGING);
	}

	@Test
	void keepsEverybodyOnlineThroughAnOutageAndReportsIt() {
		this.brevo.fail(Fault.reset());
		Awaitility.await()
			.atMost(Duration.ofSeconds(3))
			.until(() -> state().condition() == HeartbeatState.Condition.OUTAGE);
		assertStaysOnlineFor(Duration.ofSeconds(1));
		this.brevo.clearFaults();
		assertStaysOnlineFor(Duration.ofSeconds(12));
		assertThat(state().condition()).isEqualTo(HeartbeatState.Condition.PINGING);
	}

	@Test
	void suspendsPingingWhileTheKeyIsRejected() {
		this.brevo.fail(Fault.status(401));
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> state().condition() == HeartbeatState.Condition.SUSPENDED);
		this.brevo.clearFaults();
		Events events = this.application.getBean(Events.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> events.received.contains(new AgentPresenceEvent.PingingResumed("default")));
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::isEverybodyOnline);
		assertThat(events.received).hasAtLeastOneElementOfType(AgentPresenceEvent.PingingSuspended.class);
	}

	private void assertStaysOnlineFor(Duration duration) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.during(duration)
			.atMost(duration.plusSeconds(10))
			.until(this::isEverybodyOnline);
		assertThat(this.application.getBean(Events.class).received)
			.hasOnlyElementsOfType(AgentPresenceEvent.AgentOnline.class);
	}

	private boolean isEverybodyOnline() {
		return AGENTS.stream().allMatch(this.brevo::isOnline);
	}

	private HeartbeatState state() {
		return this.application.getBean(AgentPresenceHeartbeat.class).state();
	}

	@StarterApplication
	static class TestApplication {

		/**
		 * The event loops of Reactor Netty are usually shared by all of a JVM, and so
		 * those of the other tests would stop with the application.
		 */
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		@Bean
		Events events() {
			return new Events();
		}

	}

	/**
	 * Keeps what the heartbeat tells the application.
	 */
	static class Events {

		private final Queue<AgentPresenceEvent> received = new ConcurrentLinkedQueue<>();

		@EventListener
		void received(AgentPresenceEvent event) {
			this.received.add(event);
		}

	}

}
