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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link PingPace}.
 */
class PingPaceTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration HOUR = Duration.ofHours(1);

	private final HeartbeatSettings settings = HeartbeatSettings.defaults();

	private final PingOverhead overhead = new PingOverhead();

	@Test
	void keepsTheIntervalIfNoLimitIsKnown() {
		assertThat(PingPace.of(100_000, null, this.overhead, this.settings))
			.isEqualTo(new PingPace(Duration.ofSeconds(60), PingPace.UNLIMITED));
	}

	@ParameterizedTest
	@CsvSource({ "100, 1, 3, 108, 3", "200, 1, 6, 108, 6", "600, 1, 18, 108, 18" })
	void stretchesTheIntervalAsFarAsTheLimitDemands(long limit, double share, int agents, long interval, int capacity) {
		PingPace pace = PingPace.of(agents, quota(window(limit, 0), share), this.overhead, this.settings);
		assertThat(pace.interval().toSeconds()).isEqualTo(interval);
		assertThat((int) pace.capacity()).isEqualTo(capacity);
	}

	@ParameterizedTest
	@CsvSource({ "100, 2", "200, 4", "600, 14", "100000, 2444" })
	void leavesAShareForOthers(long limit, int capacity) {
		assertThat((int) PingPace.of(1000, quota(window(limit, 0), 0.8), this.overhead, this.settings).capacity())
			.isEqualTo(capacity);
	}

	@Test
	void stretchesEarlyIfOthersAreKnownToUseMore() {
		PingPace pace = PingPace.of(1, quota(window(100, 60), 0.8), this.overhead, this.settings);
		assertThat(pace.interval()).isGreaterThan(Duration.ofSeconds(95));
		assertThat(pace.capacity()).isGreaterThan(1);
	}

	@Test
	void dropsNobodyBecauseOfBadLuck() {
		for (int i = 0; i < 1000; i++) {
			if (i % 10 < 3) {
				this.overhead.failed();
			}
			else {
				this.overhead.accepted();
			}
		}
		assertThat(this.overhead.least()).isBetween(1.2, 1 / 0.7);
		assertThat(this.overhead.most()).isBetween(1 / 0.7, 1.6);
		PingQuota quota = quota(window(600, 0), 0.8);
		assertThat(PingPace.of(10, quota, this.overhead, this.settings).capacity()).isGreaterThan(10)
			.isCloseTo(quota.agents(this.settings.maxInterval()) / this.overhead.least(), within(0.001));
	}

	@Test
	void pingsAsSlowlyAsBadLuckDemands() {
		for (int i = 0; i < 100; i++) {
			this.overhead.failed();
			this.overhead.accepted();
		}
		PingQuota quota = quota(window(600, 0), 0.8);
		PingPace pace = PingPace.of(6, quota, this.overhead, this.settings);
		assertThat(this.overhead.most()).isGreaterThan(this.overhead.mean());
		assertThat(pace.interval()).isBetween(this.settings.interval(), this.settings.maxInterval());
		assertThat(pace.interval().toNanos() / 1e9).isCloseTo(6 * this.overhead.most() / quota.pingsPerSecond(),
				within(0.001));
	}

	private static RateWindow window(long limit, long othersBefore) {
		return new RateWindow(limit, limit, START.plus(HOUR), START, START, 0, othersBefore);
	}

	private static PingQuota quota(RateWindow window, double share) {
		return PingQuota.of(window, share, START);
	}

}
