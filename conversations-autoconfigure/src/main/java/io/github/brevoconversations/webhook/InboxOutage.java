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
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Holds claims back after an outage of a shared inbox during which leases may have ended:
 * until each instance has had the time to renew what it holds. Whoever came first would
 * handle again what others are handling, or have handled and could not note.
 */
final class InboxOutage {

	private final Scheduler timer;

	private final Duration harmless;

	private final Duration pause;

	private @Nullable Long failingSince;

	private @Nullable Long pausedUntil;

	/**
	 * Create an outage that has not begun.
	 * @param timer the timer
	 * @param harmless how long an outage may take until leases may end
	 * @param pause how long to hold claims back after a longer one
	 */
	InboxOutage(Scheduler timer, Duration harmless, Duration pause) {
		this.timer = timer;
		this.harmless = harmless;
		this.pause = pause;
	}

	/**
	 * Take note that a claim failed.
	 */
	synchronized void failed() {
		if (this.failingSince == null) {
			this.failingSince = now();
		}
	}

	/**
	 * Return whether only to try whether the inbox is back, without claiming anything.
	 * @return whether leases may have ended
	 */
	synchronized boolean isLong() {
		return this.failingSince != null && now() - this.failingSince > this.harmless.toNanos();
	}

	/**
	 * Take note that a claim succeeded.
	 * @param tried whether that claim was to claim nothing
	 */
	synchronized void ended(boolean tried) {
		this.failingSince = null;
		this.pausedUntil = tried ? now() + this.pause.toNanos() : null;
	}

	/**
	 * Return how long to hold claims back.
	 * @return the time that is left, or zero
	 */
	synchronized Duration left() {
		long left = (this.pausedUntil != null) ? this.pausedUntil - now() : 0;
		return Duration.ofNanos(Math.max(0, left));
	}

	private long now() {
		return this.timer.now(TimeUnit.NANOSECONDS);
	}

}
