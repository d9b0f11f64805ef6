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
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who stays online when others take what all agents would need.
 */
class QuotaByRankTests {

	@ParameterizedTest(name = "{0} agents, limit {1}: after {2} min, {3} requests are left; {4} instances")
	@CsvSource({ "6, 200, 30, 26, 1", "6, 200, 30, 26, 3", "14, 600, 20, 60, 1", "14, 600, 50, 8, 1",
			"14, 600, 50, 8, 3", "2, 100, 10, 30, 1", "10, 600, 55, 4, 1", "18, 600, 1, 40, 2", "6, 200, 57, 3, 1",
			"6, 200, 58, 2, 3" })
	void keepsTheAgentsOnlineThatWereMarkedFirst(int agents, int limit, int minutes, int left, int instances) {
		List<AgentIdentity> identities = IntStream.range(0, agents)
			.mapToObj((i) -> AgentIdentity.ofId("agent-" + i))
			.toList();
		try (SimulatedCluster cluster = new SimulatedCluster(limit, SimulatedFault.NONE)) {
			HeartbeatSettings settings = HeartbeatSettings.defaults().withAgents(identities).withQuotaShare(1);
			cluster.start(instances, settings);
			cluster.advance(Duration.ofMinutes(minutes));
			cluster.brevo.leave(left);
			cluster.advance(Duration.ofMinutes(60 - minutes));
			List<Long> offline = cluster.offline(identities);
			assertThat(offline.get(0)).as("offline seconds of the first of %s", offline).isZero();
		}
	}

	@Test
	void pingsAgentsThatAreKeptAgainAtOnce() {
		List<AgentIdentity> identities = AbstractHeartbeatTests.agents("agent", 6);
		try (SimulatedCluster cluster = new SimulatedCluster(200, SimulatedFault.NONE)) {
			cluster.start(2, HeartbeatSettings.defaults().withAgents(identities).withQuotaShare(1));
			cluster.advance(Duration.ofMinutes(30));
			cluster.brevo.leave(50);
			cluster.advance(Duration.ofMinutes(10));
			assertThat(online(cluster, identities)).isLessThan(6);
			Integer kept = kept(cluster);
			for (int seconds = 0; kept.equals(kept(cluster)); seconds++) {
				assertThat(seconds).isLessThan(7200);
				cluster.advance(Duration.ofSeconds(1));
			}
			cluster.advance(Duration.ofSeconds(2));
			Integer more = kept(cluster);
			assertThat(more).satisfiesAnyOf((value) -> assertThat(value).isNull(),
					(value) -> assertThat(value).isGreaterThan(kept));
			assertThat(online(cluster, identities)).isEqualTo((more != null) ? more : 6);
		}
	}

	private static Integer kept(SimulatedCluster cluster) {
		return cluster.store.claimDue(ClaimRequest.of(0, Duration.ofSeconds(1))).block().account().kept();
	}

	private static long online(SimulatedCluster cluster, List<AgentIdentity> agents) {
		return agents.stream().filter((agent) -> cluster.brevo.isOnline(agent, cluster.clock.instant())).count();
	}

}
