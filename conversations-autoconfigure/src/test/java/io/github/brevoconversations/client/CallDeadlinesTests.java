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
import java.util.concurrent.TimeoutException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
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

	private VirtualTimeScheduler time;

	private CallDeadlines deadlines;

	@BeforeEach
	void setUp() {
		this.time = VirtualTimeScheduler.getOrSet();
		this.deadlines = new CallDeadlines(TIMEOUT);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void endsEachCallAtItsOwnTime() {
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
			this.deadlines = new CallDeadlines(timeout);
			call(timeout.toString(), Mono.never());
		}
		advance(Duration.ofSeconds(1));
		assertThat(this.ended).containsExactlyInAnyOrder("PT0.000000001S timed out", "PT0.001S timed out");
	}

	private Disposable call(String name, Mono<String> call) {
		return this.deadlines.bound(new TestCall(name, call), Context.empty())
			.subscribe((value) -> this.ended.add(name + " " + value),
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
