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
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreClock}.
 */
class StoreClockTests {

	private static final Duration AHEAD = Duration.ofMinutes(10);

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private Duration step = Duration.ZERO;

	private final Clock clock = new Clock() {

		@Override
		public Instant instant() {
			return StoreClockTests.this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

	};

	private final StoreClock storeClock = new StoreClock(this.clock);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 60 })
	void doesNotMistakeASlowResponseForAStep(int seconds) {
		hear(Duration.ZERO, Duration.ZERO);
		for (int i = 0; i <= seconds; i++) {
			// the store may have been slow before it looked at its clock, or after
			hear(Duration.ofSeconds(i), Duration.ofSeconds(seconds - i));
		}
		assertThat(this.storeClock.takeStep()).isZero();
		assertThat(this.storeClock.offset()).isEqualTo(AHEAD);
	}

	@ParameterizedTest
	@ValueSource(ints = { -3600, -10, 10, 3600 })
	void detectsAStepThatASlowResponseDoesNotExplain(int seconds) {
		hear(Duration.ZERO, Duration.ZERO);
		this.step = Duration.ofSeconds(seconds);
		hear(Duration.ofSeconds(1), Duration.ofSeconds(1));
		assertThat(this.storeClock.takeStep()).isBetween(Duration.ofSeconds(seconds - 2),
				Duration.ofSeconds(seconds + 2));
		assertThat(this.storeClock.keptToLocal(Instant.EPOCH)).isNull();
	}

	@Test
	void followsTheLocalClockUntilTheStoreResponds() {
		assertThat(this.storeClock.instant()).isEqualTo(this.clock.instant());
	}

	private void hear(Duration before, Duration after) {
		Instant asked = this.now;
		this.now = this.now.plus(before);
		Instant when = this.now.plus(AHEAD).plus(this.step);
		this.now = this.now.plus(after);
		this.storeClock.set(when, asked);
	}

}
