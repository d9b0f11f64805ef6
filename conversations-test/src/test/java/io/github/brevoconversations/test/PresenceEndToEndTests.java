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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import io.github.brevoconversations.presence.AgentPresence;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of an application with the starter against a {@link BrevoConversationsServer}.
 */
@Timeout(60)
class PresenceEndToEndTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final BrevoConversationsServer brevo = BrevoConversationsServer.builder()
		.onlineWindow(Duration.ofSeconds(2))
		.start();

	@AfterEach
	void tearDown() {
		this.brevo.close();
	}

	@Test
	void keepsAnAgentOnlineForAsLongAsItIsActive() {
		try (ConfigurableApplicationContext application = run("--brevo.heartbeat.interval=500ms")) {
			AgentPresence presence = application.getBean(AgentPresence.class);
			presence.markActive(LIZ).join();
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.brevo.isOnline("liz"));
			Awaitility.await()
				.during(Duration.ofSeconds(5))
				.atMost(Duration.ofSeconds(15))
				.until(() -> this.brevo.isOnline("liz"));
			presence.markInactive(LIZ).join();
			Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !this.brevo.isOnline("liz"));
		}
	}

	@Test
	void makesTheNineCalls() {
		try (ConfigurableApplicationContext application = run()) {
			BlockingConversationsClient client = application.getBean(BlockingConversationsClient.class);
			String id = client.sendMessage(SendMessageRequest.of("v1", "Hello", LIZ)).id();
			assertThat(client.getMessage(id).text()).isEqualTo("Hello");
			assertThat(client.updateMessage(id, "Hi").text()).isEqualTo("Hi");
			client.deleteMessage(id);
			ConversationsMessage pushed = client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Sent"));
			assertThat(pushed.pushed()).isTrue();
			assertThat(client.getPushedMessage(pushed.id())).isEqualTo(pushed);
			assertThat(client.updatePushedMessage(pushed.id(), "Arrived").text()).isEqualTo("Arrived");
			client.deletePushedMessage(pushed.id());
			client.pingAgentOnline(LIZ);
			assertThat(this.brevo.messages("v1")).isEmpty();
			assertThat(this.brevo.requests()).hasSize(9).noneMatch((request) -> request.status() >= 300);
		}
	}

	@Test
	void reportsHowLongToWaitOnceTheRateLimitIsUsedUp() {
		this.brevo.setRateLimit(1);
		try (ConfigurableApplicationContext application = run()) {
			BlockingConversationsClient client = application.getBean(BlockingConversationsClient.class);
			client.pingAgentOnline(LIZ);
			assertThatExceptionOfType(BrevoRateLimitedException.class).isThrownBy(() -> client.pingAgentOnline(LIZ))
				.satisfies((ex) -> {
					assertThat(ex.getRetryAfter()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
					assertThat(ex.getRateLimit().remaining()).isZero();
				});
		}
	}

	@Test
	void stopsWithoutACallWhileBrevoHangs() {
		this.brevo.fail(Fault.hang());
		ConfigurableApplicationContext application = run();
		for (int i = 0; i < 20; i++) {
			application.getBean(AgentPresence.class).markActive(AgentIdentity.ofId("agent" + i)).join();
		}
		Awaitility.await().until(() -> this.brevo.requests().size() == 8);
		long begin = System.nanoTime();
		application.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
		assertThat(this.brevo.requests()).hasSize(8);
	}

	private ConfigurableApplicationContext run(String... arguments) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(TestApplication.class)
			.web(WebApplicationType.NONE);
		this.brevo.registerProperties((name, value) -> builder.properties(name + "=" + value.get()));
		return builder.registerShutdownHook(false).run(arguments);
	}

	@StarterApplication
	static class TestApplication {

	}

}
