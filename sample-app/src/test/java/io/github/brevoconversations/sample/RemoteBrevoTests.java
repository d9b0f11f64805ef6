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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.AgentState;
import io.github.brevoconversations.test.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RemoteBrevo}.
 */
class RemoteBrevoTests {

	private static final DeskProperties.Agent AGENT = new DeskProperties.Agent("a1", "Liz");

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private final AgentPresenceHeartbeat heartbeat = mock();

	private final MutableClock clock = MutableClock.at(NOON);

	private final RemoteBrevo brevo = new RemoteBrevo(this.heartbeat, this.clock, ObservedBrevo.Place.ACCOUNT);

	@Test
	void agentWithoutAPingIsOffline() {
		given(this.heartbeat.agentStates()).willReturn(CompletableFuture.completedFuture(List.of()));
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, null));
		lastPingWas(null);
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, null));
	}

	@Test
	void agentIsOnlineForTwoMinutesAfterAPing() {
		lastPingWas(NOON);
		this.clock.set(NOON.plusSeconds(119));
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(true, NOON));
		this.clock.set(NOON.plusSeconds(120));
		assertThat(this.brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, NOON));
	}

	@Test
	void agentStaysOnlineWhenTheHeartbeatForgetsThePing() {
		this.clock.set(NOON.plusSeconds(1));
		lastPingWas(NOON);
		this.brevo.lamp(AGENT);
		given(this.heartbeat.agentStates()).willReturn(CompletableFuture.completedFuture(List.of()));
		assertThat(this.brevo.lamp(AGENT).online()).isTrue();
	}

	@Test
	void agentStaysAsItWasWhileTheActiveAgentsCannotBeRead() {
		this.clock.set(NOON.plusSeconds(1));
		lastPingWas(NOON);
		this.brevo.lamp(AGENT);
		given(this.heartbeat.agentStates())
			.willReturn(CompletableFuture.failedFuture(new IllegalStateException("down")));
		assertThat(this.brevo.lamp(AGENT).online()).isTrue();
	}

	private void lastPingWas(Instant lastAccepted) {
		given(this.heartbeat.agentStates()).willReturn(CompletableFuture
			.completedFuture(List.of(new AgentState(AGENT.identity(), NOON, NOON, lastAccepted, false, null))));
	}

}
