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

package io.github.brevoconversations.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RetrySettings}.
 */
class RetrySettingsTests {

	private final RetrySettings settings = RetrySettings.defaults();

	@Test
	void changesOneSettingAtATime() {
		assertThat(this.settings.withMaxRetries(1)
			.withDelay(Duration.ofSeconds(2))
			.withMaxDelay(Duration.ofSeconds(3))
			.withMaxServerDelay(Duration.ofSeconds(4)))
			.isEqualTo(new RetrySettings(1, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4)));
	}

	@Test
	void rejectsNegativeValues() {
		Duration negative = Duration.ofMillis(-1);
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withMaxRetries(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withDelay(negative));
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withMaxDelay(negative));
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withMaxServerDelay(negative));
	}

}
