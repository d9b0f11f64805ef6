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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MutableClock}.
 */
class MutableClockTests {

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	private final MutableClock clock = MutableClock.at(NOON);

	@Test
	void standsStillUntilItIsMoved() {
		assertThat(this.clock.instant()).isEqualTo(NOON);
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(this.clock.instant()).isEqualTo(NOON.plusSeconds(5));
		this.clock.set(NOON);
		assertThat(this.clock.instant()).isEqualTo(NOON);
	}

	@Test
	void movesTogetherWithItsTwinInAnotherZone() {
		ZoneId zone = ZoneId.of("Europe/Paris");
		Clock twin = this.clock.withZone(zone);
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(twin.instant()).isEqualTo(NOON.plusSeconds(5));
		assertThat(twin.getZone()).isEqualTo(zone);
	}

}
