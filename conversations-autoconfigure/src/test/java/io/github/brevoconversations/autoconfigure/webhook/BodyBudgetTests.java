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

package io.github.brevoconversations.autoconfigure.webhook;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyBudget}.
 */
class BodyBudgetTests {

	private static final int MAX = 100;

	private final BodyBudget budget = new BodyBudget(MAX);

	@Test
	void hasRoomForSomeLargeBodies() {
		for (int i = 0; i < BodyBudget.MAX_BODIES; i++) {
			assertThat(this.budget.share().take(MAX)).isTrue();
		}
		assertThat(this.budget.share().take(1)).isFalse();
		assertThat(this.budget.left()).isZero();
	}

	@Test
	void getsBackAllThatABodyTook() {
		BodyBudget.Share share = this.budget.share();
		share.take(10);
		share.take(20);
		share.close();
		share.close();
		assertThat(this.budget.left()).isEqualTo((long) MAX * BodyBudget.MAX_BODIES);
	}

	@Test
	void givesNothingToABodyThatHasEnded() {
		BodyBudget.Share share = this.budget.share();
		share.take(10);
		share.close();
		assertThat(share.take(10)).isFalse();
		assertThat(this.budget.left()).isEqualTo((long) MAX * BodyBudget.MAX_BODIES);
	}

}
