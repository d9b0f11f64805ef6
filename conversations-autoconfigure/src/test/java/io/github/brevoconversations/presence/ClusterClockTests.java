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
import java.util.Objects;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentPossiblyOffline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for instances that share a store whose clock is set.
 */
class ClusterClockTests {

	private static final List<AgentIdentity> AGENTS = AbstractHeartbeatTests.agents("agent-", 5);

	private final SilencedLoggers silenced = new SilencedLoggers();

	@AfterEach
	void tearDown() {
		this.silenced.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { -36000, -600, -60, -5, 5, 60, 600, 36000 })
	void reportsTheTruthWhenTheStoresClockIsSet(int seconds) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			cluster.start(2, HeartbeatSettings.defaults());
			AGENTS.forEach((agent) -> {
				cluster.instances.get(0).presence.markActive(agent).join();
				cluster.advance(Duration.ofSeconds(11));
			});
			cluster.advance(Duration.ofMinutes(3));
			for (int i = 0; i < 3; i++) {
				cluster.store.moveClock(Duration.ofSeconds(seconds));
				cluster.advance(Duration.ofMinutes(4));
				assertThat(cluster.instances).allSatisfy(ClusterClockTests::knowsThatAllAreOnline);
			}
			assertThat(cluster.events(AgentPossiblyOffline.class)).isEmpty();
			assertThat(cluster.offline(AGENTS)).containsOnly(0L);
		}
	}

	// after it was set back, the store's clock shows the same times once more
	@ParameterizedTest
	@ValueSource(ints = { 30, 59, 110, 600 })
	void ignoresAPingFromBeforeTheStoresClockWasSetBack(int seconds) {
		AgentIdentity agent = AGENTS.get(0);
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			cluster.start(1, HeartbeatSettings.defaults());
			cluster.instances.get(0).presence.markActive(agent).join();
			cluster.start(1, HeartbeatSettings.defaults());
			SimulatedCluster.Instance other = cluster.instances.get(1);
			cluster.advance(Duration.ofSeconds(10));
			cluster.instances.get(0).heartbeat.stop();
			cluster.network = (ping) -> Mono.error(SimulatedFault.UNREACHABLE);
			cluster.advance(Duration.ofSeconds(10));
			cluster.store.moveClock(Duration.ofSeconds(-seconds));
			for (int i = 0; i < seconds + 150; i++) {
				cluster.advance(Duration.ofSeconds(1));
				AgentState.Pings pings = other.heartbeat.pings(agent);
				assertThat(pings != null && pings.online() && !cluster.brevo.isOnline(agent, cluster.clock.instant()))
					.as("untruth of %s at %s", pings, cluster.clock.instant())
					.isFalse();
			}
			cluster.network = (ping) -> ping;
			cluster.advance(Duration.ofMinutes(3));
			assertThat(other.heartbeat.pings(agent).online()).isTrue();
		}
	}

	// an instance knows of those whom it has pinged
	private static void knowsThatAllAreOnline(SimulatedCluster.Instance instance) {
		List<AgentState.Pings> pings = AGENTS.stream().map(instance.heartbeat::pings).filter(Objects::nonNull).toList();
		assertThat(pings).isNotEmpty().allMatch(AgentState.Pings::online);
		assertThat(instance.heartbeat.state().onlineAgents()).isEqualTo(pings.size());
	}

}
