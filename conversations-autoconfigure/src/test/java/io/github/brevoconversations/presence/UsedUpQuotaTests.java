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

import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaRestored;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
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
	void keepsAnAgentOnlineWherePingsAreNotLimitedAlthoughNothingRemains(int reset) {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		report(100, 0, reset);
		assertOnlineFor(Duration.ofMinutes(30));
	}

	@Test
	void goesByAllReportsAgainOnceAPingIsAnsweredWith429() {
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
	void tellsThatTheQuotaKeepsTheOnlyAgentOffline(CapturedOutput output) {
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
		assertThat(output).containsOnlyOnce("enough requests to keep 0 of the 1 active agents online");
	}

	@Test
	void pingsAtOnceAfterTheResetAndTellsIt() {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		this.answers.put(LIZ, Mono.error(SimulatedFault.RATE_LIMITED));
		report(100, 0, 300);
		this.scheduler.advance(seconds(290));
		assertThat(this.heartbeat.status(LIZ).online()).isFalse();
		this.answers.clear();
		this.scheduler.advance(seconds(20));
		assertThat(this.heartbeat.status(LIZ).online()).isTrue();
		this.scheduler.advance(seconds(150));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertThat(this.events).hasAtLeastOneElementOfType(QuotaRestored.class);
	}

	@Test
	void believesARemainderThatWasRaised() {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		report(100, 0, 3000);
		this.scheduler.advance(seconds(20));
		report(100, 90, 2980);
		this.scheduler.advance(seconds(60));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertOnlineFor(Duration.ofMinutes(10));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1" })
	void backsOffWhereTheResetOfA429DoesNotCome(String retryAfter) {
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		this.answers.put(LIZ, Mono.error(SimulatedFault.rateLimited(retryAfter)));
		this.scheduler.advance(Duration.ofHours(1));
		assertThat(this.pings.get(LIZ).size()).isLessThan(80);
	}

	private void assertOnlineFor(Duration duration) {
		for (int i = 0; i < duration.toSeconds() / 5; i++) {
			this.scheduler.advance(seconds(5));
			assertThat(this.heartbeat.status(LIZ).online()).isTrue();
		}
	}

	private void report(long limit, long remaining, int reset) {
		this.rateLimit.observe(new RateLimit(limit, remaining, seconds(reset)));
	}

}
