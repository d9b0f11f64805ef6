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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AgentPresenceHeartbeat}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AgentPresenceHeartbeatTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofEmail("tom@example.org", "Tom", "desk");

	private final ConversationsClient client = mock(ConversationsClient.class);

	private final Map<AgentIdentity, List<Duration>> pings = new LinkedHashMap<>();

	private final Map<AgentIdentity, Mono<Void>> answers = new HashMap<>();

	private ManualTaskScheduler scheduler;

	private Instant start;

	private AgentPresence presence;

	private AgentPresenceHeartbeat heartbeat;

	@BeforeEach
	void setUp() {
		this.scheduler = new ManualTaskScheduler(VirtualTimeScheduler.getOrSet());
		this.start = this.scheduler.getClock().instant();
		this.presence = new AgentPresence(new InMemoryActiveAgentStore(this.scheduler.getClock()));
		this.heartbeat = heartbeat(HeartbeatSettings.defaults());
		given(this.client.pingAgentOnline(any())).willAnswer((invocation) -> ping(invocation.getArgument(0)));
	}

	@AfterEach
	void tearDown() {
		this.heartbeat.stop();
		VirtualTimeScheduler.reset();
	}

	@Test
	void pingsANewlyMarkedAgentAtOnceAndThenOnceInEachInterval() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(Duration.ofMinutes(3));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(60), seconds(120), seconds(180));
	}

	@Test
	void pingsEachAgentOnItsOwnDueTime() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(25));
		markActive(TOM);
		this.scheduler.advance(seconds(100));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(60), seconds(120));
		assertThat(this.pings.get(TOM)).containsExactly(seconds(25), seconds(85));
	}

	@Test
	void pingsAnAgentMarkedTwiceNoMoreOften() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		markActive(LIZ);
		this.scheduler.advance(seconds(55));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(60));
	}

	@Test
	void pingsAnAgentThatWasMarkedBeforeTheStart() {
		markActive(LIZ);
		this.scheduler.advance(seconds(5));
		assertThat(this.pings).isEmpty();
		this.heartbeat.start();
		this.scheduler.runDue();
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(5));
	}

	@Test
	void pingsAgentsThatAreActiveFromTheStartAndMarksThemOnlyOnce() {
		this.heartbeat = heartbeat(HeartbeatSettings.defaults().withAgents(List.of(LIZ, TOM)));
		this.heartbeat.start();
		this.scheduler.runDue();
		assertThat(this.pings).containsOnlyKeys(LIZ, TOM);
		markInactive(TOM);
		this.heartbeat.stop();
		this.heartbeat.start();
		this.scheduler.advance(seconds(61));
		assertThat(this.pings.get(LIZ)).hasSize(2);
		assertThat(this.pings.get(TOM)).hasSize(1);
	}

	@Test
	void pingsAnAgentNoMoreOnceItIsMarkedInactive() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(59));
		markInactive(LIZ);
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.pings.get(LIZ)).hasSize(1);
		assertThat(this.heartbeat.status(LIZ)).isNull();
	}

	@Test
	void pingsAnAgentNoMoreThatWasMarkedInactiveWhileAPingWasUnderWay() {
		this.answers.put(LIZ, Mono.delay(seconds(5)).then());
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(1));
		markInactive(LIZ);
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.pings.get(LIZ)).hasSize(1);
		assertThat(this.heartbeat.status(LIZ)).isNull();
	}

	@Test
	void pingsAnAgentNoMoreWhoseTimeIsUp() {
		this.heartbeat.start();
		this.presence.markActive(LIZ, seconds(90)).join();
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(60));
		assertThat(this.presence.activeAgents().join()).isEmpty();
	}

	@Test
	void usesTheSchedulerOnlyWhileAnAgentIsActive() {
		this.heartbeat.start();
		this.scheduler.runDue();
		assertThat(this.scheduler.size()).isZero();
		assertThat(this.heartbeat.getScheduledTasks()).isEmpty();
		markActive(LIZ);
		this.scheduler.runDue();
		assertThat(this.heartbeat.getScheduledTasks()).singleElement()
			.satisfies((task) -> assertThat(task.getTask().getRunnable())
				.hasToString(AgentPresenceHeartbeat.class.getName()));
		markInactive(LIZ);
		this.scheduler.advance(seconds(1));
		assertThat(this.scheduler.size()).isZero();
		assertThat(this.heartbeat.getScheduledTasks()).isEmpty();
		markActive(LIZ);
		this.scheduler.runDue();
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(1));
	}

	@Test
	void keepsOnPingingTheOthersWhenOneFails() {
		this.answers.put(LIZ, Mono.error(new IllegalStateException("refused")));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(60));
		assertThat(this.pings.get(TOM)).containsExactly(seconds(0), seconds(60));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(60));
	}

	@Test
	void keepsOnPingingWhenTheClientThrows() {
		given(this.client.pingAgentOnline(LIZ)).willThrow(new IllegalStateException("broken"));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(60));
		assertThat(this.pings.get(TOM)).containsExactly(seconds(0), seconds(60));
		assertThat(this.heartbeat.status(LIZ).consecutiveFailures()).isEqualTo(2);
	}

	@Test
	void keepsOnPingingTheOthersWhenAsManyHangAsFit() {
		this.heartbeat = heartbeat(HeartbeatSettings.defaults().withConcurrency(2));
		List<AgentIdentity> hanging = agents("hanging", 2);
		hanging.forEach((agent) -> this.answers.put(agent, Mono.never()));
		this.heartbeat.start();
		hanging.forEach(this::markActive);
		this.scheduler.runDue();
		markActive(LIZ);
		this.scheduler.advance(seconds(120));
		assertThat(this.pings.get(LIZ)).hasSizeGreaterThanOrEqualTo(2)
			.first()
			.satisfies((first) -> assertThat(first).isLessThanOrEqualTo(seconds(10)));
		assertThat(this.heartbeat.status(hanging.get(0)).lastFailure()).isInstanceOf(TimeoutException.class);
	}

	@Test
	void pingsNoMoreAgentsAtOnceThanItMay() {
		this.heartbeat = heartbeat(HeartbeatSettings.defaults().withConcurrency(3));
		List<AgentIdentity> agents = agents("agent", 10);
		agents.forEach((agent) -> this.answers.put(agent, Mono.delay(Duration.ofMillis(100)).then()));
		this.heartbeat.start();
		agents.forEach(this::markActive);
		this.scheduler.runDue();
		assertThat(this.pings).hasSize(3);
		this.scheduler.advance(Duration.ofMillis(399));
		assertThat(this.pings).hasSize(10);
	}

	@Test
	void copesWithManyAgentsThatAnswerAtOnce() {
		List<AgentIdentity> agents = agents("agent", 20_000);
		this.heartbeat.start();
		agents.forEach(this::markActive);
		this.scheduler.runDue();
		assertThat(this.pings).hasSize(20_000);
	}

	@Test
	void reportsWhatCameOfThePings() {
		this.heartbeat.start();
		assertThat(this.heartbeat.status(LIZ)).isNull();
		markActive(LIZ);
		this.scheduler.runDue();
		assertThat(this.heartbeat.status(LIZ)).isEqualTo(new AgentPingStatus(LIZ, this.start, 0, null));
		IllegalStateException failure = new IllegalStateException("refused");
		this.answers.put(LIZ, Mono.error(failure));
		this.scheduler.advance(seconds(120));
		assertThat(this.heartbeat.status(LIZ)).isEqualTo(new AgentPingStatus(LIZ, this.start, 2, failure));
		this.answers.remove(LIZ);
		this.scheduler.advance(seconds(60));
		assertThat(this.heartbeat.status(LIZ))
			.isEqualTo(new AgentPingStatus(LIZ, this.start.plusSeconds(180), 0, null));
	}

	@Test
	void warnsOnceWhenPingsBeginToFailAndInformsOnceWhenAllIsWellAgain(CapturedOutput output) {
		this.answers.put(LIZ, Mono.error(new IllegalStateException("refused")));
		this.answers.put(TOM, Mono.error(new IllegalStateException("refused")));
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSize(1)
			.first()
			.asString()
			.contains("liz", "refused");
		this.answers.remove(LIZ);
		this.scheduler.advance(seconds(60));
		assertThat(output).doesNotContain("accepts the pings");
		this.answers.remove(TOM);
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(output.getOut().lines().filter((line) -> line.contains("accepts the pings"))).hasSize(1);
	}

	@Test
	void abandonsPingsUnderWayWhenItIsStopped() {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		this.answers.put(LIZ, Mono.<Void>never().doOnCancel(() -> cancelled.complete(true)));
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.runDue();
		this.heartbeat.stop();
		assertThat(cancelled).isCompleted();
		assertThat(this.heartbeat.isRunning()).isFalse();
		assertThat(this.scheduler.size()).isZero();
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.pings.get(LIZ)).hasSize(1);
	}

	@Test
	void acceptsMarksWhileTheSchedulerShutsDown() {
		this.heartbeat.start();
		this.scheduler.shutDown();
		assertThat(this.presence.markActive(LIZ)).isCompleted();
		assertThat(this.presence.markInactive(LIZ)).isCompleted();
		assertThat(this.pings).isEmpty();
	}

	@Test
	void pingsAgainAfterARestart() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.runDue();
		this.heartbeat.stop();
		this.scheduler.advance(seconds(90));
		this.heartbeat.start();
		this.scheduler.runDue();
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(90));
	}

	@Test
	void survivesAStoreThatFailsForAWhile() {
		FailingStore store = new FailingStore(this.scheduler);
		this.presence = new AgentPresence(store);
		this.heartbeat = heartbeat(HeartbeatSettings.defaults());
		this.heartbeat.start();
		markActive(LIZ);
		store.failing = true;
		this.scheduler.advance(seconds(65));
		store.failing = false;
		this.scheduler.advance(seconds(1));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(66));
	}

	private AgentPresenceHeartbeat heartbeat(HeartbeatSettings settings) {
		return new AgentPresenceHeartbeat(this.client, this.presence, this.scheduler, settings,
				this.scheduler.getClock());
	}

	private Mono<Void> ping(AgentIdentity agent) {
		return Mono.defer(() -> {
			this.pings.computeIfAbsent(agent, (key) -> new ArrayList<>())
				.add(Duration.between(this.start, this.scheduler.getClock().instant()));
			return this.answers.getOrDefault(agent, Mono.empty());
		});
	}

	private void markActive(AgentIdentity agent) {
		this.presence.markActive(agent).join();
	}

	private void markInactive(AgentIdentity agent) {
		this.presence.markInactive(agent).join();
	}

	private static List<AgentIdentity> agents(String prefix, int number) {
		return IntStream.range(0, number).mapToObj((i) -> AgentIdentity.ofId(prefix + i)).toList();
	}

	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

	private static final class FailingStore extends InMemoryActiveAgentStore {

		private boolean failing;

		private FailingStore(ManualTaskScheduler scheduler) {
			super(scheduler.getClock());
		}

		@Override
		public Mono<List<AgentIdentity>> claimDue(int max, Duration interval) {
			return this.failing ? Mono.error(new IllegalStateException("The store is down"))
					: super.claimDue(max, interval);
		}

	}

}
