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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link PingPace} and {@link PingQuota}.
 */
class PingPaceTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final HeartbeatSettings settings = HeartbeatSettings.defaults();

	@Test
	void keepsTheIntervalWhereNoLimitIsKnown() {
		assertThat(PingPace.of(100_000, null, 1, this.settings))
			.isEqualTo(new PingPace(Duration.ofSeconds(60), PingPace.UNLIMITED));
	}

	@ParameterizedTest
	@CsvSource({ "100, 0.8, 1, 60, 2", "100, 0.8, 2, 90, 2", "100, 0.8, 3, 90, 2", "200, 0.8, 3, 67, 4",
			"200, 0.8, 4, 90, 4", "600, 0.8, 8, 60, 14", "600, 0.8, 10, 75, 14", "600, 0.8, 1000, 105, 14",
			"100, 1, 3, 108, 3", "200, 1, 6, 108, 6", "600, 1, 18, 108, 18", "100000, 0.8, 1000, 60, 2444" })
	void stretchesTheIntervalAsFarAsTheLimitDemands(long limit, double share, int agents, long interval, int capacity) {
		PingPace pace = PingPace.of(agents, new PingQuota(limit, HOUR, limit, HOUR), 1,
				this.settings.withQuotaShare(share));
		assertThat(pace.interval().toSeconds()).isEqualTo(interval);
		assertThat((int) pace.capacity()).isEqualTo(capacity);
	}

	@Test
	void keepsOneAgentForAsLongAsThereAreRequestsAtAll() {
		PingPace pace = PingPace.of(5, new PingQuota(2, HOUR, 2, HOUR), 1, this.settings);
		assertThat(pace).isEqualTo(new PingPace(Duration.ofSeconds(110), 1));
		assertThat(PingPace.of(5, new PingQuota(0, HOUR, 0, HOUR), 1, this.settings)).isEqualTo(pace);
	}

	@Test
	void keepsFewerAgentsWhereOthersUseTheLimitUp() {
		PingQuota quota = new PingQuota(600, HOUR, 150, Duration.ofMinutes(30));
		assertThat(PingPace.of(100, quota, 1, this.settings).capacity()).isBetween(5.0, 7.0);
	}

	@Test
	void keepsFewerAgentsWhereManyPingsFail() {
		PingQuota quota = new PingQuota(600, HOUR, 600, HOUR);
		assertThat((int) PingPace.of(100, quota, 1.5, this.settings).capacity()).isEqualTo(9);
		assertThat(PingPace.of(8, quota, 1.5, this.settings).interval()).isEqualTo(Duration.ofSeconds(90));
	}

	@Test
	void doesNotRunUpTowardsTheReset() {
		PingQuota quota = new PingQuota(100, HOUR, 60, Duration.ofMinutes(5));
		assertThat(PingPace.of(5, quota, 1, this.settings).capacity()).isCloseTo(2.44, within(0.01));
	}

	@Test
	void dropsNobodyShortlyBeforeTheReset() {
		PingQuota quota = new PingQuota(100, HOUR, 1, Duration.ofSeconds(60));
		assertThat(PingPace.of(2, quota, 1, this.settings).capacity()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void setsRequestsAsideThatShrinkUntilTheReset() {
		assertThat(new PingQuota(100, HOUR, 100, HOUR).usable(0.8)).isCloseTo(80, within(1e-6));
		assertThat(new PingQuota(100, HOUR, 50, Duration.ofMinutes(30)).usable(0.8)).isCloseTo(40, within(1e-6));
		assertThat(new PingQuota(100, HOUR, 5, Duration.ofMinutes(30)).usable(0.8)).isNegative();
		assertThat(new PingQuota(100, HOUR, 5, Duration.ZERO).usable(0.8)).isCloseTo(5, within(1e-3));
	}

}
