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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutageTolerantStore}.
 */
class OutageTolerantStoreTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private static final Duration LEASE = Duration.ofSeconds(10);

	private ManualTaskScheduler time;

	private SharedStore shared;

	private HeartbeatReporter reporter;

	private OutageTolerantStore store;

	@BeforeEach
	void setUp() {
		this.time = ManualTaskScheduler.ofAllSchedulers();
		this.shared = new SharedStore(this.time.getClock());
		HeartbeatLog log = new HeartbeatLog();
		this.reporter = new HeartbeatReporter(log, new EventQueue(log));
		this.store = new OutageTolerantStore(this.shared, HeartbeatSettings.defaults(), this.time.getClock(),
				new StoreClock(this.time.getClock()), this.reporter);
	}

	@AfterEach
	void tearDown() {
		ManualTaskScheduler.reset();
	}

	@Test
	void claimsWhatTheSharedStoreHas() {
		this.shared.add(LIZ, null).block();
		assertThat(claim()).containsExactly(LIZ);
		assertThat(claim()).isEmpty();
		assertThat(this.reporter.storeFailure()).isNull();
	}

	@Test
	void continuesWithItsOwnAgentsDuringAnOutage() {
		this.shared.add(LIZ, null).block();
		assertThat(claim()).containsExactly(LIZ);
		this.shared.is(SharedStore.State.FAILING);
		this.time.advance(LEASE);
		assertThat(claim()).containsExactly(LIZ);
		assertThat(this.reporter.storeFailure()).isNotNull();
	}

	@Test
	void leavesTheAgentsOfOthersToThemDuringAnOutage() {
		this.shared.add(LIZ, null).block();
		claim();
		this.shared.add(TOM, null).block();
		this.shared.is(SharedStore.State.FAILING);
		this.time.advance(LEASE);
		assertThat(claim()).containsExactly(LIZ);
	}

	@Test
	void claimsNothingIfTheStoreIsDownFromTheStart() {
		this.shared.add(LIZ, null).block();
		this.shared.is(SharedStore.State.FAILING);
		assertThat(claim()).isEmpty();
	}

	@Test
	void asksAStoreThatFailsLessAndLessOften() {
		this.shared.is(SharedStore.State.FAILING);
		for (int i = 0; i < 60; i++) {
			claim();
			this.time.advance(Duration.ofSeconds(1));
		}
		assertThat(this.shared.trips()).isBetween(2, 50);
	}

	@Test
	void restoresItsAgentsIfTheStoreHasLostThem() {
		this.shared.add(LIZ, null).block();
		claim();
		this.shared.loseAgents();
		this.time.advance(LEASE);
		claim();
		assertThat(this.shared.list(10).block()).extracting(ActiveAgent::identity).containsExactly(LIZ);
	}

	private List<AgentIdentity> claim() {
		Claim claim = this.store.claimDue(new ClaimRequest(8, LEASE, Duration.ofMinutes(2), null)).block();
		return claim.agents().stream().map(ActiveAgent::identity).toList();
	}

}
