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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MarkQueue}.
 */
class MarkQueueTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final List<List<Mark>> trips = new ArrayList<>();

	private final List<Sinks.Empty<Void>> answers = new ArrayList<>();

	private final List<CompletableFuture<Void>> marks = new ArrayList<>();

	private VirtualTimeScheduler time;

	private MarkQueue queue;

	@BeforeEach
	void setUp() {
		this.time = VirtualTimeScheduler.getOrSet();
		ActiveAgentStore store = mock(ActiveAgentStore.class);
		given(store.mark(any())).willAnswer((invocation) -> {
			this.trips.add(List.copyOf(invocation.<Collection<Mark>>getArgument(0)));
			Sinks.Empty<Void> answer = Sinks.empty();
			this.answers.add(answer);
			return answer.asMono();
		});
		this.queue = new MarkQueue(store);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void storesWhatComesDuringATripWithTheNext() {
		List<CompletableFuture<Void>> marks = mark(0, 1200);
		IntStream.range(0, 4).forEach((i) -> {
			// longer in all than one trip may take
			this.time.advanceTimeBy(Duration.ofSeconds(4));
			this.answers.get(i).tryEmitEmpty();
		});
		assertThat(this.trips).extracting(List::size).containsExactly(1, 500, 500, 199);
		assertThat(marks).allMatch((mark) -> mark.isDone() && !mark.isCompletedExceptionally());
	}

	@Test
	void keepsTheOrderOfMarksOfOneAgent() {
		mark(0, 1);
		for (int i = 0; i < 2; i++) {
			this.marks.add(this.queue.add(Mark.active(LIZ, null)));
			this.marks.add(this.queue.add(Mark.inactive(LIZ)));
		}
		IntStream.range(0, 5).forEach((i) -> this.answers.get(i).tryEmitEmpty());
		assertThat(this.trips.subList(1, 5)).extracting((trip) -> trip.get(0).active())
			.containsExactly(true, false, true, false);
	}

	@Test
	void saysThatTheOutcomeIsUnknownIfTheStoreDoesNotAnswer() {
		CompletableFuture<Void> mark = this.queue.add(Mark.active(LIZ, null));
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertFailed(mark, true, "It is not known whether");
	}

	@Test
	void saysWhatIsNotDone() {
		CompletableFuture<Void> mark = this.queue.add(Mark.active(LIZ, null));
		this.answers.get(0).tryEmitError(new ActiveAgentStoreException("Refused", null));
		assertFailed(mark, false, "is not marked active");
	}

	@Test
	void failsWhatWaitsOnceTheStoreFailsAgainAndAgain() {
		List<CompletableFuture<Void>> marks = mark(0, 2000);
		this.answers.get(0).tryEmitError(new IllegalStateException("down"));
		this.answers.get(1).tryEmitError(new IllegalStateException("down"));
		assertThat(this.trips).hasSize(2);
		assertFailed(marks.get(500), true, "It is not known whether");
		assertFailed(marks.get(1999), false, "is not marked active");
		mark(2000, 2001);
		assertThat(this.trips).hasSize(3);
	}

	@Test
	void storesTheOthersIfOneAgentCannotBeStored() {
		mark(0, 1);
		List<CompletableFuture<Void>> marks = mark(1, 4);
		this.answers.get(0).tryEmitEmpty();
		this.answers.get(1).tryEmitError(new IllegalArgumentException("half a pair"));
		this.answers.get(2).tryEmitEmpty();
		this.answers.get(3).tryEmitError(new IllegalArgumentException("half a pair"));
		this.answers.get(4).tryEmitEmpty();
		assertThat(marks.get(0)).isCompleted();
		assertThat(marks.get(1)).isCompletedExceptionally();
		assertThat(marks.get(2)).isCompleted();
	}

	private List<CompletableFuture<Void>> mark(int from, int to) {
		List<CompletableFuture<Void>> marks = new ArrayList<>();
		IntStream.range(from, to)
			.forEach((i) -> marks.add(this.queue.add(Mark.active(AgentIdentity.ofId("agent" + i), null))));
		return marks;
	}

	private static void assertFailed(CompletableFuture<Void> mark, boolean unknown, String message) {
		assertThat(mark).isCompletedExceptionally();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(mark::join)
			.havingCause()
			.isInstanceOf(ActiveAgentStoreException.class)
			.matches((failure) -> ((ActiveAgentStoreException) failure).isOutcomeUnknown() == unknown)
			.withMessageContaining(message);
	}

}
