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

package io.github.brevoconversations.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.brevoconversations.autoconfigure.BrevoFailures;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.HeartbeatState;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentPresenceHealthIndicator}.
 */
class AgentPresenceHealthIndicatorTests {

	private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

	@ParameterizedTest
	@CsvSource({ "STOPPED, UNKNOWN, stopped", "STALLED, DOWN, stalled", "PINGING, UP, pinging",
			"STORE_FAILING, DEGRADED, store failing", "OUTAGE, DEGRADED, outage",
			"RATE_LIMITED, DEGRADED, rate limited", "SUSPENDED, DOWN, suspended" })
	void hasAStatusForEachCondition(Condition condition, String status, String detail) {
		Health health = health(state(condition, null, 2, 2));
		assertThat(health.getStatus()).isEqualTo(new Status(status));
		assertThat(health.getDetails()).containsEntry("condition", detail);
	}

	@Test
	void isUpWhileNobodyIsActive() {
		assertThat(health(state(Condition.PINGING, null, 0, 0)).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isDegradedWhileAgentsWaitForQuota() {
		Health health = health(state(Condition.PINGING, null, 5, 2));
		assertThat(health.getStatus()).isEqualTo(AgentPresenceHealthIndicator.DEGRADED);
		assertThat(health.getDetails()).containsEntry("condition", "waiting for quota")
			.containsEntry("activeAgents", 5)
			.containsEntry("keptAgents", 2);
	}

	@Test
	void isDownWhenAgentsWaitForQuotaAndBrevoRejectsAllPings() {
		assertThat(health(state(Condition.SUSPENDED, null, 5, 2)).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void hasDetails() {
		assertThat(health(state(Condition.PINGING, null, 3, 3)).getDetails())
			.containsExactlyInAnyOrderEntriesOf(Map.of("account", "shop", "condition", "pinging", "activeAgents", 3,
					"keptAgents", 3, "onlineAgents", 1, "interval", Duration.ofSeconds(72), "rateLimit",
					Map.of("limit", 100L, "remaining", 40L, "resetsIn", Duration.ofMinutes(30))));
	}

	@Test
	void showsOnlyWhatIsKnownOfTheRateLimit() {
		HeartbeatState state = new HeartbeatState(Condition.PINGING, null, 1, 1, 1, Duration.ofSeconds(60),
				new RateLimit(100L, null, null));
		assertThat(health(state).getDetails()).containsEntry("rateLimit", Map.of("limit", 100L));
	}

	@Test
	void showsSinceWhenAndWhyWithoutQuotingAnybody() {
		Throwable failure = BrevoFailures.status(401, "liz@example.org is not known here");
		Health health = health(state(Condition.SUSPENDED, new HeartbeatState.Failure(SINCE, failure), 1, 1));
		assertThat(health.getDetails()).containsEntry("since", SINCE)
			.containsEntry("failure", "BrevoUnauthorizedException, status 401");
		assertThat(failure).hasMessageContaining("liz@example.org");
		assertThat(health.toString()).doesNotContain("liz");
	}

	@Test
	void showsTheKindOfAFailureThatIsNotBrevos() {
		HeartbeatState.Failure failure = new HeartbeatState.Failure(SINCE, new IllegalStateException("host:6379"));
		assertThat(health(state(Condition.STORE_FAILING, failure, 1, 1)).getDetails()).containsEntry("failure",
				"IllegalStateException");
	}

	private static HeartbeatState state(Condition condition, HeartbeatState.@Nullable Failure failure, int active,
			int kept) {
		return new HeartbeatState(condition, failure, active, kept, 1, Duration.ofNanos(72_000_000_001L),
				new RateLimit(100L, 40L, Duration.ofSeconds(1800, 5)));
	}

	private static Health health(HeartbeatState state) {
		return new AgentPresenceHealthIndicator("shop", () -> state).health();
	}

}
