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
import java.time.InstantSource;
import java.time.ZoneOffset;

import io.github.brevoconversations.client.RateLimit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingGate}.
 */
class PingGateTests {

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final InstantSource source = () -> this.now;

	private final RateLimitTracker rateLimit = new RateLimitTracker(this.source.withZone(ZoneOffset.UTC));

	private final AccountView account = new AccountView(this.rateLimit, this.source.withZone(ZoneOffset.UTC),
			new StoreClock(this.source.withZone(ZoneOffset.UTC)));

	private final PingGate gate = new PingGate(HeartbeatSettings.defaults(), this.account,
			new PingHistory(HeartbeatSettings.defaults().onlineWindow()));

	@Test
	void permitsAsManyPingsAsMayBeInFlight() {
		assertThat(this.gate.permits(0, this.now)).isEqualTo(8);
		assertThat(this.gate.permits(3, this.now)).isEqualTo(5);
		assertThat(this.gate.permits(9, this.now)).isZero();
	}

	@Test
	void permitsOneProbeAfterAPause() {
		this.account.note(new AccountUpdate(null, 0, null, Duration.ofMinutes(1), null, null));
		assertThat(this.gate.permits(0, this.now)).isZero();
		this.now = this.now.plusSeconds(61);
		assertThat(this.gate.permits(0, this.now)).isOne();
	}

	@Test
	void permitsNoMoreThanTheRateLimitLeaves() {
		report(100, 3);
		assertThat(this.gate.permits(0, this.now)).isBetween(1, 3);
		report(100, 0);
		assertThat(this.gate.permits(0, this.now.plusSeconds(1))).isLessThanOrEqualTo(1);
	}

	@Test
	void keepsAllAgentsUntilTheAccountSaysOtherwise() {
		assertThat(this.gate.keptAgents()).isZero();
		assertThat(this.gate.pace().interval()).isEqualTo(HeartbeatSettings.defaults().interval());
	}

	private void report(long limit, long remaining) {
		this.rateLimit.observe("pingAgentOnline", new RateLimit(limit, remaining, Duration.ofMinutes(30)));
	}

}
