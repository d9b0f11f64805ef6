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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoWebhookHealthIndicator}.
 */
class BrevoWebhookHealthIndicatorTests {

	@ParameterizedTest
	@CsvSource({ "0, PT0S, UP", "0, PT5M, UP", "0, PT5M1S, DEGRADED", "0, P1D, DEGRADED", "1, PT0S, DEGRADED" })
	void isDegradedByParkedEventsAndHandlersThatDoNotEnd(long parked, Duration longest, String status) {
		assertThat(BrevoWebhookHealthIndicator.status(parked, longest).getCode()).isEqualTo(status);
	}

}
