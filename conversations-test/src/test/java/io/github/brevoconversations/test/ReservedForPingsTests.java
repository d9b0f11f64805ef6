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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.presence.AgentPresence;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that bursts of messages take no agent offline if enough of the rate limit of a
 * {@link BrevoConversationsServer} is reserved for pings.
 */
@Timeout(120)
class ReservedForPingsTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final int LIMIT = 1000;

	private static final int RESERVED = 750;

	private final BrevoConversationsServer brevo = BrevoConversationsServer.builder()
		.onlineWindow(Duration.ofSeconds(8))
		.rateLimit(LIMIT)
		.start();

	@AfterEach
	void tearDown() {
		this.brevo.close();
	}

	@Test
	void burstsTakeNobodyOffline() {
		try (ConfigurableApplicationContext application = run()) {
			ConversationsClient client = application.getBean(ConversationsClient.class);
			// when nothing is known of the rate limit yet
			assertThat(burst(client)).isEqualTo(LIMIT - RESERVED);
			application.getBean(AgentPresence.class).markActive(LIZ).join();
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.brevo.isOnline("liz"));
			assertThat(burst(client)).isZero();
			Awaitility.await()
				.during(Duration.ofSeconds(12))
				.atMost(Duration.ofSeconds(22))
				.until(() -> this.brevo.isOnline("liz"));
			assertThat(this.brevo.requests()).noneMatch((request) -> request.status() >= 300);
		}
	}

	private static Long burst(ConversationsClient client) {
		return Flux.range(0, LIMIT)
			.flatMap((i) -> client.sendMessage(SendMessageRequest.of("v1", "Hello " + i, LIZ))
				.onErrorComplete(BrevoRateLimitedException.class), LIMIT)
			.count()
			.block(Duration.ofSeconds(60));
	}

	private ConfigurableApplicationContext run() {
		List<String> properties = new ArrayList<>(List.of("brevo.rate-limit.reserved-for-pings=" + RESERVED,
				"brevo.rate-limit.max-wait=20s", "brevo.heartbeat.online-window=8s", "brevo.heartbeat.interval=4s",
				"brevo.heartbeat.max-interval=7s"));
		this.brevo.registerProperties((name, value) -> properties.add(name + "=" + value.get()));
		return new SpringApplicationBuilder(TestApplication.class).web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.registerShutdownHook(false)
			.run();
	}

	@StarterApplication
	static class TestApplication {

	}

}
