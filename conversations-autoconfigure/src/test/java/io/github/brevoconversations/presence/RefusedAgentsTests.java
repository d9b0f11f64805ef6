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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentPossiblyOffline;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentRefused;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingSuspended;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for agents that Brevo refuses, for good or by a stray response, beside others.
 */
class RefusedAgentsTests {

	private static final List<Throwable> STRAY = List.of(SimulatedFault.NOT_FOUND, SimulatedFault.failure(400),
			SimulatedFault.failure(422), SimulatedFault.failure(401), SimulatedFault.failure(403),
			SimulatedFault.failure(405), SimulatedFault.page(401), SimulatedFault.page(404), SimulatedFault.page(429),
			SimulatedFault.burst(), SimulatedFault.SERVER_ERROR, new IllegalStateException("provider"));

	// an hour, at the longest interval
	private static final double PINGS_OF_ONE = 3600 / 110.0;

	private static final int REJECTIONS_OF_ONE = 4;

	private final SilencedLoggers silenced = new SilencedLoggers();

	@ParameterizedTest
	@MethodSource("seeds")
	void keepsKnownAgentsOnlineWithinTheQuotaAndDropsTheOthers(long seed) {
		Random random = new Random(seed);
		int limit = List.of(100, 200, 600).get(random.nextInt(3));
		double pings = limit * HeartbeatSettings.defaults().quotaShare();
		Set<AgentIdentity> known = agents("known-", 1 + random.nextInt((int) (pings / PINGS_OF_ONE)));
		// what Brevo rejects takes requests, too
		int mostUnknown = (int) ((pings - known.size() * PINGS_OF_ONE) / REJECTIONS_OF_ONE);
		Set<AgentIdentity> unknown = agents("unknown-", Math.min(mostUnknown, 1 + random.nextInt(8)));
		List<AgentIdentity> all = new ArrayList<>(unknown);
		all.addAll(known);
		Collections.shuffle(all, random);
		try (SimulatedCluster cluster = new SimulatedCluster(limit, SimulatedFault.NONE)) {
			cluster.brevo.withUnknown(unknown);
			cluster.start(1 + random.nextInt(3), HeartbeatSettings.defaults());
			Duration onlyUnknown = Duration.ZERO;
			for (AgentIdentity agent : all) {
				cluster.instances.get(0).presence.markActive(agent).join();
				Duration pause = Duration.ofSeconds(random.nextBoolean() ? 0 : random.nextInt(30));
				onlyUnknown = unknown.contains(agent) ? onlyUnknown.plus(pause) : Duration.ofDays(-1);
				// after an interval with nobody else, pinging would be suspended
				if (onlyUnknown.toSeconds() < 60) {
					cluster.advance(pause);
				}
			}
			cluster.advance(Duration.ofSeconds(10));
			Instant settled = cluster.clock.instant();
			Set<AgentIdentity> wereOffline = new HashSet<>();
			while (cluster.clock.instant().isBefore(settled.plus(Duration.ofHours(3)))) {
				cluster.advance(Duration.ofSeconds(5));
				known.stream()
					.filter((agent) -> !cluster.brevo.isOnline(agent, cluster.clock.instant()))
					.forEach(wereOffline::add);
			}
			assertThat(wereOffline).as("known agents that were offline, of %s, limit %s", all, limit).isEmpty();
			// those that were marked last wait for a place, and nobody knows that they
			// are unknown
			List<AgentIdentity> left = new ArrayList<>(all);
			left.removeAll(cluster.brevo.rejected());
			assertThat(cluster.instances.get(0).presence.activeAgents().join())
				.containsExactlyInAnyOrderElementsOf(left);
			assertThat(cluster.events(AgentRefused.class)).extracting(AgentRefused::agent)
				.containsExactlyInAnyOrderElementsOf(cluster.brevo.rejected());
			assertThat(cluster.events(PingingSuspended.class)).isEmpty();
			if (left.size() == known.size()) {
				assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
			}
		}
		finally {
			this.silenced.close();
		}
	}

	static LongStream seeds() {
		return LongStream.rangeClosed(1, Boolean.getBoolean("soak") ? 80 : 30);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5 })
	void pingsAnAgentThatIsMarkedWhileAllOthersAreUnknown(int others) {
		try (SimulatedCluster cluster = new SimulatedCluster(100, SimulatedFault.NONE)) {
			Set<AgentIdentity> unknown = agents("unknown-", others);
			AgentIdentity liz = AgentIdentity.ofId("liz");
			cluster.brevo.withUnknown(unknown);
			cluster.start(2, HeartbeatSettings.defaults());
			unknown.forEach((agent) -> cluster.instances.get(0).presence.markActive(agent).join());
			cluster.advance(Duration.ofHours(1));
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.SUSPENDED);
			assertThat(cluster.instances.get(0).presence.activeAgents().join()).hasSize(others);
			cluster.instances.get(0).presence.markActive(liz).join();
			cluster.advance(Duration.ofSeconds(10));
			assertThat(cluster.brevo.isOnline(liz, cluster.clock.instant())).isTrue();
			cluster.advance(Duration.ofMinutes(30));
			assertThat(cluster.instances.get(0).presence.activeAgents().join()).containsExactly(liz);
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
		}
		finally {
			this.silenced.close();
		}
	}

	@ParameterizedTest
	@MethodSource
	void keepsEverybodyOnlineThroughASingleStrayResponse(Throwable failure, int agents, Duration interval) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			AtomicBoolean stray = new AtomicBoolean();
			cluster.network = (ping) -> stray.getAndSet(false) ? Mono.error(failure) : ping;
			cluster.start(1,
					HeartbeatSettings.defaults().withTimes(interval, Duration.ofSeconds(110), Duration.ofMinutes(2)));
			agents("agent-", agents).forEach((agent) -> {
				cluster.instances.get(0).presence.markActive(agent).join();
				cluster.advance(Duration.ofSeconds(7));
			});
			for (int i = 0; i < 5; i++) {
				cluster.advance(Duration.ofMinutes(6).plusSeconds(3L * i));
				stray.set(true);
			}
			cluster.advance(Duration.ofMinutes(6));
			assertThat(cluster.events(AgentPossiblyOffline.class)).isEmpty();
			assertThat(cluster.offline(List.copyOf(agents("agent-", agents)))).containsOnly(0L);
			assertThat(cluster.events(PingingSuspended.class)).isEmpty();
		}
		finally {
			this.silenced.close();
		}
	}

	static Stream<Arguments> keepsEverybodyOnlineThroughASingleStrayResponse() {
		return STRAY.stream()
			.flatMap((failure) -> Stream.of(1, 3)
				.flatMap((agents) -> Stream.of(60, 100, 109)
					.map((interval) -> Arguments.of(failure, agents, Duration.ofSeconds(interval)))));
	}

	private static Set<AgentIdentity> agents(String prefix, int number) {
		Set<AgentIdentity> agents = new LinkedHashSet<>();
		for (int i = 0; i < number; i++) {
			agents.add(AgentIdentity.ofId(prefix + i));
		}
		return agents;
	}

}
