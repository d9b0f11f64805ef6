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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InitialAgents}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InitialAgentsTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final SharedStore store = new SharedStore(Clock.systemUTC());

	private final AtomicInteger marked = new AtomicInteger();

	@Test
	void areMarkedOncePerStart() {
		InitialAgents agents = agents(LIZ);
		agents.reset();
		agents.markActive();
		agents.markActive();
		assertThat(this.marked).hasValue(1);
		assertThat(active()).containsExactly(LIZ);
		agents.reset();
		agents.markActive();
		assertThat(this.marked).hasValue(2);
	}

	@Test
	void areMarkedOnceTheStoreIsBack(CapturedOutput output) {
		InitialAgents agents = agents(LIZ);
		this.store.is(SharedStore.State.FAILING);
		agents.reset();
		agents.markActive();
		agents.markActive();
		assertThat(this.marked).hasValue(0);
		assertThat(output.toString().lines().filter((line) -> line.contains("could not be marked active yet")))
			.hasSize(1);
		this.store.is(SharedStore.State.ANSWERING);
		agents.markActive();
		assertThat(this.marked).hasValue(1);
		assertThat(active()).containsExactly(LIZ);
	}

	@Test
	void areInactiveOnceTheyAreNoLongerConfigured() {
		InitialAgents agents = agents(LIZ);
		agents.reset();
		agents.markActive();
		InitialAgents none = agents();
		none.reset();
		none.markActive();
		assertThat(active()).isEmpty();
		assertThat(this.marked).hasValue(1);
	}

	@Test
	void makeNoTripToAnUnsharedStoreIfThereAreNone() {
		InitialAgents none = agents();
		none.reset();
		none.markActive();
		assertThat(this.store.trips()).isZero();
	}

	private InitialAgents agents(AgentIdentity... agents) {
		return new InitialAgents(this.store, List.of(agents), this.marked::incrementAndGet, new HeartbeatLog());
	}

	private List<AgentIdentity> active() {
		return this.store.list(10).block().stream().map(ActiveAgent::identity).toList();
	}

}
