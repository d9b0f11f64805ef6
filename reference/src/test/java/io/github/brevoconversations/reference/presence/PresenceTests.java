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

package io.github.brevoconversations.reference.presence;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the snippets that keep agents online, which are active from the start and
 * shared in a database.
 */
@SpringBootTest(properties = { "spring.application.name=desk",
		"spring.config.import=classpath:snippets/agents.yaml,classpath:snippets/jdbc.yaml" })
@AutoConfigureBrevoConversationsServer
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class PresenceTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private Shift shift;

	@Autowired
	private PresenceAlerts alerts;

	@Test
	void keepsTheAgentsOfTheConfigurationOnline() {
		Awaitility.await()
			.until(() -> this.brevo.isOnline("d9nKoegKSjmCtyK78") && this.brevo.isOnline("liz@example.org"));
	}

	@Test
	void keepsAnAgentOnlineDuringTheShift() {
		this.shift.begin("omar");
		Awaitility.await().until(() -> this.brevo.isOnline("omar"));
		assertThat(this.shift.whoIsActive().join()).contains(AgentIdentity.ofId("omar"));
		this.shift.end("omar");
		Awaitility.await().until(() -> !this.shift.whoIsActive().join().contains(AgentIdentity.ofId("omar")));
	}

	@Test
	void alertsIfBrevoRejectsAllPings() {
		this.brevo
			.fail(Fault.body(401, "application/json", "{\"code\":\"unauthorized\",\"message\":\"Key not found\"}"));
		this.shift.begin("mei");
		Awaitility.await().untilAsserted(() -> assertThat(this.alerts.alerts()).isNotEmpty());
		assertThat(this.alerts.alerts().get(0)).startsWith("Brevo rejects all pings");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Shift.class, PresenceAlerts.class })
	static class Application {

	}

}
