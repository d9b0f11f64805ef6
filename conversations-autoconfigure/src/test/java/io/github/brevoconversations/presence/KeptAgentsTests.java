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
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.KeptAgents.Change;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeptAgents}.
 */
class KeptAgentsTests {

	private final KeptAgents kept = new KeptAgents(Duration.ofSeconds(110));

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void keepsAllWhereThereIsRoom() {
		assertThat(update(1000, PingPace.UNLIMITED)).isEqualTo(Change.NONE);
		assertThat(update(2, 2.4)).isEqualTo(Change.NONE);
		assertThat(this.kept.isExceeded()).isFalse();
		assertThat(this.kept.isKept(AgentIdentity.ofId("liz"))).isTrue();
	}

	@Test
	void shrinksAtOnceAndSaysSoOnce() {
		assertThat(update(10, 4.5)).isEqualTo(Change.EXCEEDED);
		assertThat(this.kept.count(10)).isEqualTo(4);
		assertThat(update(10, 3.5)).isEqualTo(Change.NONE);
		assertThat(this.kept.count(10)).isEqualTo(3);
		assertThat(this.kept.count(2)).isEqualTo(2);
	}

	@Test
	void keepsOnlyTheLongestActiveThen() {
		AgentIdentity liz = AgentIdentity.ofId("liz");
		update(2, 1);
		this.kept.setLongestActive(List.of(new ActiveAgent(liz, this.now, null, this.now, null)));
		assertThat(this.kept.isKept(liz)).isTrue();
		assertThat(this.kept.isKept(AgentIdentity.ofId("tom"))).isFalse();
	}

	@Test
	void toleratesALittleLess() {
		update(10, 4.5);
		update(10, 3.9);
		assertThat(this.kept.count(10)).isEqualTo(4);
	}

	@Test
	void growsOnlyWhereThereHasBeenRoomForAWhile() {
		update(10, 4.5);
		assertThat(update(10, 7)).isEqualTo(Change.NONE);
		this.now = this.now.plusSeconds(100);
		update(10, 4.9);
		this.now = this.now.plusSeconds(100);
		update(10, 7);
		assertThat(this.kept.count(10)).isEqualTo(4);
		this.now = this.now.plusSeconds(110);
		assertThat(update(10, 7)).isEqualTo(Change.NONE);
		assertThat(this.kept.count(10)).isEqualTo(7);
	}

	@Test
	void endsByItself() {
		update(10, 4.5);
		update(4, 4.5);
		this.now = this.now.plusSeconds(110);
		assertThat(update(4, 4.5)).isEqualTo(Change.RESTORED);
		assertThat(this.kept.isExceeded()).isFalse();
	}

	private Change update(int activeAgents, double capacity) {
		return this.kept.update(activeAgents, capacity, this.now);
	}

}
