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
import java.time.ZoneId;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MonotonicClock}.
 */
class MonotonicClockTests {

	@Test
	void returnsTheSystemsTimeAndNeverGoesBack() {
		MonotonicClock clock = new MonotonicClock();
		Instant before = clock.instant();
		assertThat(clock.instant()).isAfterOrEqualTo(before);
		assertThat(before).isCloseTo(Instant.now(), Assertions.within(Duration.ofMinutes(1)));
	}

	@Test
	void supportsOtherZones() {
		ZoneId zone = ZoneId.of("Europe/Paris");
		assertThat(new MonotonicClock().withZone(zone).getZone()).isEqualTo(zone);
	}

}
