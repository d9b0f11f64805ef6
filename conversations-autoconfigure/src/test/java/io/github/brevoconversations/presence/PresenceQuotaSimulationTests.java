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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Simulates hours of pings in accounts whose rate limit just suffices, or does not, with
 * others who use it too, errors, pings that hang, several instances, and windows that
 * slide. The columns of a row are: agents, limit, share, others' requests an hour,
 * errors, part of the pings that hang, instances, whether they share a store, the kind of
 * window, the agents that the quota holds, and for how many seconds those may be offline
 * in all. The profile {@code soak} has all rows, of two or six hours each or of as many
 * as the system property {@code simulation.hours} says, such as 24 for a day.
 */
class PresenceQuotaSimulationTests {

	private static final int SHORT_HOURS = 4;

	private static final int LONG_HOURS = Integer.getInteger("simulation.hours", 6);

	// One window to learn what others take, and one to show that it was learned
	private static final int MATRIX_HOURS = Integer.getInteger("simulation.hours", 2);

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
	void keepsAsManyOnlineAsTheQuotaAllows(int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, int held, long most) {
		simulate(SHORT_HOURS, agents, limit, share, others, fault, hangs, instances, store, window, held, most);
	}

	@ParameterizedTest
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	@CsvSource({ "1, 100, 0.8, 60, NONE, 0, 1, shared, fixed, 1, 0", "2, 100, 0.8, 30, NONE, 0, 1, shared, fixed, 2, 0",
			"14, 600, 0.8, 130, NONE, 0, 1, shared, fixed, 14, 0", "14, 600, 0.8, 300, NONE, 0, 1, shared, fixed, 1, 5",
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
	void keepsAsManyOnlineAsTheQuotaAllowsForLong(int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, int held, long most) {
		simulate(LONG_HOURS, agents, limit, share, others, fault, hangs, instances, store, window, held, most);
	}

	/**
	 * Each factor by itself, and some of them together.
	 */
	@ParameterizedTest
	@EnabledIfSystemProperty(named = "soak", matches = "true")
	@MethodSource
	void keepsAsManyOnlineAsTheQuotaAllowsWhateverElseHappens(int agents, int limit, double share, int others,
			SimulatedFault fault, double hangs, int instances, String store, String window) {
		int held = held(agents, limit, share, others, fault, store.equals("own") ? instances : 1);
		// where that is less, the table says how much
		boolean roomForAll = others <= (1 - share) * limit && fault == SimulatedFault.NONE && hangs == 0
				&& store.equals("shared") && (window.equals("fixed") || share < 1) && held == agents;
		Day day = day(MATRIX_HOURS, agents, limit, share, others, fault, hangs, instances, store, window, held);
		assertThat(day.conditions()).doesNotContain(Condition.SUSPENDED, Condition.OUTAGE);
		if (roomForAll && others == 0) {
			assertThat(sum(day.offline())).isZero();
			assertThat(day.exceeded()).isZero();
			assertThat(day.rateLimited()).isZero();
		}
	}

	static Stream<Arguments> keepsAsManyOnlineAsTheQuotaAllowsWhateverElseHappens() {
		List<Arguments> rows = new ArrayList<>();
		Object[][] accounts = { { 1, 100, 0.8 }, { 2, 100, 0.8 }, { 4, 200, 0.8 }, { 10, 600, 0.8 }, { 14, 600, 0.8 },
				{ 3, 100, 1.0 }, { 6, 200, 1.0 }, { 18, 600, 1.0 } };
		for (Object[] account : accounts) {
			for (int others : List.of(0, 30, 60, 130, 300)) {
				add(rows, account, others, SimulatedFault.NONE, 0, 1, "shared", "fixed");
			}
			for (SimulatedFault fault : List.of(SimulatedFault.ERRORS_10, SimulatedFault.ERRORS_30)) {
				add(rows, account, 0, fault, 0, 1, "shared", "fixed");
			}
			for (double hangs : List.of(0.01, 0.05)) {
				add(rows, account, 0, SimulatedFault.NONE, hangs, 1, "shared", "fixed");
			}
			for (int instances : List.of(2, 3, 10, 50)) {
				add(rows, account, 0, SimulatedFault.NONE, 0, instances, "shared", "fixed");
			}
			add(rows, account, 0, SimulatedFault.NONE, 0, 2, "own", "fixed");
			add(rows, account, 0, SimulatedFault.NONE, 0, 3, "own", "fixed");
			add(rows, account, 0, SimulatedFault.NONE, 0, 1, "shared", "sliding");
			add(rows, account, 0, SimulatedFault.NONE, 0, 3, "shared", "sliding");
			add(rows, account, 30, SimulatedFault.ERRORS_10, 0.01, 3, "shared", "fixed");
			add(rows, account, 30, SimulatedFault.NONE, 0.01, 10, "shared", "sliding");
		}
		return rows.stream();
	}

	private static void add(List<Arguments> rows, Object[] account, Object... rest) {
		rows.add(Arguments.of(Stream.concat(Arrays.stream(account), Arrays.stream(rest)).toArray()));
	}

	// How many agents can be pinged each 110 seconds with what others leave.
	private static int held(int agents, int limit, double share, int others, SimulatedFault fault, int stores) {
		double left = limit - Math.max(others, (1 - share) * limit);
		double requests = switch (fault) {
			case ERRORS_10 -> 1 / 0.9;
			case ERRORS_30 -> 1 / 0.7;
			default -> 1;
		};
		return (int) Math.max(0, Math.min(agents, left / stores * 110 / 3600 / requests));
	}

	private void simulate(int hours, int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, int held, long most) {
		Day day = day(hours, agents, limit, share, others, fault, hangs, instances, store, window, held);
		assertThat(sum(day.offline().subList(0, held))).isLessThanOrEqualTo(most);
		assertThat(day.exceeded()).isLessThanOrEqualTo(store.equals("own") ? 3 * instances : 1);
		// until it is known what others take, one ping may find nothing left
		assertThat(day.rateLimited()).isLessThanOrEqualTo((hours > SHORT_HOURS) ? 1 : 0);
		assertThat(day.conditions()).containsAnyOf(Condition.PINGING, Condition.RATE_LIMITED)
			.doesNotContain(Condition.SUSPENDED, Condition.OUTAGE);
	}

	private Day day(int hours, int agents, int limit, double share, int others, SimulatedFault fault, double hangs,
			int instances, String store, String window, int held) {
		List<AgentIdentity> identities = AbstractHeartbeatTests.agents("agent", agents);
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
			Day day = new Day(offline, cluster.events(QuotaExceeded.class).size(), cluster.brevo.rateLimited(),
					cluster.states().stream().map(HeartbeatState::condition).toList());
			rows.add(String.format(Locale.ROOT,
					"| %d h | %d | %d | %.1f | %d | %s | %.2f | %d | %s | %s | %d | %d | %d | %d | %d | %d | %d | %d |",
					hours, agents, limit, share, others, fault, hangs, instances, store, window, held, offline.get(0),
					sum(offline.subList(0, held)), offline.get(agents - 1), sum(offline), cluster.brevo.requests(),
					day.rateLimited(), day.exceeded()));
			return day;
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
						+ "| held | first offline s | held offline s | last offline s | all offline s | requests | 429s | QuotaExceeded |\n"
						+ "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
			rows.forEach(System.out::println);
		}
	}

	/**
	 * What came of a day, or a part of one.
	 *
	 * @param offline the seconds that each agent was offline
	 * @param exceeded how often the quota was said to be exceeded
	 * @param rateLimited the pings that were responded to with 429
	 * @param conditions how the instances were at the end
	 */
	private record Day(List<Long> offline, int exceeded, long rateLimited, List<Condition> conditions) {

	}

}
