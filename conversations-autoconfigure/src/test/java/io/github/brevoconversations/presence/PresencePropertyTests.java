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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what holds whatever agents do and whatever goes wrong: with random marks,
 * limits and faults.
 */
class PresencePropertyTests {

	private static final Duration STEP = Duration.ofSeconds(7);

	private static final int STEPS = 1000;

	private final ManualTaskScheduler scheduler = ManualTaskScheduler.ofAllSchedulers();

	private final Map<AgentIdentity, Instant> activeSince = new HashMap<>();

	@AfterEach
	void tearDown() {
		ManualTaskScheduler.reset();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void keepsAgentsOnlineUnderRandomFaults(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		List<AgentIdentity> agents = IntStream.rangeClosed(1, random.nextInt(1, 25))
			.mapToObj((i) -> AgentIdentity.ofId("agent-" + i))
			.toList();
		Integer limit = random.nextBoolean() ? Integer.valueOf(random.nextInt(40, 4000)) : null;
		RateLimitTracker rateLimit = new RateLimitTracker(this.scheduler.getClock());
		SimulatedBrevo brevo = new SimulatedBrevo(this.scheduler.getClock(), limit, new RandomFaults(seed), seed,
				rateLimit);
		AgentPresence presence = AgentPresence.of(new InMemoryActiveAgentStore(this.scheduler.getClock()));
		AgentPresenceHeartbeat heartbeat = heartbeat(brevo, presence, rateLimit, random);
		heartbeat.start();
		boolean fits = limit == null || limit * 0.8 * 0.6 > agents.size() * 60;
		for (int step = 0; step < STEPS; step++) {
			AgentIdentity agent = agents.get(random.nextInt(agents.size()));
			if (random.nextInt(40) == 0 && this.activeSince.containsKey(agent)) {
				markInactive(agent, presence, brevo);
			}
			else {
				this.activeSince.computeIfAbsent(agent, (key) -> this.scheduler.getClock().instant());
				presence.markActive(agent).join();
			}
			this.scheduler.advance(STEP);
			if (fits) {
				this.activeSince.keySet().forEach((active) -> assertOnline(active, brevo));
			}
		}
		assertThat(brevo.rateLimited()).isZero();
		assertThat(brevo.bursts().mostInTenSeconds()).isLessThanOrEqualTo(Math.max(18, 20 * agents.size() / 60));
		heartbeat.stop();
	}

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 60);
	}

	private void markInactive(AgentIdentity agent, AgentPresence presence, SimulatedBrevo brevo) {
		presence.markInactive(agent).join();
		this.activeSince.remove(agent);
		brevo.forget(agent);
	}

	private void assertOnline(AgentIdentity agent, SimulatedBrevo brevo) {
		Instant now = this.scheduler.getClock().instant();
		Instant since = this.activeSince.get(agent);
		if (brevo.isKnown(agent)) {
			assertThat(brevo.offline(agent, now)).as("offline time of %s", agent).isZero();
		}
		else {
			assertThat(Duration.between(since, now)).as("time until the first ping of %s", agent)
				.isLessThan(Duration.ofSeconds(80));
		}
	}

	private AgentPresenceHeartbeat heartbeat(SimulatedBrevo brevo, AgentPresence presence, RateLimitTracker rateLimit,
			SplittableRandom random) {
		ConversationsClient client = ConversationsClientStub.pinging((agent) -> {
			assertThat(this.activeSince).as("active agents").containsKey(agent);
			return brevo.ping(agent);
		});
		return new AgentPresenceHeartbeat(client, presence, ((MarkSource) presence).getStore(), this.scheduler,
				HeartbeatSettings.defaults(), rateLimit,
				new VirtualEnvironment(this.scheduler.getClock(), random::nextDouble));
	}

}
