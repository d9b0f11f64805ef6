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
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingHistory}.
 */
class PingHistoryTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final IllegalStateException failure = new IllegalStateException("broken");

	private Instant now = START;

	private final PingHistory history = new PingHistory(Duration.ofMinutes(2));

	@Test
	void reportsThatAnAgentCameOnlineWithItsFirstAcceptedPingOnly() {
		begun(LIZ, 0);
		assertThat(accepted(LIZ, 1).cameOnline()).isTrue();
		assertThat(accepted(LIZ, 60).cameOnline()).isFalse();
		assertThat(this.history.onlineAgents(this.now)).isOne();
	}

	@Test
	void doesNotReportAnAgentThatAnotherInstanceKeptOnline() {
		this.history.begun(agent(LIZ), at(-60), at(0));
		assertThat(this.history.get(LIZ, this.now).online()).isTrue();
		assertThat(this.history.get(LIZ, this.now).lastAcceptedPing()).isEqualTo(at(-60));
		assertThat(accepted(LIZ, 1).cameOnline()).isFalse();
	}

	@Test
	void reportsAnAgentWhosePingWoreOffBeforeItWasTakenOver() {
		this.history.begun(agent(LIZ), at(-120), at(0));
		assertThat(this.history.get(LIZ, this.now).online()).isFalse();
		assertThat(accepted(LIZ, 1).cameOnline()).isTrue();
	}

	@Test
	void countsTheTimeLeftFromTheAcceptedPingOfAnotherInstance() {
		this.history.begun(agent(LIZ), at(-60), at(0));
		assertThat(failed(LIZ, 10).timeLeft()).isEqualTo(Duration.ofSeconds(50));
	}

	@Test
	void checksAnAgentWhenItsLastAcceptedPingWearsOff() {
		begun(LIZ, 0);
		accepted(LIZ, 10);
		assertThat(this.history.toCheck(at(129))).isEmpty();
		assertThat(this.history.toCheck(at(130))).containsExactly(LIZ);
		assertThat(this.history.toCheck(at(130))).containsExactly(LIZ);
		assertThat(this.history.checked(LIZ, true, at(10), at(130)).lastAcceptedPing()).isEqualTo(at(10));
		assertThat(this.history.toCheck(at(130))).isEmpty();
		assertThat(this.history.get(LIZ, this.now).online()).isFalse();
		assertThat(this.history.onlineAgents(this.now)).isZero();
	}

	@Test
	void countsAnAgentAsOnlineOnlyUntilItsPingWearsOff() {
		begun(LIZ, 0);
		accepted(LIZ, 10);
		assertThat(this.history.onlineAgents(at(129))).isOne();
		assertThat(this.history.onlineAgents(at(130))).isZero();
		assertThat(this.history.get(LIZ, this.now).online()).isFalse();
	}

	@Test
	void ignoresAnAcceptedPingOfTheFuture() {
		begun(LIZ, 0);
		accepted(LIZ, 10);
		assertThat(this.history.checked(LIZ, true, at(700), at(130))).isNotNull();
		assertThat(this.history.onlineAgents(this.now)).isZero();
	}

	@Test
	void keepsAnAgentOnlineThatAnotherInstanceHasPinged() {
		begun(LIZ, 0);
		accepted(LIZ, 10);
		failed(LIZ, 60);
		assertThat(this.history.checked(LIZ, true, at(65), at(130))).isNull();
		assertThat(this.history.get(LIZ, this.now).online()).isTrue();
		assertThat(this.history.get(LIZ, this.now).consecutiveFailures()).isZero();
		assertThat(this.history.toCheck(at(184))).isEmpty();
		assertThat(this.history.toCheck(at(185))).containsExactly(LIZ);
	}

	@Test
	void forgetsAnAgentThatIsNoLongerActive() {
		begun(LIZ, 0);
		accepted(LIZ, 10);
		assertThat(this.history.checked(LIZ, false, null, at(130))).isNull();
		assertThat(this.history.get(LIZ, this.now)).isNull();
		assertThat(this.history.onlineAgents(this.now)).isZero();
	}

	@Test
	void checksAFailingAgentNowAndThenButReportsItOnce() {
		begun(LIZ, 0);
		failed(LIZ, 1);
		assertThat(this.history.toCheck(at(120))).containsExactly(LIZ);
		assertThat(this.history.checked(LIZ, true, null, at(120))).isNull();
		assertThat(this.history.toCheck(at(239))).isEmpty();
		assertThat(this.history.toCheck(at(240))).containsExactly(LIZ);
	}

	@Test
	void checksAgentsInTheOrderInWhichTheirPingsWearOff() {
		begun(LIZ, 0);
		begun(TOM, 0);
		accepted(TOM, 5);
		accepted(LIZ, 10);
		assertThat(this.history.toCheck(at(130))).containsExactly(TOM, LIZ);
		this.history.forget(TOM);
		assertThat(this.history.toCheck(at(130))).containsExactly(LIZ);
	}

	@Test
	void checksOnlySomeOfVeryManyAgentsAtOnce() {
		IntStream.range(0, 2500).forEach((i) -> begun(AgentIdentity.ofId("agent" + i), 0));
		assertThat(this.history.toCheck(at(130))).hasSize(1000);
	}

	@Test
	void reportsASecondFailureInARowOrOneWithLittleTimeLeft() {
		begun(LIZ, 0);
		begun(TOM, 0);
		assertThat(failed(LIZ, 1).first()).isFalse();
		assertThat(failed(TOM, 1).first()).isFalse();
		assertThat(failed(LIZ, 2).first()).isTrue();
		assertThat(failed(LIZ, 2).failures()).isEqualTo(3);
		assertThat(accepted(LIZ, 3).allWell()).isFalse();
		assertThat(accepted(TOM, 3).allWell()).isTrue();
		assertThat(accepted(TOM, 4).allWell()).isFalse();
		assertThat(failed(TOM, 5).first()).isFalse();
		assertThat(failed(TOM, 100).first()).isTrue();
	}

	@Test
	void reportsThatAllIsWellOnceAFailingAgentIsForgotten() {
		begun(LIZ, 0);
		begun(TOM, 0);
		failed(LIZ, 1);
		failed(LIZ, 1);
		this.history.forget(LIZ);
		assertThat(accepted(TOM, 2).allWell()).isTrue();
	}

	@Test
	void recordsNothingForAForgottenAgent() {
		begun(LIZ, 0);
		this.history.forgetAll();
		assertThat(this.history.accepted(LIZ, at(1), at(1))).isNull();
		assertThat(this.history.failed(LIZ, at(1), this.failure).failures()).isEqualTo(1);
		assertThat(this.history.checked(LIZ, true, null, at(1))).isNull();
		assertThat(this.history.get(LIZ, this.now)).isNull();
	}

	private void begun(AgentIdentity agent, long seconds) {
		this.history.begun(agent(agent), null, at(seconds));
	}

	private PingHistory.Accepted accepted(AgentIdentity agent, long seconds) {
		return this.history.accepted(agent, at(seconds), at(seconds));
	}

	private PingHistory.Failed failed(AgentIdentity agent, long seconds) {
		return this.history.failed(agent, at(seconds), this.failure);
	}

	private static ActiveAgent agent(AgentIdentity identity) {
		return new ActiveAgent(identity, START, null, START, null);
	}

	private Instant at(long seconds) {
		this.now = START.plusSeconds(seconds);
		return this.now;
	}

}
