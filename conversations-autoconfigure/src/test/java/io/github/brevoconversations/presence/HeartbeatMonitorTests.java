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
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import io.github.brevoconversations.presence.PingListener.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what an {@link AgentPresenceHeartbeat} reports about itself and its pings.
 */
class HeartbeatMonitorTests extends AbstractHeartbeatTests {

	private final RecordedPings recorded = new RecordedPings();

	@Test
	void reportsThatItIsStoppedAndThenThatItPings() {
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.STOPPED);
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.answers.put(TOM, Mono.never());
		this.scheduler.runDue();
		assertThat(this.heartbeat.state())
			.isEqualTo(new HeartbeatState(Condition.PINGING, null, 2, 2, 1, seconds(60), null));
	}

	@Test
	void reportsSinceWhenAndWhyNoPingIsAccepted() {
		this.heartbeat.start();
		markActive(LIZ);
		this.answers.put(LIZ, Mono.error(SimulatedFault.SERVER_ERROR));
		this.scheduler.advance(seconds(30));
		this.answers.put(LIZ, Mono.error(SimulatedFault.UNREACHABLE));
		this.scheduler.advance(seconds(30));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.OUTAGE);
		assertThat(this.heartbeat.state().failure())
			.isEqualTo(new HeartbeatState.Failure(this.start, SimulatedFault.UNREACHABLE));
		this.answers.clear();
		this.scheduler.advance(seconds(60));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertThat(this.heartbeat.state().failure()).isNull();
	}

	@Test
	void reportsThatTheActiveAgentsCannotBeRead() {
		UnreadableStore store = new UnreadableStore(this.scheduler.getClock());
		this.presence = AgentPresence.of(store);
		this.heartbeat = heartbeat(HeartbeatSettings.defaults());
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(10));
		IllegalStateException failure = new IllegalStateException("unreadable");
		store.failure = failure;
		this.scheduler.advance(seconds(10));
		HeartbeatState state = this.heartbeat.state();
		assertThat(state.condition()).isEqualTo(Condition.STORE_FAILING);
		assertThat(state.failure().cause()).isSameAs(failure);
		assertThat(state.failure().since()).isBetween(this.start.plusSeconds(10), this.start.plusSeconds(15));
		store.failure = null;
		this.scheduler.advance(seconds(2));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
	}

	@Test
	void reportsNoMoreAgentsThanAskedFor() {
		agents("agent", 5).forEach(this::markActive);
		assertThat(this.heartbeat.agentStates(2).join()).extracting(AgentState::agent)
			.containsExactlyElementsOf(agents("agent", 2));
		assertThat(this.heartbeat.agentStates().join()).hasSize(5);
	}

	@Test
	void notifiesListenersOfTheOutcomeOfEachPing() {
		this.heartbeat.addPingListener(this.recorded);
		this.heartbeat.start();
		assertOutcome(Mono.empty(), Outcome.ACCEPTED);
		assertOutcome(Mono.error(SimulatedFault.SERVER_ERROR), Outcome.FAILED);
		assertOutcome(Mono.error(SimulatedFault.UNREACHABLE), Outcome.FAILED);
		assertOutcome(Mono.error(SimulatedFault.failure(422)), Outcome.INVALID);
		assertOutcome(Mono.error(SimulatedFault.RATE_LIMITED), Outcome.RATE_LIMITED);
		this.scheduler.advance(seconds(10));
		assertOutcome(Mono.error(SimulatedFault.failure(401)), Outcome.REFUSED);
	}

	private void assertOutcome(Mono<Void> answer, Outcome outcome) {
		AgentIdentity agent = AgentIdentity.ofId("agent" + this.pings.size());
		this.recorded.outcomes.clear();
		this.answers.put(agent, answer);
		markActive(agent);
		this.scheduler.runDue();
		assertThat(this.recorded.outcomes).containsExactly(outcome);
		markInactive(agent);
	}

	@Test
	void notifiesListenersOfTheLatenessOfEachPing() {
		this.heartbeat = heartbeat(HeartbeatSettings.defaults().withConcurrency(1));
		this.heartbeat.addPingListener(this.recorded);
		this.heartbeat.start();
		this.answers.put(LIZ, Mono.<Void>empty().delaySubscription(seconds(4)));
		markActive(LIZ);
		this.scheduler.runDue();
		markActive(TOM);
		this.scheduler.advance(seconds(5));
		assertThat(this.recorded.lateness).hasSize(2);
		assertThat(this.recorded.lateness.get(0)).isLessThan(seconds(1));
		assertThat(this.recorded.lateness.get(1)).isBetween(seconds(4), seconds(5));
	}

	@Test
	void pingsEvenIfAListenerThrows() {
		this.heartbeat.addPingListener(new PingListener() {

			@Override
			public void pingBegun(Duration lateness) {
				throw new IllegalStateException("begun");
			}

			@Override
			public void pingEnded(Outcome outcome) {
				throw new IllegalStateException("ended");
			}

		});
		this.heartbeat.addPingListener(this.recorded);
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(60));
		assertThat(this.pings.get(LIZ)).containsExactly(seconds(0), seconds(60));
		assertThat(this.recorded.outcomes).containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED);
	}

	@Test
	void reportsTheRateLimit() {
		this.rateLimit.observe(new RateLimit(100L, 40L, Duration.ofMinutes(30)));
		assertThat(this.heartbeat.state().rateLimit()).isEqualTo(this.rateLimit.current());
	}

	private static final class UnreadableStore extends InMemoryActiveAgentStore {

		private volatile @Nullable RuntimeException failure;

		private UnreadableStore(Clock clock) {
			super(clock);
		}

		@Override
		public Mono<Claim> claimDue(ClaimRequest request) {
			return Mono.defer(() -> (this.failure != null) ? Mono.error(this.failure) : super.claimDue(request));
		}

	}

	private static final class RecordedPings implements PingListener {

		private final List<Duration> lateness = new ArrayList<>();

		private final List<Outcome> outcomes = new ArrayList<>();

		@Override
		public void pingBegun(Duration lateness) {
			this.lateness.add(lateness);
		}

		@Override
		public void pingEnded(Outcome outcome) {
			this.outcomes.add(outcome);
		}

	}

}
