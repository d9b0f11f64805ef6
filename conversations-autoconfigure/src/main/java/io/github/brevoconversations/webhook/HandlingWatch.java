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

package io.github.brevoconversations.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Ends handlings that take too long: first interrupts or cancels them, and then abandons
 * those whose thread is still running. Looks only while there are handlings, and only
 * when the next of them could take too long.
 */
final class HandlingWatch {

	/**
	 * How long a handling may continue after it was interrupted.
	 */
	static final Duration GRACE = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	private final Scheduler timer;

	private final Duration timeout;

	private final Collection<HandlingTask> tasks;

	private final Consumer<HandlingTask> onHung;

	private final Consumer<HandlingTask> onNeverBegun;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/**
	 * Create a watch.
	 * @param timer the timer
	 * @param timeout how long a handling may take
	 * @param tasks the handlings
	 * @param onHung called with one that continues although it was interrupted
	 * @param onNeverBegun called with one that no thread begins
	 */
	HandlingWatch(Scheduler timer, Duration timeout, Collection<HandlingTask> tasks, Consumer<HandlingTask> onHung,
			Consumer<HandlingTask> onNeverBegun) {
		this.timer = timer;
		this.timeout = timeout;
		this.tasks = tasks;
		this.onHung = onHung;
		this.onNeverBegun = onNeverBegun;
	}

	/**
	 * Start watching, because a handling was added.
	 */
	void watch() {
		if (this.scheduled.compareAndSet(false, true)) {
			lookIn(this.timeout);
		}
	}

	private void lookIn(Duration delay) {
		Duration longest = (delay.compareTo(LONGEST) < 0) ? delay : LONGEST;
		Duration bounded = (longest.compareTo(SHORTEST) > 0) ? longest : SHORTEST;
		try {
			this.timer.schedule(this::look, bounded.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (Throwable ex) {
			// such as a lack of threads, after which the next handling is to be watched
			this.scheduled.set(false);
			throw ex;
		}
	}

	private void look() {
		Duration next = this.timeout;
		for (HandlingTask task : this.tasks) {
			Duration left = check(task);
			next = (left.compareTo(next) < 0) ? left : next;
		}
		if (!this.tasks.isEmpty()) {
			lookIn(next);
			return;
		}
		this.scheduled.set(false);
		if (!this.tasks.isEmpty()) {
			watch();
		}
	}

	// Returns the time until the next look at the task
	private Duration check(HandlingTask task) {
		Duration over = task.duration().minus(this.timeout);
		try {
			if (task.isEnded()) {
				return this.timeout;
			}
			if (over.isNegative()) {
				return over.negated();
			}
			if (!task.isBegun()) {
				// another attempt may hold its thread that long
				if (over.compareTo(GRACE) < 0) {
					return GRACE.minus(over);
				}
				this.onNeverBegun.accept(task);
				return this.timeout;
			}
			if (task.timeOut()) {
				return GRACE;
			}
			if (over.compareTo(GRACE) < 0) {
				return GRACE.minus(over);
			}
			this.onHung.accept(task);
		}
		catch (Throwable ex) {
			logger.debug("Ending a handling that takes too long failed: " + ex.getClass().getName());
		}
		return GRACE;
	}

}
