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
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests that marks are stored by {@link MarkQueue} whatever went wrong before.
 */
class MarkQueueFaultTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final FaultyTime time = new FaultyTime();

	private Function<Collection<Mark>, Mono<Void>> answer = (marks) -> Mono.empty();

	private MarkQueue queue;

	@BeforeEach
	void setUp() {
		VirtualTimeScheduler.set(this.time);
		ActiveAgentStore store = mock(ActiveAgentStore.class);
		given(store.mark(any())).willAnswer((invocation) -> this.answer.apply(invocation.getArgument(0)));
		this.queue = new MarkQueue(store);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void storesMarksAgainAfterATripCouldNotBegin() {
		this.time.fail(Tuning.STORE_TIMEOUT, new InternalError("no thread"));
		CompletableFuture<Void> first = this.queue.add(Mark.active(LIZ, null));
		this.time.recover();
		CompletableFuture<Void> second = this.queue.add(Mark.inactive(LIZ));
		assertThat(first).isCompletedExceptionally();
		assertThat(second).isCompleted();
	}

	@Test
	void triesALockedAgentAgainAtOnceIfThereIsNoTimer() {
		this.time.fail(Tuning.LOCK_PAUSE, new RejectedExecutionException("disposed of"));
		this.answer = (marks) -> {
			this.answer = (later) -> Mono.empty();
			return Mono.error(new LockedAgentsException(List.of(LIZ)));
		};
		CompletableFuture<Void> first = this.queue.add(Mark.active(LIZ, null));
		CompletableFuture<Void> second = this.queue.add(Mark.inactive(LIZ));
		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
	}

	@Test
	void storesAFullTripOneByOneInAStoreThatRespondsAtOnce() {
		Sinks.Empty<Void> before = Sinks.empty();
		this.answer = (marks) -> before.asMono();
		CompletableFuture<Void> first = this.queue.add(Mark.active(LIZ, null));
		List<CompletableFuture<Void>> marks = IntStream.range(0, Tuning.MOST_IN_ONE_TRIP)
			.mapToObj((i) -> this.queue.add(Mark.active(AgentIdentity.ofId("agent" + i), null)))
			.toList();
		this.answer = (trip) -> (trip.size() > 1) ? Mono.error(new IllegalArgumentException("half a pair"))
				: Mono.empty();
		before.tryEmitEmpty();
		assertThat(first).isCompleted();
		assertThat(marks).allMatch((mark) -> mark.isDone() && !mark.isCompletedExceptionally());
		assertThat(this.queue.add(Mark.inactive(LIZ))).isCompleted();
	}

	/**
	 * Virtual time that cannot plan what is due after a certain delay.
	 */
	private static final class FaultyTime extends VirtualTimeScheduler {

		private Duration delay = Duration.ZERO;

		private Throwable failure;

		FaultyTime() {
			super(false);
		}

		void fail(Duration delay, Throwable failure) {
			this.delay = delay;
			this.failure = failure;
		}

		void recover() {
			this.failure = null;
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			if (unit.toNanos(delay) == this.delay.toNanos()) {
				if (this.failure instanceof Error error) {
					throw error;
				}
				if (this.failure instanceof RuntimeException exception) {
					throw exception;
				}
			}
			return super.schedule(task, delay, unit);
		}

	}

}
