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
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentRefused;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingResumed;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingSuspended;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that instances which share a store agree on the state of their account, and that
 * each says that all is well once it is.
 */
class AccountConsensusTests {

	private static final Duration INTERVAL = Duration.ofSeconds(60);

	@ParameterizedTest
	@CsvSource({ "401, 1, 4", "401, 3, 4", "401, 10, 10", "401, 50, 4", "402, 10, 4", "403, 10, 1" })
	void suspendsAndResumesAllInstancesTogether(int status, int instances, int agents) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			cluster.start(instances, settings(agents));
			cluster.advance(Duration.ofMinutes(10));
			cluster.network = (ping) -> Mono.error(SimulatedFault.failure(status));
			cluster.advance(Duration.ofHours(1));
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.SUSPENDED);
			assertThat(cluster.states()).extracting(HeartbeatState::onlineAgents).containsOnly(0);
			cluster.network = (ping) -> ping;
			cluster.advance(Duration.ofMinutes(8).plus(INTERVAL.multipliedBy(2)));
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
			assertThat(cluster.events(PingingSuspended.class)).hasSize(1);
			assertThat(cluster.events(PingingResumed.class)).hasSize(1);
			assertThat(cluster.instances.get(0).presence.activeAgents().join()).hasSize(agents);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 4", "10, 10" })
	void triesAtOnceWhenAnInstanceIsStartedWithAnotherKey(int instances, int agents) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			cluster.start(instances, settings(agents));
			cluster.advance(Duration.ofMinutes(10));
			int[] refused = new int[1];
			cluster.network = (ping) -> Mono.defer(() -> {
				refused[0]++;
				return Mono.error(SimulatedFault.failure(401));
			});
			cluster.advance(Duration.ofHours(1));
			int before = refused[0];
			cluster.instances.remove(0).heartbeat.stop();
			cluster.start(1, settings(agents));
			cluster.advance(Duration.ofSeconds(30));
			// the key is still wrong: one probe, and no more
			assertThat(refused[0] - before).isOne();
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.SUSPENDED);
			cluster.network = (ping) -> ping;
			cluster.start(1, settings(agents));
			cluster.advance(INTERVAL);
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
			assertThat(agents(agents)).allMatch((agent) -> cluster.brevo.isOnline(agent, cluster.clock.instant()));
			assertThat(cluster.events(PingingSuspended.class)).hasSize(1);
			assertThat(cluster.events(PingingResumed.class)).hasSize(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 3", "2, 1", "10, 1", "10, 10", "50, 10" })
	void reportsTheEndOfAnOutage(int instances, int agents) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			cluster.start(instances, settings(agents));
			cluster.advance(Duration.ofMinutes(10));
			cluster.network = (ping) -> Mono.error(SimulatedFault.UNREACHABLE);
			cluster.advance(Duration.ofMinutes(5));
			assertThat(cluster.states()).extracting(HeartbeatState::onlineAgents).containsOnly(0);
			cluster.network = (ping) -> ping;
			cluster.advance(Duration.ofSeconds(30).plus(INTERVAL.multipliedBy(2)));
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
			assertThat(cluster.brevo.isKnown(agent(0))).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "404, 1", "404, 3", "400, 10", "422, 3" })
	void dropsNobodyWhileAllAreRejected(int status, int instances) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			cluster.start(instances, HeartbeatSettings.defaults());
			List<AgentIdentity> agents = agents(5);
			cluster.instances.get(0).presence.markActive(agents).join();
			cluster.advance(Duration.ofMinutes(10));
			cluster.network = (ping) -> Mono.error(SimulatedFault.failure(status));
			cluster.advance(Duration.ofHours(1));
			cluster.network = (ping) -> ping;
			cluster.advance(Duration.ofMinutes(8).plus(INTERVAL.multipliedBy(2)));
			assertThat(cluster.instances.get(0).presence.activeAgents().join()).isEqualTo(agents);
			assertThat(cluster.events(AgentRefused.class)).isEmpty();
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
			assertThat(cluster.states()).extracting(HeartbeatState::activeAgents).containsOnly(5);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1", "3", "10", "50" })
	void keepsTheSameAgentsOnline(int instances) {
		try (SimulatedCluster cluster = new SimulatedCluster(200, SimulatedFault.NONE)) {
			cluster.start(instances, settings(8));
			cluster.advance(Duration.ofHours(3));
			List<Long> offline = cluster.offline(agents(8));
			assertThat(offline.subList(0, 4)).containsOnly(0L);
			assertThat(offline.subList(4, 8)).allSatisfy((seconds) -> assertThat(seconds).isGreaterThan(10_000));
			assertThat(cluster.events(QuotaExceeded.class)).hasSize(1);
			assertThat(cluster.brevo.rateLimited()).isZero();
			assertThat(cluster.states()).extracting(HeartbeatState::keptAgents).containsOnly(4);
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.RATE_LIMITED);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1", "3", "10" })
	void waitsForTheResetOnAllInstancesAfterA429(int instances) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			cluster.start(instances, settings(4));
			cluster.advance(Duration.ofMinutes(10));
			int[] limited = new int[1];
			cluster.network = (ping) -> Mono.defer(() -> {
				limited[0]++;
				return Mono.error(SimulatedFault.RATE_LIMITED_FOR_LONG);
			});
			cluster.advance(Duration.ofMinutes(9));
			// those that were under way when the first was answered
			assertThat(limited[0]).isLessThanOrEqualTo(4);
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.RATE_LIMITED);
			assertThat(cluster.states()).extracting(HeartbeatState::keptAgents).containsOnly(0);
			cluster.network = (ping) -> ping;
			cluster.advance(Duration.ofMinutes(1).plus(INTERVAL.multipliedBy(2)));
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
		}
	}

	private static HeartbeatSettings settings(int agents) {
		return HeartbeatSettings.defaults().withAgents(agents(agents));
	}

	private static List<AgentIdentity> agents(int number) {
		return IntStream.range(0, number).mapToObj(AccountConsensusTests::agent).toList();
	}

	private static AgentIdentity agent(int number) {
		return AgentIdentity.ofId("agent-" + number);
	}

}
