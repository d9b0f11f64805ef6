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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Simulates agents whose account others use too, whose pings fail and hang, and whose
 * pings several instances make, with a store that they share or without. Prints a table.
 */
class PresenceQuotaSimulationTests {

	private static final long SEED = 20261123;

	private static final List<String> rows = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "1, 100, 0.8, 60, NONE, 0, 1, shared, fixed, 120", "2, 100, 0.8, 30, NONE, 0, 1, shared, fixed, 240",
			"3, 100, 1, 0, NONE, 0, 3, shared, fixed, 240", "4, 200, 0.8, 0, NONE, 0, 10, shared, fixed, 0",
			"8, 200, 0.8, 0, NONE, 0, 3, shared, fixed, -1", "10, 600, 0.8, 0, ERRORS_30, 0, 1, shared, fixed, 240",
			"14, 600, 0.8, 0, NONE, 0.01, 1, shared, fixed, 120", "2, 100, 0.8, 0, NONE, 0, 1, shared, sliding, -1" })
	void keepsOnlineWhomTheQuotaCanHold(int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, long most) {
		simulate(4, agents, limit, share, others, fault, hangs, instances, store, window, most);
	}

	@ParameterizedTest
	@Tag("soak")
	@CsvSource({ "1, 100, 0.8, 60, NONE, 0, 1, shared, fixed, -1", "2, 100, 0.8, 30, NONE, 0, 1, shared, fixed, -1",
			"14, 600, 0.8, 130, NONE, 0, 1, shared, fixed, -1", "14, 600, 0.8, 300, NONE, 0, 1, shared, fixed, -1",
			"10, 600, 0.8, 0, ERRORS_30, 0, 1, shared, fixed, -1",
			"10, 600, 0.8, 0, ERRORS_10, 0, 1, shared, fixed, -1", "14, 600, 0.8, 0, NONE, 0.01, 1, shared, fixed, -1",
			"14, 600, 0.8, 0, NONE, 0.05, 1, shared, fixed, -1", "3, 100, 1, 0, NONE, 0, 1, shared, fixed, -1",
			"3, 100, 1, 0, NONE, 0, 3, shared, fixed, -1", "3, 100, 1, 0, NONE, 0, 10, shared, fixed, -1",
			"3, 100, 1, 0, NONE, 0, 50, shared, fixed, -1", "6, 200, 1, 0, NONE, 0, 10, shared, fixed, -1",
			"18, 600, 1, 0, NONE, 0, 1, shared, fixed, -1", "18, 600, 1, 0, NONE, 0, 10, shared, fixed, -1",
			"8, 200, 0.8, 0, NONE, 0, 1, shared, fixed, -1", "8, 200, 0.8, 0, NONE, 0, 10, shared, fixed, -1",
			"2, 100, 0.8, 0, NONE, 0, 2, own, fixed, -1", "4, 200, 0.8, 0, NONE, 0, 3, own, fixed, -1",
			"14, 600, 0.8, 0, NONE, 0, 1, shared, sliding, -1", "2, 100, 0.8, 0, NONE, 0, 1, shared, sliding, -1" })
	void keepsOnlineWhomTheQuotaCanHoldForADay(int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String store, String window, long most) {
		simulate(24, agents, limit, share, others, fault, hangs, instances, store, window, most);
	}

	private void simulate(int hours, int agents, int limit, double share, int others, SimulatedFault fault,
			double hangs, int instances, String storeKind, String window, long most) {
		ManualTaskScheduler scheduler = new ManualTaskScheduler(VirtualTimeScheduler.getOrSet());
		List<AgentPresenceHeartbeat> heartbeats = new ArrayList<>();
		List<Object> events = new ArrayList<>();
		try {
			Clock clock = scheduler.getClock();
			SimulatedBrevo brevo = new SimulatedBrevo(clock, limit, fault, SEED, new RateLimitTracker(clock))
				.withOthers(others)
				.withHangs(hangs);
			if (window.equals("sliding")) {
				brevo.withSlidingWindow();
			}
			List<AgentIdentity> identities = IntStream.range(0, agents)
				.mapToObj((i) -> AgentIdentity.ofId("agent-" + i))
				.toList();
			HeartbeatSettings settings = HeartbeatSettings.defaults().withQuotaShare(share).withAgents(identities);
			ActiveAgentStore shared = (instances > 1) ? new SharedStore(clock) : new InMemoryActiveAgentStore(clock);
			for (int i = 0; i < instances; i++) {
				ActiveAgentStore store = storeKind.equals("own") ? new InMemoryActiveAgentStore(clock) : shared;
				RateLimitTracker rateLimit = new RateLimitTracker(clock);
				AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(
						ConversationsClientStub.pinging((agent) -> brevo.ping(agent, rateLimit)),
						AgentPresence.of(store), store, scheduler, settings, rateLimit, clock,
						new SplittableRandom(SEED + i)::nextDouble);
				heartbeat.setApplicationEventPublisher(events::add);
				heartbeats.add(heartbeat);
				heartbeat.start();
			}
			scheduler.advance(Duration.ofHours(hours));
			Instant end = clock.instant();
			List<Long> offline = identities.stream().map((agent) -> brevo.offline(agent, end).toSeconds()).toList();
			long all = offline.stream().mapToLong(Long::longValue).sum();
			long exceeded = events.stream().filter(AgentPresenceEvent.QuotaExceeded.class::isInstance).count();
			rows.add("| %d h | %d | %d | %.1f | %d | %s | %.2f | %d | %s | %s | %d | %d | %d | %d | %d | %d |"
				.formatted(hours, agents, limit, share, others, fault, hangs, instances, storeKind, window,
						offline.get(0), offline.get(agents - 1), all, brevo.requests(), brevo.rateLimited(), exceeded));
			if (most >= 0) {
				assertThat(all).isLessThanOrEqualTo(most);
			}
			if (storeKind.equals("shared") && window.equals("fixed")) {
				assertThat(exceeded).isLessThanOrEqualTo(hours);
			}
		}
		finally {
			heartbeats.forEach(AgentPresenceHeartbeat::stop);
			VirtualTimeScheduler.reset();
		}
	}

	@AfterAll
	static void print() {
		System.out.println("\n| time | agents | limit | share | others/h | errors | hangs | instances | store | window "
				+ "| first offline s | last offline s | all offline s | requests | 429s | QuotaExceeded |\n"
				+ "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
		rows.forEach(System.out::println);
	}

}
