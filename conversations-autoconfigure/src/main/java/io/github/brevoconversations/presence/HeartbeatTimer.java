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
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Makes the heartbeat beat, on a scheduler, while it is started. Thread-safe.
 */
final class HeartbeatTimer {

	private static final Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private static final Duration MIN_PERIOD = Duration.ofMillis(10);

	private static final Duration MAX_PERIOD = Duration.ofSeconds(1);

	private final TaskScheduler scheduler;

	private final ScheduledTaskRegistrar registrar = new ScheduledTaskRegistrar();

	private final Duration period;

	private final Runnable beat;

	private @Nullable ScheduledTask task;

	private boolean enabled;

	HeartbeatTimer(TaskScheduler scheduler, Duration interval, Runnable beat) {
		this.scheduler = scheduler;
		this.registrar.setTaskScheduler(scheduler);
		this.period = period(interval);
		this.beat = new Beat(beat);
	}

	private static Duration period(Duration interval) {
		Duration period = interval.dividedBy(60);
		if (period.compareTo(MIN_PERIOD) < 0) {
			return MIN_PERIOD;
		}
		return (period.compareTo(MAX_PERIOD) > 0) ? MAX_PERIOD : period;
	}

	synchronized void enable() {
		this.enabled = true;
	}

	/**
	 * Start to beat, if that is enabled. Where that is done already, beat once more, now.
	 */
	synchronized void startOrBeatNow() {
		if (!this.enabled) {
			return;
		}
		try {
			if (this.task != null) {
				ScheduledFuture<?> unused = this.scheduler.schedule(this.beat, this.scheduler.getClock().instant());
			}
			else {
				this.task = this.registrar
					.scheduleFixedRateTask(new FixedRateTask(this.beat, this.period, Duration.ZERO));
			}
		}
		catch (TaskRejectedException ex) {
			logger.debug("The scheduler accepts no tasks any more", ex);
		}
	}

	/**
	 * Stop to beat if, with no start in between, the condition holds.
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
	}

	private void cancel() {
		if (this.task != null) {
			this.task.cancel(false);
			this.task = null;
		}
	}

	synchronized Set<ScheduledTask> scheduledTasks() {
		return (this.task != null) ? Set.of(this.task) : Set.of();
	}

	/**
	 * A beat that never throws, and that reads well in a list of scheduled tasks.
	 *
	 * @param delegate what to run
	 */
	private record Beat(Runnable delegate) implements Runnable {

		@Override
		public void run() {
			try {
				this.delegate.run();
			}
			catch (Throwable ex) {
				logger.error("A beat failed; the next one follows", ex);
			}
		}

		@Override
		public String toString() {
			return AgentPresenceHeartbeat.class.getName();
		}

	}

}
