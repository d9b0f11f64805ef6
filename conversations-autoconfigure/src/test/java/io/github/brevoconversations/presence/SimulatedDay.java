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
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Agents who are active for a day, or a part of one, against a {@link SimulatedBrevo}.
 *
 * @param agents how many agents are active
 * @param limit the requests an hour that Brevo allows, or {@code null} for any number
 * @param fault what goes wrong
 * @param settings how the agents are pinged
 * @param duration how long
 */
record SimulatedDay(int agents, @Nullable Integer limit, SimulatedFault fault, HeartbeatSettings settings,
		Duration duration) {

	private static final long SEED = 20261123;

	/**
	 * Let the day pass with the heartbeat, on virtual time.
	 * @return what came of it
	 */
	Result withHeartbeat() {
		ManualTaskScheduler scheduler = ManualTaskScheduler.ofAllSchedulers();
		try {
			Clock clock = scheduler.getClock();
			RateLimitTracker rateLimit = new RateLimitTracker(clock);
			SimulatedBrevo brevo = new SimulatedBrevo(clock, this.limit, this.fault, SEED, rateLimit);
			ActiveAgentStore store = new InMemoryActiveAgentStore(clock);
			AgentPresence presence = AgentPresence.of(store);
			AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(ConversationsClientStub.pinging(brevo::ping),
					presence, store, scheduler, this.settings.withAgents(identities()), rateLimit,
					new VirtualEnvironment(clock, new SplittableRandom(SEED)::nextDouble));
			heartbeat.start();
			scheduler.advance(this.duration);
			heartbeat.stop();
			return result(brevo, clock.instant());
		}
		finally {
			ManualTaskScheduler.reset();
		}
	}

	/**
	 * Let the day pass with what one would write at first: a loop over all agents once a
	 * minute, in one thread, without retries.
	 * @return what came of it
	 */
	Result withNaiveLoop() {
		Instant start = Instant.parse("2026-01-01T00:00:00Z");
		Instant end = start.plus(this.duration);
		Clock clock = Clock.fixed(start, ZoneOffset.UTC);
		SplittableRandom random = new SplittableRandom(SEED);
		SimulatedBrevo brevo = new SimulatedBrevo(clock, this.limit, this.fault, SEED, new RateLimitTracker(clock));
		List<AgentIdentity> identities = identities();
		Instant now = start;
		for (Instant minute = start; minute.isBefore(end); minute = minute.plusSeconds(60)) {
			now = now.isAfter(minute) ? now : minute;
			for (AgentIdentity identity : identities) {
				if (now.isBefore(end)) {
					brevo.request(identity, now);
					now = now.plus(this.fault.latency(Duration.between(start, now), random));
				}
			}
		}
		return result(brevo, end);
	}

	/**
	 * Return how many agents can be kept online at all: with the longest interval, and
	 * with all retries that the errors make necessary.
	 * @return the number of agents
	 */
	int possible() {
		if (this.limit == null) {
			return this.agents;
		}
		double pings = this.limit * this.settings.quotaShare();
		double perAgent = 3600.0 / this.settings.maxInterval().toSeconds() / acceptedShare();
		return Math.min(this.agents, (int) (pings / perAgent));
	}

	private double acceptedShare() {
		return switch (this.fault) {
			case ERRORS_10 -> 0.9;
			case ERRORS_30 -> 0.7;
			default -> 1;
		};
	}

	/**
	 * Return how long Brevo may be away without anybody going offline: as much as the
	 * online window is longer than the interval that the rate limit allows.
	 * @return the time
	 */
	Duration slack() {
		double interval = 60;
		if (this.limit != null) {
			interval = Math.max(interval,
					possible() * 3600.0 / (this.limit * this.settings.quotaShare() * acceptedShare()));
		}
		return this.settings.onlineWindow().minusMillis((long) (1000 * interval));
	}

	private Result result(SimulatedBrevo brevo, Instant end) {
		int possible = possible();
		ToLongFunction<AgentIdentity> offline = (agent) -> brevo.offline(agent, end).toSeconds();
		List<AgentIdentity> identities = identities();
		long worst = identities.stream().limit(possible).mapToLong(offline).max().orElse(0);
		long all = identities.stream().mapToLong(offline).sum();
		return new Result(possible, worst, all, brevo.requests(), brevo.rateLimited(), brevo.bursts().mostInOneSecond(),
				brevo.bursts().mostInTenSeconds(), brevo.bursts().mostInTenSecondsAfterStart(),
				(double) brevo.requests() / this.duration.toSeconds());
	}

	private List<AgentIdentity> identities() {
		return IntStream.range(0, this.agents).mapToObj((i) -> AgentIdentity.ofId("agent-" + i)).toList();
	}

	/**
	 * What came of a day.
	 *
	 * @param possible how many agents could be kept online
	 * @param worstOffline for how many seconds one of them was offline at most, after its
	 * first ping
	 * @param allOffline for how many seconds all agents together were offline
	 * @param requests the requests made
	 * @param rateLimited how many of them were answered with 429
	 * @param burst the most requests in a second
	 * @param burstInTenSeconds the most requests in ten seconds
	 * @param laterBurst the most requests in ten seconds, two minutes after the start or
	 * later
	 * @param perSecond the mean rate
	 */
	record Result(int possible, long worstOffline, long allOffline, long requests, long rateLimited, int burst,
			int burstInTenSeconds, int laterBurst, double perSecond) {

	}

}
