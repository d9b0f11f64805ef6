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
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HeartbeatSettings}.
 */
class HeartbeatSettingsTests {

	private final HeartbeatSettings settings = HeartbeatSettings.defaults();

	@Test
	void changesOneSettingAtATime() {
		AgentIdentity agent = AgentIdentity.ofId("liz");
		assertThat(this.settings.withInterval(Duration.ofSeconds(30))
			.withConcurrency(2)
			.withQuotaShare(0.5)
			.withAgents(List.of(agent))
			.withContinueWithoutStoreFor(Duration.ofHours(1)))
			.isEqualTo(new HeartbeatSettings(Duration.ofSeconds(30), Duration.ofSeconds(110), Duration.ofMinutes(2),
					0.5, 2, List.of(agent), Duration.ofHours(1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT2M", "PT1H" })
	void rejectsAnIntervalThatKeepsNobodyOnline(Duration interval) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withInterval(interval))
			.withMessageContaining("interval");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT2M", "PT1H" })
	void rejectsAMaximumIntervalThatKeepsNobodyOnline(Duration maxInterval) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.settings.withTimes(Duration.ofSeconds(60), maxInterval, Duration.ofMinutes(2)))
			.withMessageContaining("below the 120 seconds");
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -0.1, 1.1, Double.NaN })
	void rejectsAnInvalidShare(double quotaShare) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withQuotaShare(quotaShare))
			.withMessageContaining("share");
	}

	@Test
	void leavesTimeForASecondPingWithinTheOnlineWindow() {
		assertThat(this.settings.pingTimeout(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.settings.pingTimeout(Duration.ofSeconds(110))).isEqualTo(Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void rejectsAnInvalidConcurrency(int concurrency) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withConcurrency(concurrency))
			.withMessageContaining("concurrency");
	}

}
