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

package io.github.brevoconversations.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.brevoconversations.autoconfigure.RecordedLog;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallDeadlines}, on virtual time.
 */
class CallDeadlinesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final List<String> ended = new ArrayList<>();

	private final List<String> cancelled = new ArrayList<>();

	// of these tests alone: threads that an earlier test left would use one of all
	// schedulers
	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private CallDeadlines deadlines = new CallDeadlines(TIMEOUT, () -> this.time);

	@Test
	void endsEachCallAtItsDeadline() {
		call("first", Mono.never());
		advance(Duration.ofSeconds(10));
		call("second", Mono.never());
		advance(Duration.ofMillis(19_999));
		assertThat(this.ended).isEmpty();
		advance(Duration.ofMillis(251));
		assertThat(this.ended).containsExactly("first timed out");
		advance(Duration.ofMillis(9_500));
		assertThat(this.ended).hasSize(1);
		advance(Duration.ofMillis(500));
		assertThat(this.ended).containsExactly("first timed out", "second timed out");
		assertThat(this.cancelled).containsExactly("first", "second");
	}

	@ParameterizedTest
	@ValueSource(strings = { "value", "empty", "error", "cancel" })
	void endsNoCallTwice(String kind) {
		Sinks.One<String> response = Sinks.one();
		Disposable call = call("call", response.asMono());
		advance(Duration.ofSeconds(29));
		switch (kind) {
			case "value" -> response.tryEmitValue("response");
			case "empty" -> response.tryEmitEmpty();
			case "error" -> response.tryEmitError(new IllegalStateException("failed"));
			default -> call.dispose();
		}
		List<String> before = List.copyOf(this.ended);
		advance(Duration.ofHours(1));
		assertThat(this.ended).isEqualTo(before).doesNotContain("call timed out");
	}

	@Test
	void endsACallInTimeEvenIfItsResultIsRequestedLate() {
		BaseSubscriber<String> late = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// requests nothing yet
			}

			@Override
			protected void hookOnError(Throwable failure) {
				CallDeadlinesTests.this.ended.add("late " + failure.getMessage());
			}

		};
		this.deadlines.subscribe(late, new TestCall("late", Mono.never()), Context.empty());
		advance(Duration.ofSeconds(10));
		call("other", Mono.never());
		advance(Duration.ofSeconds(10));
		late.request(1);
		advance(Duration.ofMillis(10_251));
		assertThat(this.ended).containsExactly("late timed out");
	}

	@Test
	void endsACallInTimeEvenIfItsResultIsNotRequested() {
		StepVerifier.Step<String> steps = StepVerifier.create(new Mono<String>() {

			@Override
			public void subscribe(CoreSubscriber<? super String> actual) {
				CallDeadlinesTests.this.deadlines.subscribe(actual, new TestCall("call", Mono.never()),
						Context.empty());
			}

		}, 0);
		steps.then(() -> advance(Duration.ofMillis(30_251))).expectErrorMessage("timed out").verify(TIMEOUT);
	}

	@Test
	void schedulesNothingWhileThereIsNoCall() {
		for (int i = 0; i < 1000; i++) {
			call("call", Mono.just("response"));
		}
		assertThat(this.time.getScheduledTaskCount()).isLessThan(5);
		advance(Duration.ofSeconds(1));
		long scheduled = this.time.getScheduledTaskCount();
		advance(Duration.ofHours(10));
		assertThat(this.time.getScheduledTaskCount()).isEqualTo(scheduled).isLessThan(5);
	}

	@Test
	void worksAgainAfterItWasIdle() {
		call("first", Mono.just("response"));
		advance(Duration.ofHours(1));
		call("second", Mono.never());
		advance(Duration.ofSeconds(31));
		assertThat(this.ended).containsExactly("first response", "second timed out");
	}

	@Test
	void keepsNoCallThatHasEnded() {
		call("hangs", Mono.never());
		for (int i = 0; i < 100; i++) {
			call("call", Mono.just("response"));
		}
		advance(Duration.ofSeconds(1));
		assertThat(this.deadlines).extracting("calls").asInstanceOf(InstanceOfAssertFactories.COLLECTION).hasSize(1);
	}

	@Test
	void endsCallsWhoseTimeIsVeryLongOrVeryShort() {
		for (Duration timeout : List.of(Duration.ofNanos(1), Duration.ofMillis(1),
				Duration.ofSeconds(Long.MAX_VALUE))) {
			this.deadlines = new CallDeadlines(timeout, () -> this.time);
			call(timeout.toString(), Mono.never());
		}
		advance(Duration.ofSeconds(1));
		assertThat(this.ended).containsExactlyInAnyOrder("PT0.000000001S timed out", "PT0.001S timed out");
	}

	@Test
	void endsCallsAgainAfterTheThreadsOfItsTimerHadEnded() {
		VirtualTimeScheduler ended = VirtualTimeScheduler.create();
		ended.dispose();
		List<VirtualTimeScheduler> schedulers = new ArrayList<>(List.of(ended));
		this.deadlines = new CallDeadlines(TIMEOUT, () -> schedulers.get(0));
		call("first", Mono.never());
		schedulers.set(0, this.time);
		call("second", Mono.never());
		advance(TIMEOUT.plusSeconds(1));
		assertThat(this.ended).contains("second timed out");
	}

	@Test
	void endsCallsAgainAfterItsTimerWasExchangedWithWhatItHadPlanned() {
		VirtualTimeScheduler exchanged = VirtualTimeScheduler.create();
		List<VirtualTimeScheduler> schedulers = new ArrayList<>(List.of(exchanged));
		this.deadlines = new CallDeadlines(TIMEOUT, () -> schedulers.get(0));
		call("first", Mono.never());
		exchanged.dispose();
		schedulers.set(0, this.time);
		call("second", Mono.never());
		advance(TIMEOUT.plusSeconds(1));
		assertThat(this.ended).containsExactly("first timed out", "second timed out");
	}

	@Test
	void endsCallsAgainAfterItsTimerHadNoThread() {
		List<InternalError> failures = new ArrayList<>(List.of(new InternalError("no thread")));
		VirtualTimeScheduler time = new VirtualTimeScheduler(false) {

			@Override
			public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
				if (!failures.isEmpty()) {
					throw failures.remove(0);
				}
				return super.schedule(task, delay, unit);
			}

		};
		this.deadlines = new CallDeadlines(TIMEOUT, () -> time);
		call("first", Mono.never());
		call("second", Mono.never());
		time.advanceTimeBy(TIMEOUT.plusSeconds(1));
		assertThat(this.ended).containsExactly("first no thread", "second timed out");
	}

	@Test
	void looksAtCallsOnOneOfTwoTimers() {
		VirtualTimeScheduler other = VirtualTimeScheduler.create();
		List<VirtualTimeScheduler> schedulers = new ArrayList<>(List.of(other));
		this.deadlines = new CallDeadlines(TIMEOUT, () -> schedulers.get(0));
		call("first", Mono.never());
		schedulers.set(0, this.time);
		call("second", Mono.never());
		other.advanceTimeBy(Duration.ofSeconds(10));
		long planned = other.getScheduledTaskCount();
		other.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(other.getScheduledTaskCount()).isEqualTo(planned);
		advance(TIMEOUT.plusSeconds(1));
		assertThat(this.ended).containsExactly("first timed out", "second timed out");
	}

	@Test
	void endsACallWhoseCancellationFails() {
		try (RecordedLog log = new RecordedLog("io.github.brevoconversations", "reactor")) {
			call("first", Mono.<String>never().doOnCancel(() -> {
				throw new NoClassDefFoundError("the application's");
			}));
			call("second", Mono.never());
			advance(TIMEOUT.plusSeconds(1));
			assertThat(this.ended).containsExactly("first timed out", "second timed out");
			assertThat(log.lines()).anyMatch((line) -> line.contains("the application's"));
		}
	}

	private Disposable call(String name, Mono<String> call) {
		CallDeadlines deadlines = this.deadlines;
		return new Mono<String>() {

			@Override
			public void subscribe(CoreSubscriber<? super String> actual) {
				deadlines.subscribe(actual, new TestCall(name, call), Context.empty());
			}

		}.subscribe((value) -> this.ended.add(name + " " + value),
				(failure) -> this.ended.add(name + " " + failure.getMessage()));
	}

	private void advance(Duration duration) {
		this.time.advanceTimeBy(duration);
	}

	private final class TestCall implements CallDeadlines.Call<String> {

		private final String name;

		private final Mono<String> call;

		TestCall(String name, Mono<String> call) {
			this.name = name;
			this.call = call;
		}

		@Override
		public Mono<String> make() {
			return this.call.doOnCancel(() -> CallDeadlinesTests.this.cancelled.add(this.name));
		}

		@Override
		public void giveUp() {
			// its cancellation says it
		}

		@Override
		public Throwable timedOut() {
			return new TimeoutException("timed out");
		}

	}

}
