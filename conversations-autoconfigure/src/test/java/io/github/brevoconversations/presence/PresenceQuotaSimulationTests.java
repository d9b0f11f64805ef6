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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Simulates hours of pings in accounts whose rate limit just suffices, or does not, with
 * others who use it too, errors, pings that hang, several instances, and windows that
 * slide. The columns of a row are: agents, limit, share, others' requests an hour,
 * errors, part of the pings that hang, instances, whether they share a store, the kind of
 * window, the agents that the quota holds, and for how many seconds those may be offline
 * in all.
 */
class PresenceQuotaSimulationTests {

	private static final List<String> rows = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "1, 100, 0.8, 60, NONE, 0, 1, shared, fixed, 1, 0", "2, 100, 0.8, 30, NONE, 0, 1, shared, fixed, 2, 0",
			"14, 600, 0.8, 130, NONE, 0, 1, shared, fixed, 14, 0", "3, 100, 1, 0, NONE, 0, 1, shared, fixed, 3, 0",
			"3, 100, 1, 0, NONE, 0, 3, shared, fixed, 3, 0", "6, 200, 1, 0, NONE, 0, 10, shared, fixed, 6, 0",
			"18, 600, 1, 0, NONE, 0, 1, shared, fixed, 18, 0", "18, 600, 1, 0, NONE, 0, 10, shared, fixed, 18, 0",
			"4, 200, 0.8, 0, NONE, 0, 10, shared, fixed, 4, 0", "8, 200, 0.8, 0, NONE, 0, 3, shared, fixed, 4, 0",
			"10, 600, 0.8, 0, ERRORS_30, 0, 1, shared, fixed, 10, 10",
			"10, 600, 0.8, 0, ERRORS_10, 0, 3, shared, fixed, 10, 0",
			"14, 600, 0.8, 0, NONE, 0.01, 1, shared, fixed, 14, 0",
			"14, 600, 0.8, 0, NONE, 0.05, 1, shared, fixed, 14, 0", "2, 100, 0.8, 0, NONE, 0, 1, shared, sliding, 2, 0",
			"14, 600, 0.8, 0, NONE, 0, 1, shared, sliding, 14, 0" })
	void keepsOnlineWhomTheQuotaCanHold(int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, int held, long most) {
		simulate(4, agents, limit, share, others, fault, hangs, instances, store, window, held, most);
	}

	@ParameterizedTest
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	@CsvSource({ "1, 100, 0.8, 60, NONE, 0, 1, shared, fixed, 1, 0", "2, 100, 0.8, 30, NONE, 0, 1, shared, fixed, 2, 0",
			"14, 600, 0.8, 130, NONE, 0, 1, shared, fixed, 14, 0", "14, 600, 0.8, 300, NONE, 0, 1, shared, fixed, 1, 0",
			"14, 600, 0.8, 300, NONE, 0, 3, shared, fixed, 1, 0",
			"10, 600, 0.8, 0, ERRORS_30, 0, 1, shared, fixed, 10, 29",
			"10, 600, 0.8, 0, ERRORS_30, 0, 3, shared, fixed, 10, 29",
			"10, 600, 0.8, 0, ERRORS_10, 0, 1, shared, fixed, 10, 0",
			"14, 600, 0.8, 0, NONE, 0.01, 1, shared, fixed, 14, 0",
			"14, 600, 0.8, 0, NONE, 0.05, 1, shared, fixed, 14, 0", "3, 100, 1, 0, NONE, 0, 1, shared, fixed, 3, 0",
			"3, 100, 1, 0, NONE, 0, 2, shared, fixed, 3, 0", "3, 100, 1, 0, NONE, 0, 3, shared, fixed, 3, 0",
			"3, 100, 1, 0, NONE, 0, 10, shared, fixed, 3, 0", "3, 100, 1, 0, NONE, 0, 50, shared, fixed, 3, 0",
			"6, 200, 1, 0, NONE, 0, 1, shared, fixed, 6, 0", "6, 200, 1, 0, NONE, 0, 10, shared, fixed, 6, 0",
			"6, 200, 1, 0, NONE, 0, 50, shared, fixed, 6, 0", "18, 600, 1, 0, NONE, 0, 1, shared, fixed, 18, 0",
			"18, 600, 1, 0, NONE, 0, 2, shared, fixed, 18, 0", "18, 600, 1, 0, NONE, 0, 10, shared, fixed, 18, 0",
			"18, 600, 1, 0, NONE, 0, 50, shared, fixed, 18, 0", "8, 200, 0.8, 0, NONE, 0, 1, shared, fixed, 4, 0",
			"8, 200, 0.8, 0, NONE, 0, 10, shared, fixed, 4, 0", "2, 100, 0.8, 0, NONE, 0, 2, own, fixed, 1, 0",
			"4, 200, 0.8, 0, NONE, 0, 3, own, fixed, 1, 0", "14, 600, 0.8, 0, NONE, 0, 1, shared, sliding, 14, 0",
			"2, 100, 0.8, 0, NONE, 0, 1, shared, sliding, 2, 0" })
	void keepsOnlineWhomTheQuotaCanHoldForADay(int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, int held, long most) {
		simulate(24, agents, limit, share, others, fault, hangs, instances, store, window, held, most);
	}

	private void simulate(int hours, int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, int held, long most) {
		List<AgentIdentity> identities = IntStream.range(0, agents)
			.mapToObj((i) -> AgentIdentity.ofId("agent-" + i))
			.toList();
		HeartbeatSettings settings = HeartbeatSettings.defaults().withQuotaShare(share).withAgents(identities);
		try (SimulatedCluster cluster = new SimulatedCluster(limit, fault)) {
			cluster.brevo.withOthers(others).withHangs(hangs);
			if (window.equals("sliding")) {
				cluster.brevo.withSlidingWindow();
			}
			for (int i = 0; i < instances; i++) {
				cluster.start(settings,
						store.equals("own") ? new InMemoryActiveAgentStore(cluster.clock) : cluster.store);
			}
			cluster.advance(Duration.ofHours(hours));
			List<Long> offline = cluster.offline(identities);
			int exceeded = cluster.events(QuotaExceeded.class).size();
			rows.add(String.format(Locale.ROOT,
					"| %d h | %d | %d | %.1f | %d | %s | %.2f | %d | %s | %s | %d | %d | %d | %d | %d | %d |", hours,
					agents, limit, share, others, fault, hangs, instances, store, window, offline.get(0),
					offline.get(agents - 1), sum(offline), cluster.brevo.requests(), cluster.brevo.rateLimited(),
					exceeded));
			assertThat(sum(offline.subList(0, held))).isLessThanOrEqualTo(most);
			assertThat(exceeded).isLessThanOrEqualTo(store.equals("own") ? instances : 1);
			assertThat(cluster.brevo.rateLimited()).isZero();
			assertThat(cluster.states()).extracting(HeartbeatState::condition)
				.containsAnyOf(Condition.PINGING, Condition.RATE_LIMITED)
				.doesNotContain(Condition.SUSPENDED, Condition.OUTAGE);
		}
	}

	private static long sum(List<Long> seconds) {
		return seconds.stream().mapToLong(Long::longValue).sum();
	}

	@AfterAll
	static void print() {
		if (Boolean.getBoolean("soak")) {
			System.out
				.println("\n| time | agents | limit | share | others/h | errors | hangs | instances | store | window "
						+ "| first offline s | last offline s | all offline s | requests | 429s | QuotaExceeded |\n"
						+ "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
			rows.forEach(System.out::println);
		}
	}

}
