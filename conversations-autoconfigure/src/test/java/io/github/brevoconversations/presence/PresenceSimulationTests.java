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
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Simulates agents who are active for hours, and prints a table of what came of it beside
 * what would come of a naive loop. The system property {@code simulation.hours} says how
 * long, such as 24 for a day; two in the profile {@code soak}, and one otherwise. Many
 * agents are simulated only where they differ from a few.
 */
class PresenceSimulationTests {

	private static final Duration DURATION = Duration
		.ofHours(Integer.getInteger("simulation.hours", Boolean.getBoolean("soak") ? 2 : 1));

	private static final int[] AGENTS = { 1, 2, 3, 6, 18 };

	private static final int MANY_AGENTS = Boolean.getBoolean("soak") ? 1000 : 100;

	private static final Integer[] LIMITS = { 100, 200, 600, null };

	private static final List<SimulationTable.Row> rows = new ArrayList<>();

	@ParameterizedTest
	@MethodSource
	void keepsAsManyOnlineAsTheRateLimitAllows(int agents, @Nullable Integer limit, SimulatedFault fault,
			double quotaShare) {
		HeartbeatSettings settings = HeartbeatSettings.defaults()
			.withQuotaShare(quotaShare)
			.withConcurrency((agents < 1000) ? 8 : 64);
		SimulatedDay day = new SimulatedDay(agents, limit, fault, settings, DURATION);
		SimulatedDay.Result result = day.withHeartbeat();
		rows.add(new SimulationTable.Row(day, result, day.withNaiveLoop()));
		assertThat(result.worstOffline()).isLessThanOrEqualTo(expectedOffline(day));
		if (fault != SimulatedFault.RATE_LIMITS) {
			assertThat(result.rateLimited()).isZero();
		}
		assertThat(result.burstInTenSeconds()).isLessThanOrEqualTo(Math.max(15, (int) (20 * result.perSecond())));
		if (limit == null && fault == SimulatedFault.NONE) {
			assertThat(result.laterBurst()).isLessThanOrEqualTo((int) Math.ceil(20 * result.perSecond()));
		}
	}

	private static long expectedOffline(SimulatedDay day) {
		long slack = day.slack().toSeconds();
		return switch (day.fault()) {
			case NONE, SLOW -> 0;
			case ERRORS_10, ERRORS_30 -> (slack > 30) ? 0 : DURATION.toSeconds() / 200;
			case OUTAGES, RATE_LIMITS -> {
				long away = (day.fault() == SimulatedFault.OUTAGES) ? 55 : 30;
				// once in ten minutes at most, until it is over and it is this agent's
				// turn
				yield (slack > away) ? 0 : DURATION.toMinutes() / 10 * (away + 10 - slack);
			}
		};
	}

	static Stream<Arguments> keepsAsManyOnlineAsTheRateLimitAllows() {
		List<Arguments> days = new ArrayList<>();
		for (SimulatedFault fault : SimulatedFault.values()) {
			for (Integer limit : LIMITS) {
				for (int agents : AGENTS) {
					days.add(Arguments.of(agents, limit, fault, 0.8));
				}
			}
			days.add(Arguments.of(100, 600, fault, 0.8));
		}
		for (SimulatedFault fault : List.of(SimulatedFault.NONE, SimulatedFault.OUTAGES)) {
			days.add(Arguments.of(MANY_AGENTS, 100, fault, 0.8));
			days.add(Arguments.of(MANY_AGENTS, null, fault, 0.8));
		}
		for (SimulatedFault fault : List.of(SimulatedFault.NONE, SimulatedFault.SLOW)) {
			days.add(Arguments.of(3, 100, fault, 1.0));
			days.add(Arguments.of(6, 200, fault, 1.0));
			days.add(Arguments.of(18, 600, fault, 1.0));
		}
		return days.stream();
	}

	@AfterAll
	static void print() {
		SimulationTable.print(DURATION, rows);
	}

}
