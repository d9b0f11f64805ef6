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

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreProperties;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.HeartbeatSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BrevoPropertiesMapper}.
 */
class BrevoPropertiesMapperTests {

	private final BrevoProperties properties = new BrevoProperties();

	@Test
	void mapsTheDefaultsOfTheHeartbeat() {
		assertThat(heartbeatSettings()).isEqualTo(HeartbeatSettings.defaults());
	}

	@Test
	void mapsTheHeartbeat() {
		BrevoAccountProperties.Heartbeat heartbeat = this.properties.getHeartbeat();
		heartbeat.setInterval(Duration.ofSeconds(30));
		heartbeat.setQuotaShare(0.5);
		heartbeat.setConcurrency(2);
		heartbeat.setAgents(List.of(agent("liz")));
		HeartbeatSettings settings = heartbeatSettings();
		assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.quotaShare()).isEqualTo(0.5);
		assertThat(settings.concurrency()).isEqualTo(2);
		assertThat(settings.agents()).containsExactly(AgentIdentity.ofId("liz"));
	}

	@Test
	void namesThePropertyOfAnInvalidValue() {
		this.properties.getHeartbeat().setConcurrency(0);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::heartbeatSettings)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("brevo.heartbeat.concurrency"));
	}

	@Test
	void namesThePropertyOfAnIncompleteAgent() {
		BrevoAccountProperties.Agent agent = new BrevoAccountProperties.Agent();
		agent.setEmail("liz@example.org");
		this.properties.getHeartbeat().setAgents(List.of(agent("tom"), agent));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::heartbeatSettings)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("brevo.heartbeat.agents[1].name"));
	}

	private HeartbeatSettings heartbeatSettings() {
		return new BrevoPropertiesMapper(BrevoAccount.ofDefault(this.properties))
			.heartbeatSettings(new ActiveAgentStoreProperties());
	}

	private static BrevoAccountProperties.Agent agent(String id) {
		BrevoAccountProperties.Agent agent = new BrevoAccountProperties.Agent();
		agent.setId(id);
		return agent;
	}

}
