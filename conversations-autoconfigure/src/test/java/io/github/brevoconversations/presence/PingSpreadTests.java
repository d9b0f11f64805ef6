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
import java.util.List;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingSpread}.
 */
class PingSpreadTests {

	private static final Duration INTERVAL = Duration.ofSeconds(60);

	private final PingSpread spread = new PingSpread();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void keepsTheIntervalOfAgentsThatAreApart() {
		assertThat(next(4, true)).isEqualTo(INTERVAL);
		this.now = this.now.plusSeconds(11);
		assertThat(next(4, true)).isEqualTo(INTERVAL);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 8, 12, 14, 16, 40, 64 })
	void spreadsAgentsThatArePingedTogetherEvenly(int agents) {
		List<Long> millis = new ArrayList<>(
				IntStream.range(0, agents).mapToObj((i) -> next(agents, true).toMillis()).toList());
		Collections.sort(millis);
		assertThat(millis.get(0)).isPositive();
		assertThat(millis.get(agents - 1)).isEqualTo(60_000);
		double mean = 60_000.0 / agents;
		IntStream.range(1, agents)
			.forEach((i) -> assertThat((double) millis.get(i) - millis.get(i - 1)).isBetween(mean / 2.1, mean * 2.1));
	}

	@Test
	void makesNoPingEarlierWithoutRoomForIt() {
		IntStream.range(0, 8).forEach((i) -> assertThat(next(8, false)).isEqualTo(INTERVAL));
	}

	@Test
	void leavesVeryManyAgentsToTheAllowance() {
		IntStream.range(0, 1001).forEach((i) -> assertThat(next(1001, true)).isEqualTo(INTERVAL));
	}

	@ParameterizedTest(name = "{0} agents, limit {1}, share {2}, {3} instances, outage: {4}")
	@CsvSource({ "14, 600, 0.8, 1, false", "14, 600, 0.8, 3, false", "14, 600, 0.8, 1, true", "10, 600, 0.8, 1, false",
			"4, 200, 0.8, 1, true", "8, , 0.8, 1, true", "17, 600, 1, 1, false", "40, , 0.8, 1, false",
			"100, , 0.8, 1, false" })
	void dissolvesClumps(int agents, Integer limit, double share, int instances, boolean outage) {
		List<AgentIdentity> identities = AbstractHeartbeatTests.agents("agent", agents);
		try (SimulatedCluster cluster = new SimulatedCluster(limit, SimulatedFault.NONE)) {
			cluster.start(instances, HeartbeatSettings.defaults().withQuotaShare(share).withAgents(identities));
			if (outage) {
				cluster.advance(Duration.ofMinutes(10));
				cluster.network = (ping) -> Mono.error(SimulatedFault.UNREACHABLE);
				cluster.advance(Duration.ofMinutes(4));
				cluster.network = (ping) -> ping;
			}
			cluster.advance(Duration.ofMinutes(10));
			long before = cluster.brevo.requests();
			cluster.brevo.resetBursts();
			cluster.advance(Duration.ofMinutes(40));
			double inTenSeconds = (cluster.brevo.requests() - before) / 240.0;
			assertThat(cluster.brevo.bursts().mostInTenSeconds())
				.isLessThanOrEqualTo((int) Math.ceil(((instances > 1) ? 3 : 2) * inTenSeconds) + 1);
		}
	}

	private Duration next(int agents, boolean room) {
		return this.spread.next(INTERVAL, agents, room, this.now);
	}

}
