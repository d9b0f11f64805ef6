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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingSpread}.
 */
class PingSpreadTests {

	private static final Duration INTERVAL = Duration.ofSeconds(60);

	private final PingSpread spread = new PingSpread();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void agentsThatComeOnlineOneByOneKeepTheirInterval() {
		assertThat(next()).isEqualTo(INTERVAL);
		this.now = this.now.plusSeconds(11);
		assertThat(next()).isEqualTo(INTERVAL);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 8, 12, 16 })
	void agentsThatComeOnlineTogetherAreSpreadEvenly(int agents) {
		long[] seconds = IntStream.range(0, agents).mapToLong((i) -> next().toSeconds()).sorted().toArray();
		assertThat(seconds[0]).isPositive();
		assertThat(seconds[agents - 1]).isEqualTo(60);
		double mean = 60.0 / agents;
		IntStream.range(1, agents)
			.forEach((i) -> assertThat((double) seconds[i] - seconds[i - 1]).isBetween(mean / 2.5, mean * 2));
	}

	@Test
	void veryManyAreLeftToTheAllowance() {
		IntStream.range(0, 16).forEach((i) -> next());
		assertThat(next()).isEqualTo(INTERVAL);
	}

	private Duration next() {
		return this.spread.secondPing(INTERVAL, this.now);
	}

}
