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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingOverhead}.
 */
class PingOverheadTests {

	private final PingOverhead overhead = new PingOverhead();

	@Test
	void isOneRequestPerPingWhileAllAreAccepted() {
		pings(100, 0);
		assertThat(this.overhead.least()).isEqualTo(1);
		assertThat(this.overhead.mean()).isEqualTo(1);
		assertThat(this.overhead.most()).isEqualTo(1);
	}

	@Test
	void hasBoundsOnBothSidesOfItsMean() {
		pings(1000, 5);
		assertThat(this.overhead.mean()).isBetween(1.8, 2.2);
		assertThat(this.overhead.least()).isGreaterThan(1).isLessThan(this.overhead.mean());
		assertThat(this.overhead.most()).isGreaterThan(this.overhead.mean()).isLessThan(3);
	}

	@Test
	void isThreeRequestsPerPingAtMost() {
		pings(1000, 10);
		assertThat(this.overhead.mean()).isEqualTo(3);
		assertThat(this.overhead.most()).isEqualTo(3);
	}

	@Test
	void forgetsFailures() {
		pings(1000, 5);
		pings(10_000, 0);
		assertThat(this.overhead.most()).isLessThan(1.1);
	}

	@Test
	void requiresMoreFailuresInARowIfFailuresAreFrequent() {
		assertThat(this.overhead.unlikelyFailures(3)).isEqualTo(3);
		pings(1000, 3);
		int sometimes = this.overhead.unlikelyFailures(3);
		assertThat(sometimes).isBetween(4, 10);
		pings(1000, 9);
		assertThat(this.overhead.unlikelyFailures(3)).isEqualTo(10).isGreaterThanOrEqualTo(sometimes);
	}

	private void pings(int number, int failuresOfTen) {
		for (int i = 0; i < number; i++) {
			if (i % 10 < failuresOfTen) {
				this.overhead.failed();
			}
			else {
				this.overhead.accepted();
			}
		}
	}

}
