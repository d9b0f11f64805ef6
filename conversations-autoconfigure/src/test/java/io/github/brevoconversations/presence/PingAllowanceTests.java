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

/**
 * Tests for {@link PingAllowance}.
 */
class PingAllowanceTests {

	private final PingAllowance allowance = new PingAllowance(Duration.ofSeconds(1));

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void allowsASmallBurstAtFirst() {
		assertThat(this.allowance.available(this.now, 0)).isEqualTo(8);
		this.allowance.take(3);
		assertThat(this.allowance.available(this.now, 0)).isEqualTo(5);
	}

	@Test
	void refillsALittleFasterThanTheMeanRate() {
		useUp();
		assertThat(this.allowance.available(later(4), 1)).isEqualTo(5);
	}

	@Test
	void allowsFewPingsWhateverTheRate() {
		useUp();
		assertThat(this.allowance.available(later(4), 0)).isZero();
		assertThat(this.allowance.available(later(1), 0)).isOne();
	}

	@Test
	void allowsALargerBurstForManyAgents() {
		useUp();
		assertThat(this.allowance.available(later(3600), 10)).isEqualTo(30);
	}

	@Test
	void savesUpNoMoreThanABurst() {
		useUp();
		assertThat(this.allowance.available(later(3600), 0.1)).isEqualTo(8);
	}

	@Test
	void isInProportionToTheOnlineWindow() {
		PingAllowance shortened = new PingAllowance(Duration.ofMillis(100));
		shortened.available(this.now, 0);
		shortened.take(8);
		assertThat(shortened.available(later(1), 0)).isEqualTo(2);
	}

	private void useUp() {
		this.allowance.available(this.now, 0);
		this.allowance.take(8);
	}

	private Instant later(int seconds) {
		this.now = this.now.plusSeconds(seconds);
		return this.now;
	}

}
