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
	void reportsAnUnknownOutcomeIfTheStoreDoesNotRespond() {
		CompletableFuture<Void> mark = this.queue.add(Mark.active(LIZ, null));
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertFailed(mark, true, "It is unknown whether");
	}

	@Test
	void reportsWhatIsNotDone() {
		CompletableFuture<Void> mark = this.queue.add(Mark.active(LIZ, null));
		this.answers.get(0).tryEmitError(new ActiveAgentStoreException("Refused", null));
		assertFailed(mark, false, "is not marked active");
	}

	@Test
	void failsWaitingMarksOnceTheStoreFailsRepeatedly() {
		List<CompletableFuture<Void>> marks = mark(0, 2000);
		this.answers.get(0).tryEmitError(new IllegalStateException("down"));
		this.answers.get(1).tryEmitError(new IllegalStateException("down"));
		assertThat(this.trips).hasSize(2);
		assertFailed(marks.get(500), true, "It is unknown whether");
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

	@Test
	void failsTheRestIfTheStoreFailsWhileMarksAreStoredOneByOne() {
		mark(0, 1);
		List<CompletableFuture<Void>> marks = mark(1, 500);
		this.answers.get(0).tryEmitEmpty();
		this.answers.get(1).tryEmitError(new IllegalArgumentException("half a pair"));
		this.answers.get(2).tryEmitEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(marks.get(0)).isCompleted();
		assertThat(marks.subList(1, marks.size())).allMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(this.trips).hasSize(4);
	}

	@Test
	void triesALockedAgentAgainAndKeepsTheOrderOfItsMarks() {
		CompletableFuture<Void> first = this.queue.add(Mark.active(LIZ, null));
		CompletableFuture<Void> second = this.queue.add(Mark.inactive(LIZ));
		List<CompletableFuture<Void>> others = mark(0, 3);
		this.answers.get(0).tryEmitError(new LockedAgentsException(List.of(LIZ)));
		assertThat(this.trips.get(1)).extracting(Mark::agent).doesNotContain(LIZ).hasSize(3);
		this.answers.get(1).tryEmitEmpty();
		assertThat(others).allMatch(CompletableFuture::isDone);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		this.answers.get(2).tryEmitEmpty();
		assertThat(first).isCompleted();
		assertThat(second).isNotDone();
		this.answers.get(3).tryEmitEmpty();
		assertThat(second).isCompleted();
		assertThat(this.trips.subList(2, 4)).extracting((trip) -> trip.get(0).active()).containsExactly(true, false);
	}

	@Test
	void storesTheOthersOfATripOnceIfOneIsLocked() {
		mark(0, 1);
		List<CompletableFuture<Void>> marks = mark(1, 4);
		this.answers.get(0).tryEmitEmpty();
		this.answers.get(1).tryEmitError(new LockedAgentsException(List.of(AgentIdentity.ofId("agent2"))));
		assertThat(marks).extracting(CompletableFuture::isDone).containsExactly(true, false, true);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.trips.get(2)).extracting(Mark::agent).containsExactly(AgentIdentity.ofId("agent2"));
	}

	@Test
	void givesALockedAgentUpAfterAWhileAndSaysThatItIsNotMarked() {
		CompletableFuture<Void> mark = this.queue.add(Mark.active(LIZ, null));
		for (int i = 0; i < 30 && !mark.isDone(); i++) {
			this.answers.get(i).tryEmitError(new LockedAgentsException(List.of(LIZ)));
			this.time.advanceTimeBy(Duration.ofMillis(250));
		}
		assertThat(this.trips).hasSize(20);
		assertFailed(mark, false, "has locked it in the store");
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
