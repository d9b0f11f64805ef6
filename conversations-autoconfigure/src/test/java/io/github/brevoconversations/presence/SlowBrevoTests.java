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
import java.util.SplittableRandom;

import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.FaultSchedule.Effect;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with a Brevo that takes each ping as it comes, and responds later than anybody
 * waits for.
 */
class SlowBrevoTests {

	private static final Duration BEFORE = Duration.ofMinutes(10);

	@ParameterizedTest
	@CsvSource({ "1, 12, 1", "8, 12, 1", "30, 12, 1", "1, 25, 1", "8, 25, 1", "30, 25, 1", "1, 40, 1", "8, 40, 1",
			"30, 40, 1", "100, 25, 1", "8, 25, 3", "30, 40, 3", "8, 25, 10" })
	void keepsEverybodyOnlineAtTheUsualPace(int agents, int latency, int instances) {
		Duration slow = Duration.ofMinutes(30);
		try (SimulatedCluster cluster = new SimulatedCluster(null, new Slow(slow, latency, Effect.NONE, 0))) {
			start(cluster, agents, instances);
			long requests = requestsIn(cluster, Duration.ofMinutes(3));
			assertThat(requests).isLessThanOrEqualTo(4 * agents + 12 * instances);
			requests = requestsIn(cluster, slow.minusMinutes(3));
			assertThat(requests).isLessThanOrEqualTo(27 * agents + 2 * instances);
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.OUTAGE);
			assertThat(cluster.states()).extracting(HeartbeatState::failure).doesNotContainNull();
			cluster.advance(Duration.ofMinutes(3));
			assertThat(offline(cluster, agents)).containsOnly(0L);
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
			assertThat(cluster.events(AgentOnline.class)).hasSizeGreaterThan(agents);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 100", "2, 100", "4, 200", "12, 600" })
	void staysWithinTheRateLimit(int agents, int limit) {
		Duration slow = Duration.ofHours(3);
		try (SimulatedCluster cluster = new SimulatedCluster(limit, new Slow(slow, 25, Effect.NONE, 0))) {
			cluster.brevo.withOthers(limit / 5).withReportsInResponses();
			start(cluster, agents, 1);
			cluster.advance(slow.plusMinutes(30));
			assertThat(offline(cluster, agents)).containsOnly(0L);
			assertThat(cluster.brevo.rateLimited()).isZero();
			assertThat(cluster.events(QuotaExceeded.class)).isEmpty();
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 1", "8, 1", "30, 1", "8, 3" })
	void findsOutInTimeThatBrevoTakesPingsAgain(int agents, int instances) {
		try (SimulatedCluster cluster = new SimulatedCluster(null, SimulatedFault.NONE)) {
			start(cluster, agents, instances);
			for (int dead = 10; dead <= 40; dead += 10) {
				cluster.network = (ping) -> Mono.never();
				cluster.advance(Duration.ofSeconds(dead));
				cluster.network = (ping) -> ping;
				cluster.advance(Duration.ofMinutes(10));
				assertThat(offline(cluster, agents)).as("%s seconds", dead).containsOnly(0L);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "UNREACHABLE, 0.2", "ERROR, 0.2" })
	void keepsEverybodyOnlineAlthoughSomePingsFailInAnotherWay(Effect effect, double share) {
		try (SimulatedCluster cluster = new SimulatedCluster(null,
				new Slow(Duration.ofMinutes(30), 25, effect, share))) {
			start(cluster, 8, 1);
			cluster.advance(Duration.ofMinutes(40));
			assertThat(offline(cluster, 8)).containsOnly(0L);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "UNREACHABLE", "ERROR" })
	void probesOnlyOnceBrevoFailsInAnotherWay(Effect effect) {
		Duration outage = Duration.ofMinutes(30);
		try (SimulatedCluster cluster = new SimulatedCluster(null, new Slow(outage, 25, effect, 1))) {
			start(cluster, 30, 1);
			cluster.network = (ping) -> Mono.never();
			cluster.advance(Duration.ofMinutes(5));
			cluster.network = (ping) -> ping;
			cluster.advance(Duration.ofMinutes(2));
			assertThat(requestsIn(cluster, Duration.ofMinutes(20))).isBetween(30L, 45L);
			assertThat(cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.OUTAGE);
		}
	}

	private static void start(SimulatedCluster cluster, int agents, int instances) {
		cluster.start(instances,
				HeartbeatSettings.defaults()
					.withAgents(AbstractHeartbeatTests.agents("agent", agents))
					.withConcurrency(Math.max(8, agents / 5)));
		cluster.advance(BEFORE);
	}

	private static long requestsIn(SimulatedCluster cluster, Duration time) {
		long before = cluster.brevo.requests();
		cluster.advance(time);
		return cluster.brevo.requests() - before;
	}

	private static List<Long> offline(SimulatedCluster cluster, int agents) {
		return cluster.offline(AbstractHeartbeatTests.agents("agent", agents));
	}

	/**
	 * Ten minutes in which all is well, then a slow time, and then all is well again.
	 */
	private static final class Slow implements FaultSchedule {

		private final Duration duration;

		private final int latency;

		private final Effect effect;

		private final double share;

		private boolean failed;

		/**
		 * Create a schedule.
		 * @param duration how long the slow time is
		 * @param latency how many seconds a response takes in it
		 * @param effect how some of the requests fail in it, which is told at once
		 * @param share the part of the requests that do
		 */
		Slow(Duration duration, int latency, Effect effect, double share) {
			this.duration = duration;
			this.latency = latency;
			this.effect = effect;
			this.share = share;
		}

		@Override
		public Effect effect(Duration sinceStart, SplittableRandom random) {
			this.failed = isSlow(sinceStart) && random.nextDouble() < this.share;
			return this.failed ? this.effect : Effect.NONE;
		}

		@Override
		public Duration latency(Duration sinceStart, SplittableRandom random) {
			return (isSlow(sinceStart) && !this.failed) ? Duration.ofSeconds(this.latency)
					: SimulatedFault.NONE.latency(sinceStart, random);
		}

		private boolean isSlow(Duration sinceStart) {
			return sinceStart.compareTo(BEFORE) >= 0 && sinceStart.compareTo(BEFORE.plus(this.duration)) < 0;
		}

	}

}
