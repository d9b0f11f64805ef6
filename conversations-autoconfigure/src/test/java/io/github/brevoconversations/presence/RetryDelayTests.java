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

/**
 * Tests for {@link RetryDelay}.
 */
class RetryDelayTests {

	private final RetryDelay longest = new RetryDelay(HeartbeatSettings.defaults(), () -> 1);

	private final RetryDelay shortest = new RetryDelay(HeartbeatSettings.defaults(), () -> 0);

	@ParameterizedTest
	@CsvSource({ "1, 60, 1", "2, 59, 2", "3, 57, 4", "4, 53, 5", "100, 20, 5", "9, 9, 3", "9, 3, 1" })
	void growsAndThenShrinksTowardsTheEndOfTheWindow(int failures, long timeLeft, long delay) {
		Duration left = Duration.ofSeconds(timeLeft);
		assertThat(this.longest.after(failures, left)).isEqualTo(Duration.ofSeconds(delay));
		assertThat(this.shortest.after(failures, left)).isLessThan(Duration.ofSeconds(delay))
			.isGreaterThanOrEqualTo(Duration.ofMillis(500));
	}

	@ParameterizedTest
	@CsvSource({ "0, 5", "-1, 5", "-20, 20", "-60, 60", "-3600, 60" })
	void growsOnceTheAgentIsOffline(long timeLeft, long delay) {
		Duration left = Duration.ofSeconds(timeLeft);
		assertThat(this.longest.after(20, left)).isEqualTo(Duration.ofSeconds(delay));
		assertThat(this.shortest.after(20, left)).isEqualTo(Duration.ofMillis(750 * delay));
	}

	@Test
	void isInProportionToTheWindow() {
		HeartbeatSettings settings = HeartbeatSettings.defaults()
			.withTimes(Duration.ofSeconds(6), Duration.ofSeconds(11), Duration.ofSeconds(12));
		assertThat(new RetryDelay(settings, () -> 1).after(1, Duration.ofSeconds(6))).isEqualTo(Duration.ofMillis(100));
	}

}
