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
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests that nothing ends the beat of an {@link AgentPresenceHeartbeat} in silence.
 */
class HeartbeatSurvivalTests extends AbstractHeartbeatTests {

	@Test
	void pingsAgainAfterAnErrorOfTheClient() {
		given(this.client.pingAgentOnline(LIZ)).willThrow(new NoClassDefFoundError("key provider"))
			.willReturn(Mono.error(new LinkageError("filter")))
			.willReturn(Mono.defer(() -> {
				throw new OutOfMemoryError("heap");
			}))
			.willReturn(Mono.empty());
		this.heartbeat.start();
		markActive(LIZ);
		markActive(TOM);
		this.scheduler.advance(Duration.ofMinutes(2));
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		assertThat(this.pings.get(TOM)).hasSizeGreaterThan(1);
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
	}

	@Test
	void leaksNoPlaceForPingsThroughManyErrors() {
		given(this.client.pingAgentOnline(LIZ)).willThrow(new NoClassDefFoundError("key provider"));
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(Duration.ofMinutes(5));
		markActive(TOM);
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.heartbeat.pings(TOM).online()).isTrue();
	}

	@Test
	void pingsAgainAfterAnErrorOfAListener() {
		this.heartbeat.addPingListener(new PingListener() {

			@Override
			public void pingBegun(Duration lateness) {
				throw new NoClassDefFoundError("begun");
			}

			@Override
			public void pingEnded(Outcome outcome) {
				throw new StackOverflowError("ended");
			}

		});
		this.heartbeat.setApplicationEventPublisher((event) -> {
			throw new NoClassDefFoundError("event");
		});
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(120));
		assertThat(this.pings.get(LIZ)).hasSize(3);
	}

	@Test
	void pingsAgainAfterAnErrorOfTheStoreWhateverItsKind() {
		BrokenStore store = new BrokenStore(this.scheduler);
		use(store);
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(30));
		store.claim = Mono.defer(() -> {
			throw new NoClassDefFoundError("store");
		});
		this.scheduler.advance(seconds(40));
		store.claim = null;
		this.scheduler.advance(seconds(10));
		assertThat(this.pings.get(LIZ)).hasSize(2);
	}

	@Test
	void reportsAHangingClaimAndPingsAfterIt() {
		BrokenStore store = new BrokenStore(this.scheduler);
		use(store);
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(30));
		store.claim = Mono.never();
		this.scheduler.advance(seconds(125));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.STALLED);
		assertThat(this.heartbeat.state().onlineAgents()).isZero();
		store.claim = null;
		this.scheduler.advance(seconds(25));
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
	}

	@Test
	void claimsAgainAfterASchedulingFailure() {
		BrokenStore store = new BrokenStore(this.scheduler);
		use(store);
		store.schedule = Mono.defer(() -> {
			throw new NoClassDefFoundError("store");
		});
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(5));
		store.schedule = null;
		this.scheduler.advance(seconds(60));
		assertThat(this.pings.get(LIZ)).hasSizeBetween(2, 3);
	}

	@Test
	void beatsOnAnotherThreadWhileTheSchedulersAreBlocked() {
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.runDue();
		this.scheduler.block();
		this.scheduler.advance(Duration.ofMinutes(5));
		assertThat(this.heartbeat.pings(LIZ).online()).isTrue();
		assertThat(this.heartbeat.state().condition()).isEqualTo(Condition.PINGING);
		assertThat(this.pings.get(LIZ)).hasSizeGreaterThan(3);
	}

	@Test
	void makesFewTripsWhileNothingIsDue() {
		BrokenStore store = new BrokenStore(this.scheduler);
		use(store);
		this.heartbeat.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(120));
		int before = store.claims.get();
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(store.claims.get() - before).isLessThan(10 * 20);
	}

	private void use(ActiveAgentStore store) {
		this.heartbeat.stop();
		this.presence = VirtualEnvironment.presence(store);
		this.heartbeat = heartbeat(HeartbeatSettings.defaults());
	}

	/**
	 * Store that does what a test wants.
	 */
	private static final class BrokenStore extends InMemoryActiveAgentStore {

		private final AtomicInteger claims = new AtomicInteger();

		private Mono<Claim> claim;

		private Mono<Scheduled> schedule;

		private BrokenStore(ManualTaskScheduler scheduler) {
			super(scheduler.getClock());
		}

		@Override
		public Mono<Claim> claimDue(ClaimRequest request) {
			this.claims.incrementAndGet();
			return (this.claim != null) ? this.claim : super.claimDue(request);
		}

		@Override
		public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
			return (this.schedule != null) ? this.schedule : super.schedule(pings, update);
		}

	}

}
