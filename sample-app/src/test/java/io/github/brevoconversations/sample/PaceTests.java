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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.HeartbeatState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pace}.
 */
class PaceTests {

	@Test
	void saysWhoIsKeptAndWhoWaitsAndWhy() {
		HeartbeatState state = state(HeartbeatState.Condition.PINGING, 108);
		assertThat(Pace.of(state, List.of("Liz", "Omar"), List.of(), List.of("Mei"))).containsExactly(
				"Liz and Omar are kept online, with a ping every 108 s.",
				"Mei waits, since the rate limit allows no more. Those who became active first are kept.");
		assertThat(Pace.of(state, List.of("Liz"), List.of(), List.of("Omar", "Mei")))
			.contains("Liz is kept online, with a ping every 108 s.")
			.anyMatch((sentence) -> sentence.startsWith("Omar and Mei wait,"));
	}

	@Test
	void distinguishesALimitThatIsTooSmallForAllFromOneThatIsUsedUp() {
		HeartbeatState tooSmall = new HeartbeatState(HeartbeatState.Condition.RATE_LIMITED, null, 3, 2, 2,
				Duration.ofSeconds(108), limit(40));
		assertThat(Pace.of(tooSmall, List.of("Liz", "Omar"), List.of(), List.of("Mei"))).containsExactly(
				"Liz and Omar are kept online, with a ping every 108 s.", "Brevo has 40 of 100 requests an hour left.",
				"Mei waits, since the rate limit allows no more. Those who became active first are kept.");
		HeartbeatState usedUp = new HeartbeatState(HeartbeatState.Condition.RATE_LIMITED, null, 3, 2, 2,
				Duration.ofSeconds(108), limit(0));
		assertThat(Pace.of(usedUp, List.of("Liz", "Omar"), List.of(), List.of("Mei"))).first()
			.isEqualTo("Brevo allows no more requests for now. Pings resume when it does.");
	}

	@Test
	void doesNotClaimThatSomebodyIsKeptWhoIsNot() {
		assertThat(Pace.of(state(HeartbeatState.Condition.PINGING, 60), List.of(), List.of("Liz"), List.of()))
			.containsExactly("Liz is active, but not kept online right now.");
	}

	@Test
	void doesNotClaimThatNobodyIsPinged() {
		assertThat(Pace.of(state(HeartbeatState.Condition.PINGING, 60), List.of(), List.of(), List.of()))
			.containsExactly("Nobody is active, so nobody is pinged.");
	}

	@Test
	void roundsThePace() {
		HeartbeatState state = new HeartbeatState(HeartbeatState.Condition.PINGING, null, 3, 3, 3,
				Duration.ofMillis(62_900), (RateLimit) null);
		assertThat(Pace.of(state, List.of("Liz"), List.of(), List.of()))
			.containsExactly("Liz is kept online, with a ping every 63 s.");
	}

	@Test
	void namesOnlyAFewOfMany() {
		assertThat(Pace.of(state(HeartbeatState.Condition.PINGING, 60), List.of("A", "B", "C", "D", "E"), List.of(),
				List.of()))
			.first()
			.isEqualTo("A, B, C and 2 others are kept online, with a ping every 60 s.");
	}

	@ParameterizedTest
	@EnumSource
	void hasWordsForEveryCondition(HeartbeatState.Condition condition) {
		assertThat(Pace.of(state(condition, 60), List.of("Liz"), List.of(), List.of())).isNotEmpty()
			.allMatch((sentence) -> sentence.endsWith("."));
	}

	private static RateLimit limit(long remaining) {
		return new RateLimit(100L, remaining, null);
	}

	private static HeartbeatState state(HeartbeatState.Condition condition, long interval) {
		return new HeartbeatState(condition, null, 3, 2, 2, Duration.ofSeconds(interval), (RateLimit) null);
	}

}
