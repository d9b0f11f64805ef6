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
import java.util.concurrent.CompletableFuture;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AgentPresence}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AgentPresenceTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final AgentPresence presence = AgentPresence.of(new InMemoryActiveAgentStore());

	@Test
	void marksEvenIfTheFutureIsIgnored() {
		CompletableFuture<Void> unused = this.presence.markActive(LIZ);
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ);
		unused = this.presence.markInactive(LIZ);
		assertThat(this.presence.activeAgents().join()).isEmpty();
	}

	@Test
	void marksForALimitedTime() {
		assertThat(this.presence.markActive(LIZ, Duration.ofHours(1))).isCompleted();
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ);
	}

	@Test
	void marksSeveralInTheirOrder() {
		List<AgentIdentity> agents = List.of(AgentIdentity.ofId("tom"), LIZ, AgentIdentity.ofId("ann"));
		assertThat(this.presence.markActive(agents)).isCompleted();
		assertThat(this.presence.activeAgents().join()).isEqualTo(agents);
		assertThat(this.presence.markActive(List.of())).isCompleted();
	}

	@Test
	void completesAMarkOnlyOnceItIsStored() {
		ActiveAgentStore store = mock(ActiveAgentStore.class);
		Sinks.Empty<Void> stored = Sinks.empty();
		given(store.mark(List.of(Mark.active(LIZ, null)))).willReturn(stored.asMono());
		CompletableFuture<Void> mark = VirtualEnvironment.presence(store).markActive(LIZ);
		assertThat(mark).isNotDone();
		stored.tryEmitEmpty();
		assertThat(mark).isCompleted();
	}

	@Test
	void failsAMarkThatIsNotStored() {
		ActiveAgentStore store = mock(ActiveAgentStore.class);
		given(store.mark(List.of(Mark.active(LIZ, null))))
			.willReturn(Mono.error(new IllegalStateException("The store is down")));
		assertThat(AgentPresence.of(store).markActive(LIZ)).failsWithin(Duration.ofSeconds(30));
	}

	@Test
	void warnsOfEachMarkThatFailsEvenIfNobodyLooksAtItsFuture(CapturedOutput output) {
		ActiveAgentStore store = mock(ActiveAgentStore.class);
		given(store.mark(any())).willReturn(Mono.error(new IllegalStateException("The store is down")));
		AgentPresence presence = VirtualEnvironment.presence(store);
		List<CompletableFuture<Void>> marks = List.of(presence.markActive(LIZ),
				presence.markActive(List.of(AgentIdentity.ofId("ann"), AgentIdentity.ofId("tom"))),
				presence.markInactive(AgentIdentity.ofId("zoe")));
		assertThat(marks).allMatch(CompletableFuture::isCompletedExceptionally);
		for (String agent : List.of("liz", "ann", "tom", "zoe")) {
			assertThat(output.toString().lines()).filteredOn((line) -> line.contains("WARN") && line.contains(agent))
				.singleElement()
				.asString()
				.contains("marked", "The store is down");
		}
	}

	@Test
	void marksOnAfterAThreadCouldNotBeStarted() {
		StoreThreads threads = (task) -> {
			throw new OutOfMemoryError("unable to create native thread");
		};
		ActiveAgentStore store = new InMemoryActiveAgentStore();
		AgentPresence presence = new DefaultAgentPresence(store, new BoundedStore(store, threads, Duration.ofHours(1)));
		for (int i = 0; i < 5; i++) {
			assertThat(presence.markActive(LIZ)).isCompletedExceptionally();
		}
	}

	@Test
	void refusesWhatMarksNobodyOrNoTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.presence.markActive((AgentIdentity) null))
			.withMessageContaining("agent");
		assertThatIllegalArgumentException().isThrownBy(() -> this.presence.markInactive(null));
		for (Duration atMost : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.presence.markActive(LIZ, atMost))
				.withMessageContaining("atMost");
		}
		assertThatExceptionOfType(BrevoInvalidRequestException.class).isThrownBy(() -> AgentIdentity.ofId(" "));
	}

}
