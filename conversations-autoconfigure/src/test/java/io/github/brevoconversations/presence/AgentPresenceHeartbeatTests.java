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
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentPresenceHeartbeat}.
 */
class AgentPresenceHeartbeatTests extends AbstractHeartbeatTests {

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
	void pingsAnAgentMarkedTwiceAtTheSameInterval() {
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
	void stopsPingingAnAgentOnceItIsMarkedInactive() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(59));
		markInactive(LIZ);
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.pings.get(LIZ)).hasSize(1);
		assertThat(this.heartbeat.pings(LIZ)).isNull();
	}

	@Test
	void stopsPingingAnAgentThatIsMarkedInactiveDuringAPing() {
		this.answers.put(LIZ, Mono.delay(seconds(5)).then());
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(1));
		markInactive(LIZ);
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.pings.get(LIZ)).hasSize(1);
		assertThat(this.heartbeat.pings(LIZ)).isNull();
	}

	@Test
	void stopsPingingAnExpiredAgent() {
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
		this.scheduler.advance(seconds(5));
		assertThat(this.scheduler.size()).isZero();
		assertThat(this.heartbeat.getScheduledTasks()).isEmpty();
		markActive(LIZ);
		this.scheduler.runDue();
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(5));
	}

	@Test
	void limitsConcurrentPings() {
		this.heartbeat = heartbeat(HeartbeatSettings.defaults().withConcurrency(3));
		List<AgentIdentity> agents = agents("agent", 8);
		agents.forEach((agent) -> this.answers.put(agent, Mono.delay(Duration.ofMillis(100)).then()));
		this.heartbeat.start();
		agents.forEach(this::markActive);
		this.scheduler.runDue();
		assertThat(this.pings).hasSize(3);
		this.scheduler.advance(Duration.ofMillis(299));
		assertThat(this.pings).hasSize(8);
	}

	@Test
	void spreadsThePingsOfManyAgentsAndKeepsThemSpread() {
		List<AgentIdentity> agents = agents("agent", 5_000);
		this.heartbeat.start();
		agents.forEach(this::markActive);
		this.scheduler.advance(Duration.ofMinutes(10));
		long[] perSecond = new long[601];
		this.pings.values().forEach((times) -> times.forEach((time) -> perSecond[(int) time.toSeconds()]++));
		assertThat(LongStream.of(perSecond).max().getAsLong()).isLessThan(3 * 84);
		assertThat(this.pings.values()).hasSize(5_000).allSatisfy((times) -> {
			assertThat(times.get(0)).isLessThan(seconds(60));
			assertThat(times).hasSizeBetween(9, 11);
		});
	}

	@Test
	void abandonsPingsInFlightWhenItIsStopped() {
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
		this.presence = AgentPresence.of(store);
		this.heartbeat = heartbeat(HeartbeatSettings.defaults());
		this.heartbeat.start();
		markActive(LIZ);
		store.failing = true;
		this.scheduler.advance(seconds(65));
		store.failing = false;
		this.scheduler.advance(seconds(1));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(66));
	}

	private static final class FailingStore extends InMemoryActiveAgentStore {

		private boolean failing;

		private FailingStore(ManualTaskScheduler scheduler) {
			super(scheduler.getClock());
		}

		@Override
		public Mono<Claim> claimDue(ClaimRequest request) {
			return this.failing ? Mono.error(new IllegalStateException("The store is down")) : super.claimDue(request);
		}

	}

}
