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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link PingQuota}.
 */
class PingQuotaTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration INTERVAL = Duration.ofSeconds(110);

	@Test
	void doesNotAccelerateTowardsTheReset() {
		RateWindow window = new RateWindow(100L, 60, START.plusSeconds(300), START, START.minusSeconds(3300), 0, 0L);
		assertThat(PingQuota.of(window, 0.8, START).agents(INTERVAL)).isCloseTo(2.44, within(0.01));
	}

	@Test
	void assumesAFullWindowAfterTheReset() {
		PingQuota quota = PingQuota.of(window(0, HOUR), 0.8, START.plusSeconds(3600));
		assertThat(quota.remaining()).isEqualTo(100);
		assertThat(quota.resetsIn()).isEqualTo(HOUR);
	}

	@Test
	void isUsedUpOnceNothingIsLeftForPings() {
		assertThat(PingQuota.of(window(100, HOUR), 0.8, START).isUsedUp()).isFalse();
		PingQuota quota = PingQuota.of(window(0, HOUR), 0.8, START);
		assertThat(quota.isUsedUp()).isTrue();
		assertThat(quota.usable()).isLessThan(1);
		assertThat(quota.pingsPerSecond()).isZero();
	}

	@Test
	void reservesWhatTheFirstAgentsNeedUntilTheReset() {
		PingQuota quota = PingQuota.of(window(100, HOUR), 1, START);
		assertThat(quota.ranks(INTERVAL, 1, 0)).isEqualTo(4);
		assertThat(quota.ranks(INTERVAL, 1, 10)).isEqualTo(3);
		assertThat(quota.ranks(INTERVAL, 2, 0)).isEqualTo(2);
		assertThat(PingQuota.of(window(0, HOUR), 1, START).ranks(INTERVAL, 1, 0)).isOne();
	}

	@Test
	void sparesWhatAgentsDoNotNeedUntilTheReset() {
		PingQuota quota = PingQuota.of(window(100, HOUR), 1, START);
		assertThat(quota.spare(3, INTERVAL, 1)).isCloseTo(1, within(0.001));
		assertThat(quota.spare(4, INTERVAL, 1)).isNegative();
	}

	@Test
	void reliesOnWhatMessagesLeaveForPings() {
		RateWindow afterBurst = new RateWindow(100L, 70, START.plus(HOUR), START, START.minusSeconds(5), 30, null);
		PingQuota quota = PingQuota.of(afterBurst, 0.8, START);
		assertThat(quota.agents(INTERVAL)).isLessThan(1);
		assertThat(quota.reserving(0)).isEqualTo(quota);
		assertThat(quota.reserving(70).agents(INTERVAL)).isCloseTo(2.2, within(0.1));
		assertThat(quota.reserving(90).usable()).isEqualTo(70);
		// messages may go on until no more than 40 remain
		assertThat(quota.reserving(40).usable()).isCloseTo(55, within(0.001));
		assertThat(quota.reserving(40).agents(INTERVAL)).isBetween(1.0, 1.3);
	}

	@Test
	void leavesToOthersNoMoreThanTheyTake() {
		PingQuota quota = PingQuota.of(window(100, HOUR), 0.8, START);
		assertThat(quota.reserving(50)).isEqualTo(quota);
	}

	@Test
	void isAboutToResetWithinOneInterval() {
		assertThat(PingQuota.of(window(50, INTERVAL), 0.8, START).isAboutToReset(INTERVAL)).isTrue();
		assertThat(PingQuota.of(window(50, INTERVAL.plusSeconds(1)), 0.8, START).isAboutToReset(INTERVAL)).isFalse();
	}

	@Test
	void regainsRequestsInASlidingWindow() {
		RateWindow window = new RateWindow(100L, 0, null, START, START, 0, null);
		assertThat(PingQuota.of(window, 0.8, START).usable()).isZero();
		assertThat(PingQuota.of(window, 0.8, START.plusSeconds(360)).usable()).isEqualTo(10);
	}

	private static RateWindow window(long remaining, Duration resetsIn) {
		return new RateWindow(100L, remaining, START.plus(resetsIn), START, START, 0, 0L);
	}

}
