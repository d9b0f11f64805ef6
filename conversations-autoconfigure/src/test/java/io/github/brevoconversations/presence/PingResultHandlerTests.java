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
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.autoconfigure.BrevoFailures;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.PingListener.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PingResultHandler}.
 */
class PingResultHandlerTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private static final Duration INTERVAL = HeartbeatSettings.defaults().interval();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final InstantSource source = () -> this.now;

	private final List<Outcome> outcomes = new ArrayList<>();

	private final AccountView account = new AccountView(new RateLimitTracker(this.source.withZone(ZoneOffset.UTC)),
			this.source.withZone(ZoneOffset.UTC), new StoreClock(this.source.withZone(ZoneOffset.UTC)));

	private PingResultHandler results = results(HeartbeatSettings.defaults());

	@Test
	void retriesAFailedPingWithinSeconds() {
		begin(LIZ);
		assertThat(fail(LIZ, new IllegalStateException("broken"))).isBetween(Duration.ofMillis(500),
				Duration.ofSeconds(5));
		assertThat(this.outcomes).containsExactly(Outcome.FAILED);
		assertThat(this.account.state().pausedUntil(this.now)).isNull();
	}

	@Test
	void pausesPingingAfterA429() {
		begin(LIZ);
		fail(LIZ, BrevoFailures.status(429, "Slow down"));
		assertThat(this.outcomes).containsExactly(Outcome.RATE_LIMITED);
		assertThat(this.account.state().limited()).isNotNull();
		assertThat(this.account.state().pausedUntil(this.now)).isBetween(this.now.plusSeconds(1),
				this.now.plus(INTERVAL));
	}

	@Test
	void toleratesTheRejectionOfOneAgentsKey() {
		begin(LIZ);
		begin(TOM);
		assertThat(fail(LIZ, BrevoFailures.status(401, "Key not found"))).isLessThan(INTERVAL);
		assertThat(this.account.state().suspended()).isNull();
	}

	@Test
	void suspendsPingingOnceTwoAgentsAreRejected() {
		begin(LIZ);
		begin(TOM);
		fail(LIZ, BrevoFailures.status(401, "Key not found"));
		fail(TOM, BrevoFailures.status(401, "Key not found"));
		assertThat(this.outcomes).containsExactly(Outcome.REFUSED, Outcome.REFUSED);
		assertThat(this.account.state().suspended()).isNotNull();
	}

	@Test
	void dropsAnAgentThatIsRejectedForLongerThanTheOnlineWindow() {
		assertThat(rejectLizWhileTomIsAccepted()).isNull();
		assertThat(this.account.state().suspended()).isNull();
	}

	@Test
	void retriesAConfiguredAgentThatIsRejected() {
		HeartbeatSettings settings = HeartbeatSettings.defaults().withAgents(List.of(LIZ));
		this.results = results(settings);
		assertThat(rejectLizWhileTomIsAccepted()).isEqualTo(settings.maxInterval());
	}

	@Test
	void reportsThatAnAgentCameOnlineOnce() {
		begin(LIZ);
		assertThat(this.results.accepted(LIZ, this.now, false, this.now).cameOnline()).isTrue();
		assertThat(this.results.accepted(LIZ, this.now, false, this.now.plusSeconds(60)).cameOnline()).isFalse();
		assertThat(this.outcomes).containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED);
	}

	private @Nullable Duration rejectLizWhileTomIsAccepted() {
		begin(LIZ);
		begin(TOM);
		assertThat(fail(LIZ, BrevoFailures.status(400, "No such agent"))).isLessThanOrEqualTo(INTERVAL);
		for (int i = 0; i < 2; i++) {
			this.now = this.now.plus(INTERVAL);
			this.results.accepted(TOM, this.now, false, this.now);
			assertThat(fail(LIZ, BrevoFailures.status(400, "No such agent"))).isLessThanOrEqualTo(INTERVAL);
		}
		this.now = this.now.plus(INTERVAL);
		this.results.accepted(TOM, this.now, false, this.now);
		return fail(LIZ, BrevoFailures.status(400, "No such agent"));
	}

	private void begin(AgentIdentity agent) {
		this.results.begun(new ActiveAgent(agent, this.now, null, this.now, null), null, this.now, this.now);
	}

	private @Nullable Duration fail(AgentIdentity agent, Throwable failure) {
		NextPing next = this.results.failed(agent, this.now, failure, this.now);
		return (next != null) ? next.delay() : null;
	}

	private PingResultHandler results(HeartbeatSettings settings) {
		HeartbeatLog log = new HeartbeatLog();
		PingHistory history = new PingHistory(settings.onlineWindow());
		return new PingResultHandler(settings, history, new PingGate(settings, this.account, history),
				new HeartbeatReporter(log, new EventQueue(log)), new RetryDelay(settings, () -> 0.5),
				new RecordingListener());
	}

	private final class RecordingListener implements PingListener {

		@Override
		public void pingBegun(Duration lateness) {
		}

		@Override
		public void pingEnded(Outcome outcome) {
			PingResultHandlerTests.this.outcomes.add(outcome);
		}

	}

}
