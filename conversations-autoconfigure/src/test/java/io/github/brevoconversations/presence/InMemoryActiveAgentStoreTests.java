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

import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemoryActiveAgentStore}.
 */
class InMemoryActiveAgentStoreTests extends AbstractActiveAgentStoreTests {

	private final InMemoryActiveAgentStore store = new InMemoryActiveAgentStore();

	@Override
	protected ActiveAgentStore store() {
		return this.store;
	}

	@Test
	void isNotShared() {
		assertThat(this.store.isShared()).isFalse();
	}

	@Test
	void dropsAnAgentThatWasMarkedBeforeTheClockWasSetBack() {
		SharedStore store = new SharedStore(new MonotonicClock());
		store.add(LIZ, null).block();
		store.moveClock(Duration.ofMinutes(-5));
		assertThat(store.drop(LIZ, Duration.ofMinutes(1)).block()).isTrue();
	}

	@Test
	void usesItsClock() {
		ManualTaskScheduler time = new ManualTaskScheduler(VirtualTimeScheduler.create());
		InMemoryActiveAgentStore store = new InMemoryActiveAgentStore(time.getClock());
		Instant start = time.getClock().instant();
		store.add(LIZ, Duration.ofSeconds(100)).block();
		store.claimDue(ActiveAgentStore.ClaimRequest.of(1, Duration.ofSeconds(60))).block();
		time.advance(Duration.ofSeconds(60).minusMillis(1));
		assertThat(store.claimDue(ActiveAgentStore.ClaimRequest.of(1, Duration.ofSeconds(60))).block().agents())
			.isEmpty();
		time.advance(Duration.ofMillis(1));
		assertThat(store.claimDue(ActiveAgentStore.ClaimRequest.of(1, Duration.ofSeconds(60))).block())
			.isEqualTo(new ActiveAgentStore.Claim(start.plusSeconds(60),
					List.of(new ActiveAgent(LIZ, start, start.plusSeconds(100), start.plusSeconds(60), null)), 1, 0,
					Duration.ofSeconds(60), AccountState.UNKNOWN));
		time.advance(Duration.ofSeconds(40));
		assertThat(store.size().block()).isZero();
	}

}
