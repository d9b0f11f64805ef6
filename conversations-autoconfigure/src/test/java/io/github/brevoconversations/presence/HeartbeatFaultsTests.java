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
import java.util.concurrent.TimeoutException;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentPossiblyOffline;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentRefused;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingResumed;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingSuspended;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaRestored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests of what {@link AgentPresenceHeartbeat} does when Brevo does not do what it
 * should.
 */
@ExtendWith(OutputCaptureExtension.class)
class HeartbeatFaultsTests extends AbstractHeartbeatTests {

	@Test
	void retriesAFailedPingUntilItIsAccepted() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(59));
		this.answers.put(LIZ, Mono.error(SimulatedFault.SERVER_ERROR));
		this.scheduler.advance(seconds(5));
		this.answers.remove(LIZ);
		this.scheduler.advance(seconds(66));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(60), seconds(61), seconds(63), seconds(67),
				seconds(127));
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 20, 40, 54 })
	void keepsEverybodyOnlineThroughAShortOutage(int outage) {
		List<AgentIdentity> agents = agents("agent", 100);
		this.heartbeat.start();
		agents.forEach(this::markActive);
		this.scheduler.advance(Duration.ofMinutes(5));
		agents.forEach((agent) -> this.answers.put(agent, Mono.error(SimulatedFault.UNREACHABLE)));
		this.scheduler.advance(seconds(outage));
		this.answers.clear();
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.events).hasSize(100).hasOnlyElementsOfType(AgentOnline.class);
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.PINGING);
	}

	@Test
	void probesDuringAnOutage() {
		List<AgentIdentity> agents = agents("agent", 100);
		agents.forEach((agent) -> this.answers.put(agent, Mono.error(SimulatedFault.UNREACHABLE)));
		this.heartbeat.start();
		agents.forEach(this::markActive);
		this.scheduler.advance(seconds(10));
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.OUTAGE);
		int pings = count();
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(count() - pings).isBetween(12, 20);
		this.scheduler.advance(Duration.ofMinutes(3));
		pings = count();
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(count() - pings).isBetween(15, 25);
	}

	@Test
	void continuesToPingTheOthersWhenOneFails() {
		this.answers.put(LIZ, Mono.error(SimulatedFault.SERVER_ERROR));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(this.pings.get(TOM)).hasSize(11);
		this.answers.remove(LIZ);
		this.scheduler.advance(Duration.ofMinutes(2));
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
	}

	@Test
	void continuesToPingWhenTheClientThrows() {
		given(this.client.pingAgentOnline(LIZ)).willThrow(new IllegalStateException("broken"));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(60));
		assertThat(this.pings.get(TOM)).containsExactly(seconds(0), seconds(60));
		assertThat(this.heartbeat.pings(LIZ).consecutiveFailures()).isGreaterThan(5);
	}

	@Test
	void continuesToPingTheOthersWhenPingsHang() {
		this.heartbeat = heartbeat(HeartbeatSettings.defaults().withConcurrency(2));
		List<AgentIdentity> hanging = agents("hanging", 2);
		hanging.forEach((agent) -> this.answers.put(agent, Mono.never()));
		this.heartbeat.start();
		hanging.forEach(this::markActive);
		this.scheduler.runDue();
		markActive(LIZ);
		this.scheduler.advance(seconds(120));
		assertThat(this.pings.get(LIZ)).first().satisfies((first) -> assertThat(first).isLessThan(seconds(11)));
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		assertThat(this.heartbeat.pings(hanging.get(0)).lastFailure()).isInstanceOf(TimeoutException.class)
			.hasMessage("Brevo did not respond to the ping within 10 seconds");
	}

	@Test
	void reportsTheOutcomesOfPings() {
		this.heartbeat.start();
		assertThat(this.heartbeat.pings(LIZ)).isNull();
		markActive(LIZ);
		this.scheduler.runDue();
		assertThat(this.heartbeat.pings(LIZ)).isEqualTo(pings(this.start, true, 0, null));
		this.answers.put(LIZ, Mono.error(SimulatedFault.SERVER_ERROR));
		this.scheduler.advance(seconds(61));
		assertThat(this.heartbeat.pings(LIZ)).isEqualTo(pings(this.start, true, 2, SimulatedFault.SERVER_ERROR));
		this.scheduler.advance(seconds(59));
		assertThat(this.heartbeat.pings(LIZ).online()).isFalse();
		this.answers.remove(LIZ);
		this.scheduler.advance(seconds(60));
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		assertThat(this.heartbeat.agentStates().join()).singleElement().satisfies((state) -> {
			assertThat(state.agent()).isEqualTo(LIZ);
			assertThat(state.activeSince()).isEqualTo(this.start);
			assertThat(state.nextPingDue()).isAfter(this.start.plusSeconds(180));
			assertThat(state.waiting()).isFalse();
			assertThat(state.pings()).isEqualTo(this.heartbeat.pings(LIZ));
		});
		assertThat(this.events).containsExactly(new AgentOnline("default", LIZ),
				new AgentPossiblyOffline("default", LIZ, this.start), new AgentOnline("default", LIZ));
	}

	@Test
	void warnsOnceWhenPingsFailAndInformsOnceWhenTheyRecover(CapturedOutput output) {
		this.answers.put(LIZ, Mono.error(SimulatedFault.SERVER_ERROR));
		this.answers.put(TOM, Mono.error(SimulatedFault.SERVER_ERROR));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(lines(output, "WARN")).singleElement().asString().contains("liz", "Brevo failed");
		this.answers.remove(LIZ);
		this.scheduler.advance(seconds(60));
		assertThat(output).doesNotContain("accepts the pings");
		this.answers.remove(TOM);
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(lines(output, "accepts the pings")).hasSize(1);
		assertThat(lines(output, "WARN")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 402, 403, 405 })
	void retriesEveryFewMinutesWhileBrevoRejectsAllPings(int status, CapturedOutput output) {
		BrevoException refusal = SimulatedFault.failure(status);
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(50));
		this.answers.put(LIZ, Mono.error(refusal));
		this.answers.put(TOM, Mono.error(refusal));
		this.scheduler.advance(Duration.ofHours(1));
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.SUSPENDED);
		assertThat(count()).isBetween(8, 18);
		this.answers.clear();
		this.scheduler.advance(Duration.ofMinutes(8));
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.PINGING);
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		assertThat(this.heartbeat.pings(TOM).online()).isTrue();
		assertThat(this.events).filteredOn((event) -> !(event instanceof AgentOnline))
			.startsWith(new PingingSuspended("default", refusal))
			.contains(new PingingResumed("default"))
			.hasSize(4);
		assertThat(lines(output, "WARN")).hasSize(1);
		assertThat(lines(output, "accepts pings again")).hasSize(1);
	}

	@Test
	void retriesAtOnceWhenItIsRestartedDuringASuspension() {
		this.heartbeat.start();
		markActive(LIZ);
		this.answers.put(LIZ, Mono.error(SimulatedFault.failure(401)));
		this.scheduler.advance(Duration.ofHours(1));
		this.answers.clear();
		this.heartbeat.stop();
		this.heartbeat.start();
		this.scheduler.advance(seconds(120));
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.PINGING);
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void dropsAnAgentWhosePingsBrevoRejectsForLongerThanTheWindow(int status, CapturedOutput output) {
		BrevoException refusal = SimulatedFault.failure(status);
		this.answers.put(LIZ, Mono.error(refusal));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(120));
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ, TOM);
		this.scheduler.advance(seconds(180));
		assertThat(this.pings.get(LIZ)).hasSize(4);
		assertThat(this.pings.get(TOM)).hasSizeBetween(5, 6);
		assertThat(this.presence.activeAgents().join()).containsExactly(TOM);
		assertThat(this.events).containsExactly(new AgentOnline("default", TOM),
				new AgentRefused("default", LIZ, refusal));
		assertThat(lines(output, "WARN")).singleElement().asString().contains("liz is no longer active".substring(3));
	}

	@Test
	void suspendsPingingWhileAllAreRejected() {
		this.heartbeat.start();
		agents("agent", 10).forEach(this::markActive);
		this.scheduler.advance(Duration.ofMinutes(5));
		agents("agent", 10).forEach((agent) -> this.answers.put(agent, Mono.error(SimulatedFault.NOT_FOUND)));
		this.scheduler.advance(Duration.ofMinutes(30));
		assertThat(this.presence.activeAgents().join()).hasSize(10);
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.SUSPENDED);
		this.answers.clear();
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.PINGING);
		assertThat(this.heartbeat.state().onlineAgents()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 422 })
	void dropsNobodyForARejectionThatIsNotBrevos(int status) {
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.answers.put(LIZ, Mono.error(SimulatedFault.page(status)));
		this.scheduler.advance(Duration.ofMinutes(30));
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ, TOM);
	}

	@Test
	void neverDropsAConfiguredAgent() {
		this.heartbeat.stop();
		this.heartbeat = heartbeat(HeartbeatSettings.defaults().withAgents(List.of(LIZ, TOM)));
		this.answers.put(LIZ, Mono.error(SimulatedFault.NOT_FOUND));
		this.heartbeat.start();
		this.scheduler.advance(Duration.ofMinutes(30));
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ, TOM);
		assertThat(this.events).filteredOn(AgentRefused.class::isInstance).hasSize(1);
		this.answers.clear();
		this.scheduler.advance(Duration.ofMinutes(2));
		assertThat(this.heartbeat.state().onlineAgents()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 402, 403, 405, 415 })
	void doesNotSuspendPingingWhenOneAgentIsRejected(int status) {
		AgentIdentity ann = AgentIdentity.ofId("ann");
		this.answers.put(TOM, Mono.error(SimulatedFault.failure(status)));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		markActive(ann);
		for (int i = 0; i < 240; i++) {
			this.scheduler.advance(seconds(5));
			assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.PINGING);
			assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
			assertThat(this.heartbeat.pings(ann).online()).isTrue();
		}
		assertThat(this.events).filteredOn(PingingSuspended.class::isInstance).isEmpty();
		assertThat(this.events).filteredOn(AgentRefused.class::isInstance).hasSize(1);
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ, ann);
	}

	@Test
	void keepsAllOnlineAfterABurstWhileSomeOfTheLimitIsLeft() {
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(50));
		this.answers.put(LIZ, Mono.error(SimulatedFault.burst()));
		this.scheduler.advance(seconds(30));
		this.answers.clear();
		for (int i = 0; i < 120; i++) {
			this.scheduler.advance(seconds(5));
			assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
			assertThat(this.heartbeat.pings(TOM).online()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3600", "86400" })
	void retriesSoonAfterAPageThatAsksForALongWait(String retryAfter) {
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(50));
		this.answers.put(LIZ, Mono.error(SimulatedFault.pageWithRetryAfter(429, retryAfter)));
		this.scheduler.advance(seconds(30));
		this.answers.clear();
		this.scheduler.advance(seconds(150));
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		assertThat(this.heartbeat.pings(TOM).online()).isTrue();
	}

	@Test
	void waitsForTheResetWhenTheRateLimitIsUsedUp() {
		this.heartbeat.start();
		List<AgentIdentity> agents = agents("agent", 10);
		agents.forEach(this::markActive);
		this.scheduler.advance(seconds(30));
		agents.forEach((agent) -> this.answers.put(agent, Mono.error(SimulatedFault.RATE_LIMITED_FOR_LONG)));
		this.scheduler.advance(Duration.ofMinutes(9));
		int pings = count();
		this.scheduler.advance(seconds(29));
		assertThat(count() - pings).isZero();
		assertThat(pings).isLessThan(10 + 9);
		this.answers.clear();
		this.scheduler.advance(Duration.ofMinutes(2));
		assertThat(agents).allSatisfy((agent) -> assertThat(this.heartbeat.pings(agent).online()).isTrue());
	}

	@Test
	void keepsThoseMarkedFirstOnlineIfTheRateLimitIsTooLow(CapturedOutput output) {
		List<AgentIdentity> agents = agents("agent", 4);
		report(100, 99, 3600);
		this.heartbeat.start();
		agents.forEach(this::markActive);
		this.scheduler.advance(Duration.ofMinutes(30));
		assertThat(online(agents)).containsExactly(true, true, false, false);
		assertThat(this.heartbeat.state()).satisfies((state) -> {
			assertThat(state.activeAgents()).isEqualTo(4);
			assertThat(state.keptAgents()).isEqualTo(2);
			assertThat(state.interval()).isBetween(seconds(85), seconds(95));
		});
		assertThat(this.heartbeat.agentStates().join()).extracting(AgentState::waiting)
			.containsExactly(false, false, true, true);
		assertThat(this.events).filteredOn(QuotaExceeded.class::isInstance).hasSize(1);
		assertThat(lines(output, "WARN")).singleElement().asString().contains("100 requests", "only 2 of the 4");
		markInactive(agents.get(0));
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(online(agents.subList(1, 4))).containsExactly(true, true, false);
		report(600, 599, 3600);
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(online(agents.subList(1, 4))).containsExactly(true, true, true);
		assertThat(this.events).filteredOn(QuotaRestored.class::isInstance)
			.containsExactly(new QuotaRestored("default", 3));
		assertThat(lines(output, "allows all active agents to be kept online again")).hasSize(1);
	}

	private List<Boolean> online(List<AgentIdentity> agents) {
		return agents.stream()
			.map((agent) -> this.heartbeat.pings(agent))
			.map((pings) -> pings != null && pings.online())
			.toList();
	}

	private void report(long limit, long remaining, int reset) {
		this.rateLimit.observe(new RateLimit(limit, remaining, Duration.ofSeconds(reset)));
	}

	private AgentState.Pings pings(Instant lastAccepted, boolean online, int failures, Throwable failure) {
		return new AgentState.Pings(lastAccepted, online, failures, failure);
	}

	private int count() {
		return this.pings.values().stream().mapToInt(List::size).sum();
	}

	private static List<String> lines(CapturedOutput output, String text) {
		return output.getOut().lines().filter((line) -> line.contains(text)).toList();
	}

}
