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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/**
 * Scheduler whose time passes only when a test says so, together with Reactor's virtual
 * time. Runs everything on the test's thread.
 */
class ManualTaskScheduler implements TaskScheduler {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration STEP = Duration.ofMillis(50);

	private final VirtualTimeScheduler reactorTime;

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparing((Task task) -> task.time).thenComparingLong((task) -> task.number));

	private long scheduled;

	private boolean shutDown;

	private boolean blocked;

	ManualTaskScheduler(VirtualTimeScheduler reactorTime) {
		this.reactorTime = reactorTime;
	}

	/**
	 * Make the time of a test that of all schedulers, until {@link #reset()}. It is never
	 * the factory of Reactor's own test support, which is disposed of if a thread that an
	 * earlier test left asks for a scheduler in the middle of the change.
	 * @return the scheduler
	 */
	static ManualTaskScheduler ofAllSchedulers() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		do {
			Schedulers.setFactory(new VirtualTime(new Undisposable(time)));
		}
		while (!areOf(time));
		return new ManualTaskScheduler(time);
	}

	/**
	 * Give all schedulers the real time again.
	 */
	static void reset() {
		Schedulers.resetFactory();
	}

	/**
	 * Return whether the schedulers are those of the virtual time: a thread that an
	 * earlier test left may have made real ones in the middle of the change.
	 */
	private static boolean areOf(VirtualTimeScheduler time) {
		return Stream.of(Schedulers.parallel(), Schedulers.boundedElastic(), Schedulers.single())
			.allMatch((scheduler) -> scheduler.now(TimeUnit.NANOSECONDS) == time.now(TimeUnit.NANOSECONDS));
	}

	@Override
	public Clock getClock() {
		return new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				throw new UnsupportedOperationException();
			}

			@Override
			public Instant instant() {
				return now();
			}

		};
	}

	void runDue() {
		advance(Duration.ZERO);
	}

	private Instant now() {
		return START.plusNanos(this.reactorTime.now(TimeUnit.NANOSECONDS));
	}

	void advance(Duration duration) {
		Instant end = now().plus(duration);
		boolean before = true;
		while (before) {
			while (isDue()) {
				this.tasks.remove().runOnce();
			}
			before = now().isBefore(end);
			Instant next = (this.blocked || this.tasks.isEmpty()) ? end : this.tasks.peek().time;
			moveTowards(next.isBefore(end) ? next : end);
		}
	}

	private boolean isDue() {
		return !this.blocked && !this.tasks.isEmpty() && !this.tasks.peek().time.isAfter(now());
	}

	/**
	 * Let some time pass, but not more than what separates a response from what is to
	 * follow it.
	 * @param time the time to come nearer to
	 */
	private void moveTowards(Instant time) {
		Duration step = Duration.between(now(), time);
		this.reactorTime.advanceTimeBy((step.compareTo(STEP) < 0) ? step : STEP);
	}

	int size() {
		return (int) this.tasks.stream().filter((task) -> !task.isCancelled()).count();
	}

	/**
	 * Run no task any more, as a scheduler does whose threads are blocked.
	 */
	void block() {
		this.blocked = true;
	}

	void shutDown() {
		this.shutDown = true;
		this.tasks.clear();
	}

	private Task add(Runnable runnable, Instant time, @Nullable Duration period) {
		if (this.shutDown) {
			throw new TaskRejectedException("Shut down");
		}
		Task task = new Task(runnable, time.isBefore(now()) ? now() : time, period, this.scheduled++);
		this.tasks.add(task);
		return task;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		return add(task, startTime, null);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		return add(task, startTime, period);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		return add(task, now(), period);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		throw new UnsupportedOperationException();
	}

	private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

		private final @Nullable Duration period;

		private final long number;

		private Instant time;

		private Task(Runnable runnable, Instant time, @Nullable Duration period, long number) {
			super(runnable, null);
			this.time = time;
			this.period = period;
			this.number = number;
		}

		private void runOnce() {
			if (this.period == null) {
				run();
			}
			else if (runAndReset() && !isCancelled()) {
				this.time = this.time.plus(this.period);
				ManualTaskScheduler.this.tasks.add(this);
			}
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(Duration.between(now(), this.time));
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

		@Override
		public boolean equals(Object obj) {
			return this == obj;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

	/**
	 * Gives virtual time to whoever asks for a scheduler.
	 *
	 * @param scheduler the virtual time
	 */
	private record VirtualTime(Scheduler scheduler) implements Schedulers.Factory {

		@Override
		public Scheduler newBoundedElastic(int threadCap, int queuedTaskCap, ThreadFactory threadFactory,
				int ttlSeconds) {
			return this.scheduler;
		}

		@Override
		public Scheduler newParallel(int parallelism, ThreadFactory threadFactory) {
			return this.scheduler;
		}

		@Override
		public Scheduler newSingle(ThreadFactory threadFactory) {
			return this.scheduler;
		}

	}

	/**
	 * Virtual time that goes on when one of those who use it disposes of its scheduler.
	 *
	 * @param time the virtual time
	 */
	private record Undisposable(VirtualTimeScheduler time) implements Scheduler {

		@Override
		public Disposable schedule(Runnable task) {
			return this.time.schedule(task);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return this.time.schedule(task, delay, unit);
		}

		@Override
		public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
			return this.time.schedulePeriodically(task, initialDelay, period, unit);
		}

		@Override
		public long now(TimeUnit unit) {
			return this.time.now(unit);
		}

		@Override
		public Worker createWorker() {
			return this.time.createWorker();
		}

		@Override
		public void dispose() {
			// others use it
		}

	}

}
