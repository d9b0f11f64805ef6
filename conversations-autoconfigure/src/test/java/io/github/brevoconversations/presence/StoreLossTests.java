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

package io.github.brevoconversations.presence;

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for instances whose shared store loses what it holds.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreLossTests {

	private static final List<AgentIdentity> AGENTS = AbstractHeartbeatTests.agents("agent-", 5);

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE);

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1000", "2, 1000", "3, 250", "2, 4000", "2, 7000", "3, 30000" })
	void keepsAgentsOnlineThatTheStoreLosesAgainAndAgain(int instances, long everyMillis) {
		this.cluster.start(instances, HeartbeatSettings.defaults());
		AGENTS.forEach(this::markActive);
		this.cluster.advance(Duration.ofMinutes(3));
		for (long millis = 0; millis < Duration.ofMinutes(5).toMillis(); millis += everyMillis) {
			this.cluster.store.loseAgents();
			this.cluster.advance(Duration.ofMillis(everyMillis));
		}
		this.cluster.advance(Duration.ofMinutes(3));
		assertThat(active()).containsExactlyInAnyOrderElementsOf(AGENTS);
		assertThat(this.cluster.offline(AGENTS)).containsOnly(0L);
	}

	@Test
	void restoresItsAgentsIfTheStoreComesBackOlder(CapturedOutput output) {
		this.cluster.start(2, HeartbeatSettings.defaults());
		markActive(AGENTS.get(0));
		markActive(LIZ);
		this.cluster.advance(Duration.ofMinutes(3));
		this.cluster.store.saveSnapshot();
		markActive(AGENTS.get(1));
		this.cluster.instances.get(1).presence.markInactive(LIZ).join();
		this.cluster.advance(Duration.ofMinutes(3));
		this.cluster.store.comeBackOlder();
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(active()).containsExactlyInAnyOrder(AGENTS.get(0), AGENTS.get(1));
		assertThat(this.cluster.offline(AGENTS.subList(0, 2))).containsOnly(0L);
		assertThat(this.cluster.brevo.isOnline(LIZ, this.cluster.clock.instant())).isFalse();
		assertThat(output).contains("came back with older ones");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "-3600, 0", "-250, 0", "250, 0", "3600, 0", "-3600, 1", "-250, 1", "250, 1", "3600, 1" })
	void keepsAnAgentActiveThatWasMarkedAgainBeforeTheStoreCameBackOlder(int seconds, int when) {
		this.cluster.start(2, HeartbeatSettings.defaults());
		markActive(LIZ);
		this.cluster.advance(Duration.ofMinutes(3));
		this.cluster.instances.get(1).presence.markInactive(LIZ).join();
		this.cluster.advance(Duration.ofMinutes(3));
		markActive(LIZ);
		this.cluster.store.saveSnapshot();
		setClock(seconds, when == 0);
		this.cluster.advance(Duration.ofMinutes(3));
		this.cluster.store.comeBackOlder();
		setClock(seconds, when == 1);
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(active()).containsExactly(LIZ);
		assertThat(this.cluster.brevo.isOnline(LIZ, this.cluster.clock.instant())).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "-3600, 0", "-250, 0", "250, 0", "3600, 0", "-3600, 1", "-250, 1", "250, 1", "3600, 1", "-3600, 2",
			"-250, 2", "250, 2", "3600, 2", "-3600, 3", "-250, 3", "250, 3", "3600, 3" })
	void keepsAnAgentInactiveEvenIfTheStoresClockIsSetBeforeItComesBackOlder(int seconds, int when) {
		this.cluster.start(2, HeartbeatSettings.defaults());
		markActive(AGENTS.get(0));
		markActive(LIZ);
		setClock(seconds, when == 0);
		this.cluster.advance(Duration.ofMinutes(3));
		this.cluster.store.saveSnapshot();
		setClock(seconds, when == 1);
		this.cluster.instances.get(1).presence.markInactive(LIZ).join();
		setClock(seconds, when == 2);
		this.cluster.advance(Duration.ofMinutes(3));
		this.cluster.store.comeBackOlder();
		setClock(seconds, when == 3);
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(active()).containsExactly(AGENTS.get(0));
		assertThat(this.cluster.brevo.isOnline(LIZ, this.cluster.clock.instant())).isFalse();
	}

	@Test
	void doesNotMentionConfiguredAgentsIfThereAreNone(CapturedOutput output) {
		this.cluster.store.is(SharedStore.State.FAILING);
		this.cluster.start(1, HeartbeatSettings.defaults());
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(output).contains("cannot be read").doesNotContain("configured agents");
	}

	private void setClock(int seconds, boolean now) {
		if (now) {
			this.cluster.store.moveClock(Duration.ofSeconds(seconds));
		}
	}

	private void markActive(AgentIdentity agent) {
		this.cluster.instances.get(0).presence.markActive(agent).join();
		this.cluster.advance(Duration.ofSeconds(3));
	}

	private List<AgentIdentity> active() {
		return this.cluster.instances.get(0).presence.activeAgents().join();
	}

}
