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

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeptPings}.
 */
class KeptPingsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final StoreClock storeClock = new StoreClock(Clock.fixed(NOW, ZoneOffset.UTC));

	private final KeptPings pings = new KeptPings(this.storeClock);

	@Test
	void believesTheStoreWhileItsClockIsNotSet() {
		setClock(0);
		assertThat(lastAccepted(-10)).isEqualTo(NOW.minusSeconds(10));
		assertThat(lastAccepted(-10)).isEqualTo(NOW.minusSeconds(10));
	}

	@Test
	void doubtsWhatTheClockHadShownBeforeItWasSetBackUntilItChanges() {
		setClock(0);
		setClock(-60);
		assertThat(lastAccepted(-20)).isNull();
		assertThat(lastAccepted(-20)).isNull();
		assertThat(lastAccepted(-30)).isEqualTo(NOW.plusSeconds(30));
		assertThat(lastAccepted(-30)).isEqualTo(NOW.plusSeconds(30));
	}

	@Test
	void believesWhatTheClockHadNotShown() {
		setClock(0);
		setClock(-60);
		assertThat(lastAccepted(1)).isEqualTo(NOW.plusSeconds(61));
	}

	@Test
	void doubtsAgainWhenTheClockIsSetAgain() {
		setClock(0);
		setClock(-60);
		assertThat(lastAccepted(-20)).isNull();
		assertThat(lastAccepted(-30)).isNotNull();
		setClock(-120);
		assertThat(lastAccepted(-30)).isNull();
		assertThat(lastAccepted(-20)).isNotNull();
	}

	@Test
	void doubtsWhatTheClockHadShownEvenIfItWasSetForwardSince() {
		setClock(0);
		setClock(-600);
		setClock(-300);
		assertThat(lastAccepted(-20)).isNull();
	}

	@Test
	void forgetsAnAgent() {
		setClock(0);
		setClock(-60);
		assertThat(lastAccepted(-20)).isNull();
		this.pings.forget(AgentIdentity.ofId("liz"));
		assertThat(lastAccepted(-30)).isNull();
		this.pings.forgetAll();
		assertThat(lastAccepted(-40)).isNull();
	}

	private void setClock(int seconds) {
		this.storeClock.set(NOW.plusSeconds(seconds), NOW);
	}

	private Instant lastAccepted(int seconds) {
		return this.pings.lastAccepted(new ActiveAgent(AgentIdentity.ofId("liz"), Instant.EPOCH, null, Instant.EPOCH,
				NOW.plusSeconds(seconds)));
	}

}
