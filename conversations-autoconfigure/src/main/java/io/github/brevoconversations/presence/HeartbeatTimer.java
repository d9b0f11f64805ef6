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
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Makes the heartbeat beat while it is started: when something is due, on request, and
 * periodically in any case. Beats never overlap; one that is requested during another
 * follows it.
 * <p>
 * Whatever a beat throws, the next one comes. A watchdog, on Reactor's timer, gives up a
 * beat that does not end, and beats if the scheduler does not. Thread-safe.
 */
final class HeartbeatTimer {

	private final TaskScheduler scheduler;

	private final ScheduledTaskRegistrar registrar = new ScheduledTaskRegistrar();

	private final HeartbeatSettings settings;

	private final Duration period;

	private final Clock clock;

	private final HeartbeatLog log;

	private final Supplier<Mono<Duration>> work;

	private final AtomicInteger requested = new AtomicInteger();

	private final AtomicBoolean watching = new AtomicBoolean();

	private final AtomicReference<@Nullable Disposable> watchdog = new AtomicReference<>();

	private volatile @Nullable Beat current;

	private volatile Instant lastEnded = Instant.MIN;

	private volatile Instant lastTick = Instant.MIN;

	private volatile boolean late;

	private @Nullable ScheduledTask task;

	private @Nullable ScheduledFuture<?> nextBeat;

	private Instant nextBeatAt = Instant.MAX;

	private volatile boolean enabled;

	/**
	 * Create a timer.
	 * @param scheduler the scheduler to beat on
	 * @param settings how agents are pinged
	 * @param clock the clock
	 * @param log the log
	 * @param work makes one beat, and returns the time until the next one is needed, or
	 * nothing if that is unknown
	 */
	HeartbeatTimer(TaskScheduler scheduler, HeartbeatSettings settings, Clock clock, HeartbeatLog log,
			Supplier<Mono<Duration>> work) {
		this.scheduler = scheduler;
		this.registrar.setTaskScheduler(scheduler);
		this.settings = settings;
		Duration period = settings.interval().dividedBy(Tuning.TICKS_PER_INTERVAL);
		Duration longest = settings.scaled(Tuning.TICK);
		this.period = (period.compareTo(longest) < 0) ? period : longest;
		this.clock = clock;
		this.log = log;
		this.work = work;
	}

	synchronized void enable() {
		this.enabled = true;
		this.requested.set(0);
		this.current = null;
	}

	/**
	 * Start beating if the timer is enabled. If it is beating already, beat once more,
	 * now.
	 */
	synchronized void startOrBeatNow() {
		if (!this.enabled) {
			return;
		}
		try {
			if (this.task != null) {
				ScheduledFuture<?> unused = this.scheduler.schedule(new Tick(), this.scheduler.getClock().instant());
			}
			else {
				this.lastEnded = this.clock.instant();
				this.lastTick = this.lastEnded;
				this.task = this.registrar
					.scheduleFixedRateTask(new FixedRateTask(new Tick(), this.period, Duration.ZERO));
				watchBy(Schedulers.parallel()
					.schedulePeriodically(this::watch, this.period.toMillis(), this.period.toMillis(),
							TimeUnit.MILLISECONDS));
			}
		}
		catch (TaskRejectedException ex) {
			this.log.debug(ex, "The scheduler no longer accepts tasks");
		}
	}

	/**
	 * Beat after a time, unless a beat is already planned before that.
	 * @param delay the time
	 */
	void beatIn(Duration delay) {
		Duration least = this.settings.scaled(Tuning.LEAST_BEAT_GAP);
		schedule((delay.compareTo(least) > 0) ? delay : least);
	}

	private synchronized void schedule(Duration delay) {
		Instant at = this.clock.instant().plus(delay);
		if (this.task == null || !at.isBefore(this.nextBeatAt)) {
			return;
		}
		cancelNextBeat();
		try {
			this.nextBeat = this.scheduler.schedule(this::nextBeat, this.scheduler.getClock().instant().plus(delay));
			this.nextBeatAt = at;
		}
		catch (TaskRejectedException ex) {
			this.log.debug(ex, "The scheduler no longer accepts tasks");
		}
	}

	private void nextBeat() {
		synchronized (this) {
			this.nextBeat = null;
			this.nextBeatAt = Instant.MAX;
		}
		beat();
	}

	/**
	 * Stop beating if the condition holds. It is checked under the lock that a start
	 * takes, so no start comes in between.
	 * @param condition the condition
	 * @return whether the timer was stopped
	 */
	synchronized boolean stopIf(BooleanSupplier condition) {
		if (this.task == null || !condition.getAsBoolean()) {
			return false;
		}
		cancel();
		return true;
	}

	synchronized void disable() {
		this.enabled = false;
		cancel();
		Beat beat = this.current;
		if (beat != null) {
			beat.giveUp();
		}
	}

	private void cancel() {
		if (this.task != null) {
			this.task.cancel(false);
			this.task = null;
		}
		cancelNextBeat();
		watchBy(null);
	}

	private void watchBy(@Nullable Disposable watchdog) {
		Disposable former = this.watchdog.getAndSet(watchdog);
		if (former != null) {
			former.dispose();
		}
	}

	private void cancelNextBeat() {
		if (this.nextBeat != null) {
			this.nextBeat.cancel(false);
			this.nextBeat = null;
		}
		this.nextBeatAt = Instant.MAX;
	}

	synchronized Set<ScheduledTask> scheduledTasks() {
		return (this.task != null) ? Set.of(this.task) : Set.of();
	}

	/**
	 * Return since when no beat has ended, if that is too long.
	 * @return the end of the last beat, or {@code null} if all is well
	 */
	synchronized @Nullable Instant stalledSince() {
		Instant latest = this.lastEnded.plus(this.settings.onlineWindow().dividedBy(Tuning.STALLED_PART));
		return (this.task != null && this.clock.instant().isAfter(latest)) ? this.lastEnded : null;
	}

	/**
	 * Beat now, or once more after the current beat.
	 */
	void beat() {
		if (this.enabled && this.requested.getAndIncrement() == 0) {
			drain();
		}
	}

	private void drain() {
		Beat beat;
		do {
			beat = new Beat(this.requested.get());
			this.current = beat;
			beat.begin();
		}
		while (beat.isDone() && beat.isFollowed());
	}

	private void watch() {
		if (!this.watching.compareAndSet(false, true)) {
			return;
		}
		try {
			Instant now = this.clock.instant();
			Beat beat = this.current;
			if (beat != null && beat.isUnderWaySince(now.minus(this.settings.scaled(Tuning.LONGEST_BEAT)))) {
				this.log.warn(null, "A beat has not ended after %s seconds and is abandoned; the next one follows",
						Duration.between(beat.begun, now).toSeconds());
				beat.giveUp();
				this.requested.set(0);
				beat();
			}
			else if (now.isAfter(this.lastTick.plus(this.period.multipliedBy(Tuning.LATE_TICKS)))) {
				schedulerIsLate();
				beat();
			}
		}
		catch (Throwable ex) {
			this.log.error(ex, "The watchdog of the heartbeat failed; it continues");
		}
		finally {
			this.watching.set(false);
		}
	}

	private void schedulerIsLate() {
		if (!this.late) {
			this.late = true;
			this.log.warn(null,
					"The scheduler has run no beat for %s seconds, because other tasks block its threads. "
							+ "Pinging continues on another thread; give the scheduler more threads",
					this.period.multipliedBy(Tuning.LATE_TICKS).toSeconds());
		}
	}

	/**
	 * One beat, which ends exactly once, whatever happens.
	 */
	private final class Beat {

		private final int seen;

		private final Instant begun = HeartbeatTimer.this.clock.instant();

		private final AtomicBoolean ended = new AtomicBoolean();

		private final AtomicBoolean passedOn = new AtomicBoolean();

		private final Disposable.Swap subscription = Disposables.swap();

		private volatile boolean givenUp;

		private Beat(int seen) {
			this.seen = seen;
		}

		private void begin() {
			try {
				this.subscription.update(HeartbeatTimer.this.work.get()
					.subscribe(HeartbeatTimer.this::beatIn, this::failed, () -> end(true)));
			}
			catch (Throwable ex) {
				// Reactor throws errors that it considers fatal
				failed(ex);
			}
		}

		private void failed(Throwable failure) {
			HeartbeatTimer.this.log.error(failure, "A beat failed; the next one follows");
			end(true);
		}

		private void end(boolean proceed) {
			if (!this.ended.compareAndSet(false, true)) {
				return;
			}
			HeartbeatTimer.this.lastEnded = HeartbeatTimer.this.clock.instant();
			if (proceed && isDone() && isFollowed()) {
				drain();
			}
		}

		/**
		 * Return whether this is the second call: the beat has ended, and the method that
		 * began it has returned. Only whichever of the two comes second may continue, so
		 * that beats that end at once do not deepen the stack.
		 * @return whether to continue
		 */
		private boolean isDone() {
			return this.passedOn.getAndSet(true);
		}

		private boolean isFollowed() {
			return !this.givenUp && HeartbeatTimer.this.requested.addAndGet(-this.seen) != 0;
		}

		private boolean isUnderWaySince(Instant time) {
			return !this.ended.get() && !this.begun.isAfter(time);
		}

		private void giveUp() {
			this.givenUp = true;
			this.subscription.dispose();
			this.ended.set(true);
		}

	}

	/**
	 * The periodic task, with a readable name for lists of scheduled tasks.
	 */
	private final class Tick implements Runnable {

		@Override
		public void run() {
			HeartbeatTimer.this.lastTick = HeartbeatTimer.this.clock.instant();
			HeartbeatTimer.this.late = false;
			beat();
		}

		@Override
		public String toString() {
			return AgentPresenceHeartbeat.class.getName();
		}

	}

}
