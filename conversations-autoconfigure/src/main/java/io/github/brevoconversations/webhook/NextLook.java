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
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Schedules the next look for events, at the earliest of the times requested since the
 * last look.
 */
final class NextLook {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	private final Scheduler timer;

	private final Runnable look;

	private @Nullable Disposable scheduled;

	private long scheduledFor;

	NextLook(Scheduler timer, Runnable look) {
		this.timer = timer;
		this.look = look;
	}

	/**
	 * Look after a delay, unless an earlier look is scheduled.
	 * @param delay the delay, which is limited to an hour
	 */
	synchronized void in(Duration delay) {
		Duration longest = (delay.compareTo(LONGEST) < 0) ? delay : LONGEST;
		long millis = ((longest.compareTo(SHORTEST) > 0) ? longest : SHORTEST).toMillis();
		// monotonic, unlike its milliseconds
		long time = this.timer.now(TimeUnit.NANOSECONDS) + TimeUnit.MILLISECONDS.toNanos(millis);
		if (this.scheduled == null || time - this.scheduledFor < 0) {
			cancel();
			this.scheduledFor = time;
			this.scheduled = this.timer.schedule(this.look, millis, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Cancel the scheduled look.
	 */
	synchronized void cancel() {
		if (this.scheduled != null) {
			this.scheduled.dispose();
			this.scheduled = null;
		}
	}

}
