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

package io.github.brevoconversations.presence.jdbc;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentCount}.
 */
class AgentCountTests {

	private final AgentCount count = new AgentCount();

	@Test
	void isUnknownAtFirst() {
		assertThat(this.count.isKnown()).isFalse();
	}

	@Test
	void isCountedAnewEachTimeWhileThereAreFew() {
		assertThat(this.count.update(1000)).isEqualTo(1000);
		assertThat(this.count.isKnown()).isFalse();
	}

	@Test
	void isRememberedTheLongerTheMoreThereAre() {
		assertThat(this.count.update(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.count.isKnown()).isTrue();
		assertThat(this.count.update(-1)).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void isCountedAnewAfterAChange() {
		this.count.update(Integer.MAX_VALUE);
		this.count.forget();
		assertThat(this.count.isKnown()).isFalse();
		assertThat(this.count.update(-1)).isEqualTo(Integer.MAX_VALUE);
	}

}
