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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeartbeatTimer}, on virtual time.
 */
class HeartbeatTimerTests {

	private final List<Long> beats = new ArrayList<>();

	/**
	 * What the next beats do. All later ones do nothing.
	 */
	private final Deque<Supplier<Mono<Duration>>> work = new ArrayDeque<>();

	private ManualTaskScheduler scheduler;

	private Instant start;

	private HeartbeatTimer timer;

	@BeforeEach
	void setUp() {
		this.scheduler = ManualTaskScheduler.ofAllSchedulers();
		this.start = this.scheduler.getClock().instant();
		this.timer = new HeartbeatTimer(this.scheduler, HeartbeatSettings.defaults(), this.scheduler.getClock(),
				new HeartbeatLog(), this::beat);
		this.timer.enable();
	}

	@AfterEach
	void tearDown() {
		this.timer.disable();
		ManualTaskScheduler.reset();
	}

	@Test
	void beatsAtOnceAndThenPeriodically() {
		this.timer.startOrBeatNow();
		advance(12);
		assertThat(this.beats).containsExactly(0L, 5000L, 10_000L);
		assertThat(this.timer.scheduledTasks()).hasSize(1);
	}

	@Test
	void doesNothingUnlessItIsEnabled() {
		this.timer.disable();
		this.timer.startOrBeatNow();
		this.timer.beat();
		advance(10);
		assertThat(this.beats).isEmpty();
		assertThat(this.timer.scheduledTasks()).isEmpty();
	}

	@Test
	void beatsWhenThePreviousBeatAsksForIt() {
		this.work.add(() -> Mono.just(Duration.ofSeconds(2)));
		this.timer.startOrBeatNow();
		advance(5);
		assertThat(this.beats).containsExactly(0L, 2000L, 5000L);
	}

	@Test
	void plansOnlyTheEarliestBeat() {
		this.timer.startOrBeatNow();
		advance(0);
		this.timer.beatIn(Duration.ofSeconds(4));
		this.timer.beatIn(Duration.ofSeconds(2));
		this.timer.beatIn(Duration.ofSeconds(3));
		advance(5);
		assertThat(this.beats).containsExactly(0L, 2000L, 5000L);
	}

	@Test
	void leavesAGapBetweenTwoBeats() {
		this.timer.startOrBeatNow();
		advance(0);
		this.timer.beatIn(Duration.ZERO);
		advance(1);
		assertThat(this.beats).containsExactly(0L, 20L);
	}

	@Test
	void beatsAgainIfItIsStartedAgain() {
		this.timer.startOrBeatNow();
		advance(0);
		this.timer.startOrBeatNow();
		advance(0);
		assertThat(this.beats).containsExactly(0L, 0L);
		assertThat(this.timer.scheduledTasks()).hasSize(1);
	}

	@Test
	void beatsOnceMoreAfterABeatDuringWhichOthersWereRequested() {
		Sinks.Empty<Duration> first = Sinks.empty();
		this.work.add(first::asMono);
		this.timer.startOrBeatNow();
		advance(0);
		this.timer.beat();
		this.timer.beat();
		assertThat(this.beats).hasSize(1);
		first.tryEmitEmpty();
		assertThat(this.beats).hasSize(2);
	}

	@Test
	void continuesAfterFailures() {
		this.work.add(() -> Mono.error(new IllegalStateException("A store that fails")));
		this.work.add(() -> {
			throw new NoClassDefFoundError("AClassOfTheStore");
		});
		this.timer.startOrBeatNow();
		advance(10);
		assertThat(this.beats).containsExactly(0L, 5000L, 10_000L);
	}

	@Test
	void abandonsABeatThatDoesNotEnd() {
		AtomicBoolean cancelled = new AtomicBoolean();
		this.work.add(() -> Mono.<Duration>never().doOnCancel(() -> cancelled.set(true)));
		this.timer.startOrBeatNow();
		advance(14);
		assertThat(this.beats).containsExactly(0L);
		assertThat(cancelled).isFalse();
		advance(2);
		assertThat(this.beats).startsWith(0L, 15_000L);
		assertThat(cancelled).isTrue();
	}

	@Test
	void beatsOnAnotherThreadIfTheSchedulerIsBlocked() {
		this.timer.startOrBeatNow();
		advance(0);
		this.scheduler.block();
		advance(25);
		assertThat(this.beats).containsExactly(0L, 20_000L, 25_000L);
	}

	@Test
	void reportsSinceWhenNoBeatHasEnded() {
		for (int i = 0; i < 20; i++) {
			this.work.add(Mono::never);
		}
		this.timer.startOrBeatNow();
		advance(60);
		assertThat(this.timer.stalledSince()).isNull();
		advance(1);
		assertThat(this.timer.stalledSince()).isEqualTo(this.start);
		this.work.clear();
		advance(20);
		assertThat(this.timer.stalledSince()).isNull();
	}

	@Test
	void stopsIfTheConditionHolds() {
		this.timer.startOrBeatNow();
		advance(0);
		this.timer.beatIn(Duration.ofSeconds(1));
		assertThat(this.timer.stopIf(() -> false)).isFalse();
		assertThat(this.timer.stopIf(() -> true)).isTrue();
		assertThat(this.timer.stopIf(() -> true)).isFalse();
		advance(30);
		assertThat(this.beats).containsExactly(0L);
		assertThat(this.scheduler.size()).isZero();
		assertThat(this.timer.scheduledTasks()).isEmpty();
	}

	@Test
	void givesUpTheCurrentBeatWhenItIsDisabled() {
		AtomicBoolean cancelled = new AtomicBoolean();
		this.work.add(() -> Mono.<Duration>never().doOnCancel(() -> cancelled.set(true)));
		this.timer.startOrBeatNow();
		advance(0);
		this.timer.beat();
		this.timer.disable();
		assertThat(cancelled).isTrue();
		advance(30);
		assertThat(this.beats).containsExactly(0L);
	}

	@Test
	void toleratesASchedulerThatAcceptsNoMoreTasks() {
		this.timer.startOrBeatNow();
		advance(0);
		this.scheduler.shutDown();
		this.timer.startOrBeatNow();
		this.timer.beatIn(Duration.ofSeconds(1));
		assertThat(this.beats).containsExactly(0L);
	}

	private Mono<Duration> beat() {
		this.beats.add(Duration.between(this.start, this.scheduler.getClock().instant()).toMillis());
		return this.work.isEmpty() ? Mono.empty() : this.work.remove().get();
	}

	private void advance(long seconds) {
		this.scheduler.advance(Duration.ofSeconds(seconds));
	}

}
