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

package io.github.brevoconversations.test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MutableClock}.
 */
class MutableClockTests {

	private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

	private final MutableClock clock = MutableClock.at(START);

	@Test
	void standsStillUntilItIsAdvanced() {
		assertThat(this.clock.instant()).isEqualTo(START);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.clock.instant()).isEqualTo(START.plusSeconds(3600));
		this.clock.set(START.minusSeconds(1));
		assertThat(this.clock.instant()).isEqualTo(START.minusSeconds(1));
	}

	@Test
	void startsNow() {
		Instant before = Instant.now();
		assertThat(MutableClock.startingNow().instant()).isBetween(before, Instant.now());
	}

	@Test
	void rejectsNegativeDurations() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.clock.advance(Duration.ofNanos(-1)));
	}

	@Test
	void movesTogetherWithItsViewInAnotherZone() {
		MutableClock view = this.clock.withZone(ZoneId.of("Europe/Paris"));
		this.clock.advance(Duration.ofHours(1));
		assertThat(view.instant()).isEqualTo(this.clock.instant());
		assertThat(view.getZone()).isEqualTo(ZoneId.of("Europe/Paris"));
		assertThat(this.clock.getZone()).isEqualTo(ZoneOffset.UTC);
	}

	@Test
	void showsItsTime() {
		assertThat(this.clock).hasToString("MutableClock[2026-01-01T10:00:00Z,Z]");
	}

}
