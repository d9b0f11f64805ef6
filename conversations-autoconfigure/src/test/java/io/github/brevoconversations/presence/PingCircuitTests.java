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
import io.github.brevoconversations.presence.PingCircuit.Again;
import io.github.brevoconversations.presence.PingCircuit.FailedPing;
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
	void isClosedAtFirst() {
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void staysClosedIfOnlyOneOfSeveralAgentsFails() {
		for (int i = 0; i < 10; i++) {
			failed(LIZ, later(5));
		}
		assertThat(this.circuit.isOpen()).isFalse();
		failed(TOM, later(5));
		assertThat(this.circuit.isOpen()).isTrue();
	}

	@Test
	void staysClosedIfConsecutiveFailuresTakeNoTime() {
		for (int i = 0; i < 10; i++) {
			failed((i % 2 == 0) ? LIZ : TOM, this.now);
		}
		assertThat(this.circuit.isOpen()).isFalse();
	}

	@Test
	void probesAtGrowingIntervalsDuringAnOutage() {
		open();
		for (int seconds : new int[] { 1, 2, 4, 4, 4 }) {
			assertThat(this.circuit.permits(later(seconds).minusMillis(1))).isZero();
			assertThat(this.circuit.permits(this.now)).isOne();
			this.circuit.pinging();
			assertThat(this.circuit.permits(this.now.plusSeconds(100))).isZero();
			failed(LIZ, this.now);
		}
	}

	@Test
	void closesWithAnyResponse() {
		open();
		assertThat(this.circuit.answered()).isTrue();
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.circuit.answered()).isFalse();
	}

	@Test
	void closesWhenOtherInstancesPingsAreAccepted() {
		open();
		Instant accepted = later(100);
		this.circuit.acceptedElsewhere(accepted.minusSeconds(300), Duration.ofMinutes(1), this.now);
		assertThat(this.circuit.isOpen()).isTrue();
		this.circuit.acceptedElsewhere(accepted, Duration.ofMinutes(1), this.now);
		assertThat(this.circuit.isOpen()).isFalse();
	}

	@Test
	void letsAllThroughWhileBrevoPerhapsTakesThem() {
		assertThat(unanswered(LIZ, this.now)).isEqualTo(Again.IN_TIME);
		assertThat(unanswered(TOM, later(1))).isEqualTo(Again.IN_TIME);
		assertThat(unanswered(LIZ, later(1))).isEqualTo(Again.IN_TIME);
		assertThat(this.circuit.isOpen()).isTrue();
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
		Instant lastRetry = this.now;
		assertThat(unanswered(TOM, lastRetry.minusMillis(1))).isEqualTo(Again.AFTER_INTERVAL);
		assertThat(unanswered(LIZ, later(1))).isEqualTo(Again.IN_TIME);
		later(120);
		assertThat(unanswered(LIZ, this.now)).isEqualTo(Again.AFTER_INTERVAL);
	}

	@Test
	void probesOnceSeveralFailInAnotherWay() {
		for (int i = 0; i < 3; i++) {
			unanswered((i % 2 == 0) ? LIZ : TOM, later(1));
		}
		for (int i = 1; i < Tuning.FAILURES_OF_ANOTHER_KIND; i++) {
			assertThat(failed(LIZ, this.now)).isEqualTo(Again.SOON);
		}
		assertThat(this.circuit.permits(later(100))).isEqualTo(Integer.MAX_VALUE);
		assertThat(failed(TOM, this.now)).isEqualTo(Again.IN_TIME);
		assertThat(this.circuit.permits(later(100))).isOne();
		unanswered(LIZ, this.now);
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void startsOverAfterAReset() {
		open();
		this.circuit.reset();
		assertThat(this.circuit.isOpen()).isFalse();
		assertThat(this.circuit.permits(this.now)).isEqualTo(Integer.MAX_VALUE);
	}

	private Again failed(AgentIdentity agent, Instant now) {
		return this.circuit.failed(new FailedPing(agent, now, false), false, 3, now);
	}

	private Again unanswered(AgentIdentity agent, Instant begun) {
		return this.circuit.failed(new FailedPing(agent, begun, true), false, 3, this.now);
	}

	private void open() {
		failed(LIZ, this.now);
		failed(TOM, later(1));
		failed(LIZ, later(1));
		assertThat(this.circuit.isOpen()).isTrue();
	}

	private Instant later(int seconds) {
		this.now = this.now.plusSeconds(seconds);
		return this.now;
	}

}
