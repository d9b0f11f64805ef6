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

package io.github.brevoconversations.sample;

import java.time.Clock;
import java.time.Instant;

import io.github.brevoconversations.presence.AgentPingStatus;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RemoteBrevo}.
 */
class RemoteBrevoTests {

	private static final DeskProperties.Agent AGENT = new DeskProperties.Agent("a1", "Liz");

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private final AgentPresenceHeartbeat heartbeat = mock();

	private final Clock clock = mock();

	private final RemoteBrevo brevo = new RemoteBrevo(this.heartbeat, this.clock);

	@Test
	void agentWithoutAPingIsOffline() {
		given(this.clock.instant()).willReturn(NOON);
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, null));
		given(this.heartbeat.status(AGENT.identity())).willReturn(status(null, 1));
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, null));
	}

	@Test
	void agentIsOnlineForTwoMinutesAfterAPing() {
		given(this.heartbeat.status(AGENT.identity())).willReturn(status(NOON, 0));
		given(this.clock.instant()).willReturn(NOON.plusSeconds(119));
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(true, NOON));
		given(this.clock.instant()).willReturn(NOON.plusSeconds(120));
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, NOON));
	}

	@Test
	void agentStaysOnlineWhenTheHeartbeatForgetsThePing() {
		given(this.clock.instant()).willReturn(NOON.plusSeconds(1));
		given(this.heartbeat.status(AGENT.identity())).willReturn(status(NOON, 0));
		this.brevo.lamp(AGENT);
		given(this.heartbeat.status(AGENT.identity())).willReturn(null);
		assertThat(this.brevo.lamp(AGENT).online()).isTrue();
	}

	@Test
	void cannotWriteAsTheVisitor() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.brevo.writeAsVisitor("Hello"));
	}

	private static AgentPingStatus status(Instant lastAccepted, int failures) {
		return new AgentPingStatus(AGENT.identity(), NOON, lastAccepted, lastAccepted != null, failures, null);
	}

}
