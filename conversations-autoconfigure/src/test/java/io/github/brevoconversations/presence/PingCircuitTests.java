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

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingCircuit}.
 */
class PingCircuitTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private final PingCircuit circuit = new PingCircuit(Duration.ofSeconds(1), Duration.ofMinutes(2));

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void letsEverythingThroughAtFirst() {
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void staysClosedWhereOnlyOneOfSeveralAgentsFails() {
		for (int i = 0; i < 10; i++) {
			this.circuit.failed(LIZ, false, 3, later(5));
		}
		assertThat(this.circuit.isOpen()).isFalse();
		this.circuit.failed(TOM, false, 3, later(5));
		assertThat(this.circuit.isOpen()).isTrue();
	}

	@Test
	void staysClosedWhereFailuresInARowTakeNoTime() {
		for (int i = 0; i < 10; i++) {
			this.circuit.failed((i % 2 == 0) ? LIZ : TOM, false, 3, this.now);
		}
		assertThat(this.circuit.isOpen()).isFalse();
	}

	@Test
	void probesAtGrowingTimesDuringAnOutage() {
		open();
		for (int seconds : new int[] { 1, 2, 4, 4, 4 }) {
			assertThat(this.circuit.permits(later(seconds).minusMillis(1))).isZero();
			assertThat(this.circuit.permits(this.now)).isOne();
			this.circuit.pinging();
			assertThat(this.circuit.permits(this.now.plusSeconds(100))).isZero();
			this.circuit.failed(LIZ, false, 3, this.now);
		}
	}

	@Test
	void closesWithAnyPingThatBrevoAnswers() {
		open();
		assertThat(this.circuit.answered()).isTrue();
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.circuit.answered()).isFalse();
	}

	@Test
	void closesWhenOtherInstancesHaveLongHadPingsAccepted() {
		open();
		Instant accepted = later(100);
		this.circuit.acceptedElsewhere(accepted.minusSeconds(300), Duration.ofMinutes(1), this.now);
		assertThat(this.circuit.isOpen()).isTrue();
		this.circuit.acceptedElsewhere(accepted, Duration.ofMinutes(1), this.now);
		assertThat(this.circuit.isOpen()).isFalse();
	}

	@Test
	void beginsAnewAfterAReset() {
		open();
		this.circuit.reset();
		assertThat(this.circuit.isOpen()).isFalse();
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
	}

	private void open() {
		this.circuit.failed(LIZ, false, 3, this.now);
		this.circuit.failed(TOM, false, 3, later(1));
		this.circuit.failed(LIZ, false, 3, later(1));
		assertThat(this.circuit.isOpen()).isTrue();
	}

	private Instant later(int seconds) {
		this.now = this.now.plusSeconds(seconds);
		return this.now;
	}

}
