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

import io.github.brevoconversations.presence.AccountUpdate.KeptChange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeptAgents}.
 */
class KeptAgentsTests {

	private final KeptAgents agents = new KeptAgents(Duration.ofSeconds(110));

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private @Nullable Integer kept;

	@Test
	void keepsAllIfThereIsRoom() {
		assertThat(update(1000, PingPace.UNLIMITED)).isNull();
		assertThat(update(2, 2.4)).isNull();
	}

	@Test
	void shrinksAtOnceIfThereIsFarTooLittleRoom() {
		assertThat(update(10, 4.5)).isEqualTo(new KeptChange(null, 4));
		assertThat(update(10, 1.5)).isEqualTo(new KeptChange(4, 1));
	}

	@Test
	void shrinksALittleOnlyOnceThereIsTooLittleRoomForAMoment() {
		assertThat(update(10, 8.5)).isNull();
		this.now = this.now.plusSeconds(20);
		assertThat(update(10, 10)).isNull();
		this.now = this.now.plusSeconds(20);
		assertThat(update(10, 8.5)).isNull();
		this.now = this.now.plusSeconds(28);
		assertThat(update(10, 8.5)).isEqualTo(new KeptChange(null, 8));
	}

	@Test
	void alwaysKeepsOne() {
		assertThat(update(1, 0)).isEqualTo(new KeptChange(null, 1));
		assertThat(update(1, 0)).isNull();
		assertThat(update(0, 0)).isNull();
	}

	@Test
	void toleratesASmallShortage() {
		update(10, 4.5);
		assertThat(update(10, 3.9)).isNull();
	}

	@Test
	void growsOnlyAfterThereHasBeenRoomForAWhile() {
		update(10, 4.5);
		assertThat(update(10, 7)).isNull();
		this.now = this.now.plusSeconds(100);
		update(10, 4.9);
		this.now = this.now.plusSeconds(100);
		assertThat(update(10, 7)).isNull();
		this.now = this.now.plusSeconds(110);
		assertThat(update(10, 7)).isEqualTo(new KeptChange(4, 7));
	}

	@Test
	void endsByItself() {
		update(10, 4.5);
		update(4, 4.5);
		this.now = this.now.plusSeconds(110);
		assertThat(update(4, 4.5)).isEqualTo(new KeptChange(4, null));
	}

	private @Nullable KeptChange update(int activeAgents, double capacity) {
		KeptChange change = this.agents.change(this.kept, activeAgents, capacity, this.now);
		this.kept = (change != null) ? change.kept() : this.kept;
		return change;
	}

}
