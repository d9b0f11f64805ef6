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
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaRestored;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an {@link AgentPresenceHeartbeat} whose rate limit others have used up, or
 * seem to have.
 */
@ExtendWith(OutputCaptureExtension.class)
class UsedUpQuotaTests extends AbstractHeartbeatTests {

	@BeforeEach
	void start() {
		this.heartbeat.start();
	}

	@ParameterizedTest
	@ValueSource(ints = { 600, 3000, 3600 })
	void keepsAnAgentOnlineIfPingsAreNotLimited(int reset) {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		report(100, 0, reset);
		assertOnlineFor(Duration.ofMinutes(30));
	}

	@Test
	void usesAllReportsAgainAfterA429() {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		report(100, 0, 3000);
		assertOnlineFor(Duration.ofMinutes(10));
		this.answers.put(LIZ, Mono.error(SimulatedFault.RATE_LIMITED_FOR_LONG));
		this.scheduler.advance(seconds(180));
		int pings = this.pings.get(LIZ).size();
		this.scheduler.advance(seconds(360));
		assertThat(this.pings.get(LIZ)).hasSize(pings);
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.RATE_LIMITED);
	}

	@Test
	void reportsThatTheQuotaKeepsTheOnlyAgentOffline(CapturedOutput output) {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		this.answers.put(LIZ, Mono.error(SimulatedFault.RATE_LIMITED_FOR_LONG));
		report(100, 0, 600);
		this.scheduler.advance(seconds(150));
		HeartbeatState state = this.heartbeat.state();
		assertThat(state.condition()).isEqualTo(Condition.RATE_LIMITED);
		assertThat(state.keptAgents()).isZero();
		assertThat(state.onlineAgents()).isZero();
		assertThat(this.events).hasAtLeastOneElementOfType(QuotaExceeded.class);
		assertThat(output).containsOnlyOnce("allows only 0 of the 1 active agents to be kept online");
	}

	@Test
	void pingsAtOnceAfterTheResetAndReportsIt() {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		this.answers.put(LIZ, Mono.error(SimulatedFault.RATE_LIMITED));
		report(100, 0, 300);
		this.scheduler.advance(seconds(290));
		assertThat(this.heartbeat.pings(LIZ).online()).isFalse();
		this.answers.clear();
		this.scheduler.advance(seconds(20));
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		this.scheduler.advance(seconds(150));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertThat(this.events).hasAtLeastOneElementOfType(QuotaRestored.class);
	}

	@Test
	void acceptsARaisedRemainder() {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		report(100, 0, 3000);
		this.scheduler.advance(seconds(20));
		report(100, 90, 2980);
		this.scheduler.advance(seconds(60));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertOnlineFor(Duration.ofMinutes(10));
	}

	@ParameterizedTest(name = "{0} agents: {1} remains, reset {2} s; on each ping: {3}, counting down: {4}")
	@CsvSource({ "1, 0, 60, true, false", "3, 0, 60, true, false", "6, 0, 60, true, false", "6, 0, 1, true, false",
			"6, 0, 600, true, false", "6, 0, 3600, true, false", "6, 0, 3000, true, true", "6, 0, 60, true, true",
			"6, 0, 3000, false, false", "2, 1, 3000, true, true" })
	void keepsAllOnlineHoweverOftenAcceptedPingsReportThatNothingRemains(int agents, long remaining, int reset,
			boolean onPings, boolean countsDown, CapturedOutput output) {
		List<AgentIdentity> identities = agents("agent", agents);
		Instant end = this.start.plusSeconds(reset);
		identities.forEach((agent) -> this.answers.put(agent, Mono.fromRunnable(() -> {
			if (onPings) {
				Duration left = Duration.between(this.scheduler.getClock().instant(), end);
				report(100, remaining, countsDown ? Math.floorMod(left.toSeconds(), reset) : reset);
			}
		})));
		identities.forEach(this::markActive);
		this.scheduler.advance(seconds(10));
		report(100, remaining, reset);
		this.scheduler.advance(Duration.ofMinutes(3));
		for (int i = 0; i < 240; i++) {
			this.scheduler.advance(seconds(10));
			assertThat(identities).allSatisfy((agent) -> assertThat(this.heartbeat.pings(agent)).isNotNull()
				.extracting(AgentState.Pings::online)
				.isEqualTo(true));
		}
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertThat(output).doesNotContain("share a store of active agents");
	}

	@Test
	void takesNobodyOfflineUntilA429ConfirmsThatNothingRemains() {
		List<AgentIdentity> identities = agents("agent", 6);
		identities.forEach((agent) -> {
			markActive(agent);
			this.scheduler.advance(seconds(9));
		});
		report(100, 0, 3000);
		for (int i = 0; i < 120; i++) {
			this.scheduler.advance(seconds(5));
			assertThat(this.heartbeat.state().onlineAgents()).isEqualTo(6);
		}
		assertThat(this.events).hasOnlyElementsOfType(AgentOnline.class);
	}

	@Test
	void pingsAgainAfterA429IfTheWindowSlides() {
		this.answers.put(LIZ, Mono.fromRunnable(() -> report(100, 0, 60)));
		markActive(LIZ);
		this.scheduler.advance(Duration.ofMinutes(5));
		this.answers.put(LIZ, Mono.error(SimulatedFault.RATE_LIMITED));
		this.scheduler.advance(Duration.ofMinutes(5));
		this.answers.clear();
		this.scheduler.advance(seconds(100));
		assertOnlineFor(Duration.ofMinutes(5));
	}

	@Test
	void wastesFewPingsIfThoseAfterAWaitAreAccepted() {
		// a bucket that gets a token each 36 s, and says what is left in it
		List<AgentIdentity> identities = agents("agent", 6);
		Instant[] last = { Instant.MIN };
		int[] refused = new int[1];
		identities.forEach((agent) -> this.answers.put(agent, Mono.defer(() -> {
			Instant now = this.scheduler.getClock().instant();
			boolean accepted = !now.isBefore(last[0].plusSeconds(36));
			last[0] = accepted ? now : last[0];
			report(100, 0, 36);
			refused[0] += accepted ? 0 : 1;
			return accepted ? Mono.empty() : Mono.error(SimulatedFault.rateLimited("36"));
		})));
		identities.forEach(this::markActive);
		this.scheduler.advance(Duration.ofMinutes(20));
		for (int i = 0; i < 340; i++) {
			this.scheduler.advance(Duration.ofMinutes(1));
			assertThat(this.heartbeat.pings(identities.get(0)).online()).isTrue();
		}
		assertThat(refused[0]).isLessThan(6 * 10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1" })
	void backsOffIfTheResetOfA429DoesNotCome(String retryAfter) {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		this.answers.put(LIZ, Mono.error(SimulatedFault.rateLimited(retryAfter)));
		this.scheduler.advance(Duration.ofHours(1));
		assertThat(this.pings.get(LIZ).size()).isLessThan(80);
	}

	private void assertOnlineFor(Duration duration) {
		for (int i = 0; i < duration.toSeconds() / 5; i++) {
			this.scheduler.advance(seconds(5));
			assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		}
	}

	private void report(long limit, long remaining, int reset) {
		this.rateLimit.observe(new RateLimit(limit, remaining, seconds(reset)));
	}

}
