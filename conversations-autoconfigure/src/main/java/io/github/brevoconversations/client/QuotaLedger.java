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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * What is left of Brevo's rate limit for calls other than pings: what Brevo reported
 * last, less what may have been used since. While that is uncertain, before the first
 * response and after each reset, one call at a time finds it out, unless nothing is
 * reserved for pings. If Brevo never reports it, the reserve cannot be kept, and calls
 * are free. Thread-safe.
 */
final class QuotaLedger {

	/**
	 * The time by which two reports of the same reset may differ: they are in whole
	 * seconds, and a response takes time.
	 */
	private static final long TOLERANCE = Duration.ofSeconds(5).toMillis();

	/**
	 * Reset times are in whole seconds and may be rounded down. Shortly before the reset,
	 * calls would otherwise find out again and again that it has not come yet.
	 */
	private static final long SHORTEST_WINDOW = Duration.ofSeconds(1).toMillis();

	/**
	 * After how long one call finds out what is left if nothing else shows it: Brevo
	 * reported no reset, or lost calls may have used it up.
	 */
	private static final long LOOK_INTERVAL = Duration.ofMinutes(1).toMillis();

	/**
	 * Brevo's windows last an hour.
	 */
	private static final long WINDOW = Duration.ofHours(1).toMillis();

	/**
	 * The time after which a response certainly belongs to a later request.
	 */
	private static final long LATE_RESPONSE = Duration.ofSeconds(15).toMillis();

	private final int reserve;

	private @Nullable Long limit;

	private @Nullable Long remaining;

	private long resetsAt;

	private boolean resetReported;

	private boolean silent;

	// whether what remains is only expected after a reset
	private boolean expected;

	private long pausedUntil = Long.MIN_VALUE;

	// when requests ended that may have been counted, but reported nothing, unless a
	// later report includes them
	private final Deque<Long> lost = new ArrayDeque<>();

	private long reports;

	QuotaLedger(int reserve) {
		this.reserve = reserve;
	}

	/**
	 * Record what a response reports.
	 * @param reported the rate limit, or {@code null} if the response reports none
	 * @param ofBrevo whether it would have reported what remains if Brevo did so at all
	 */
	synchronized void responded(@Nullable RateLimit reported, boolean ofBrevo) {
		long now = now();
		expire(now);
		this.limit = (reported != null && reported.limit() != null) ? reported.limit() : this.limit;
		Long left = (reported != null) ? reported.remaining() : null;
		if (reported != null && left != null) {
			this.reports++;
			this.silent = false;
			reported(left, reported.resetsIn(), now);
		}
		else if (ofBrevo) {
			// Brevo does not report anymore what is left, so that it would never become
			// certain
			this.expected = false;
			this.silent = this.remaining == null;
		}
	}

	private void reported(long left, @Nullable Duration resetsIn, long now) {
		long at = now + ((resetsIn != null) ? Math.max(resetsIn.toMillis(), SHORTEST_WINDOW) : LOOK_INTERVAL);
		Long known = this.remaining;
		if (known != null && !this.expected && this.resetReported && resetsIn != null) {
			if (Math.abs(at - this.resetsAt) <= TOLERANCE) {
				// responses may arrive out of order, and the one that reports more was
				// sent earlier
				if (left <= known) {
					adopt(left, this.resetsAt, true);
					forgetLost(now);
				}
				return;
			}
			if (at < this.resetsAt && at <= now + TOLERANCE) {
				// a late response of the window before
				return;
			}
		}
		adopt(left, at, resetsIn != null);
		forgetLost(now);
	}

	private void adopt(@Nullable Long left, long at, boolean resetReported) {
		this.remaining = left;
		this.resetsAt = at;
		this.resetReported = resetReported;
		this.expected = false;
	}

	// those that ended by then are included in what is reported, or in the window before
	private void forgetLost(long by) {
		this.lost.removeIf((endedAt) -> endedAt <= by - LATE_RESPONSE);
	}

	private void expire(long now) {
		if (this.remaining != null && now >= this.resetsAt) {
			forgetLost(this.resetsAt);
			adopt(this.limit, now + WINDOW, false);
			this.expected = true;
		}
	}

	/**
	 * Record that a request may have been used without a report of what is left.
	 */
	synchronized void lost() {
		// otherwise, there is nothing to subtract it from, and perhaps never will be
		if (this.remaining != null) {
			this.lost.add(now());
		}
	}

	/**
	 * Let no call be free for some time.
	 * @param delay the time
	 */
	synchronized void pause(Duration delay) {
		this.pausedUntil = Math.max(this.pausedUntil, now() + delay.toMillis());
	}

	/**
	 * Return how often Brevo has reported what is left.
	 * @return the number of reports
	 */
	synchronized long reports() {
		return this.reports;
	}

	/**
	 * Return when a call that is not a ping may be made.
	 * @param underWay how many calls are being made
	 * @param messages how many of them are not pings
	 * @return zero for now, the time until the reset, or {@code null} if this is unknown
	 * until one of the calls that are under way ends
	 */
	synchronized @Nullable Duration untilFree(int underWay, int messages) {
		long now = now();
		if (now < this.pausedUntil) {
			return Duration.ofMillis(this.pausedUntil - now);
		}
		expire(now);
		Long remaining = this.remaining;
		if (this.reserve == 0) {
			return untilFreeWithoutReserve(remaining, underWay, now);
		}
		// pings do not count here, or the first message would wait for them
		boolean uncertain = (remaining != null) ? this.expected : !this.silent;
		if (uncertain && messages > 0) {
			return null;
		}
		if (remaining == null || remaining - this.lost.size() - underWay > this.reserve) {
			return Duration.ZERO;
		}
		if (remaining - this.lost.size() > this.reserve) {
			// the calls that are under way may have been counted already
			return null;
		}
		if (remaining > this.reserve && messages == 0) {
			long look = this.lost.getLast() + LOOK_INTERVAL;
			return Duration.ofMillis(Math.max(0, Math.min(look, this.resetsAt) - now));
		}
		return Duration.ofMillis(this.resetsAt - now);
	}

	private @Nullable Duration untilFreeWithoutReserve(@Nullable Long remaining, int underWay, long now) {
		if (remaining == null || remaining - this.lost.size() - underWay > 0) {
			return Duration.ZERO;
		}
		if (!this.resetReported || remaining > 0) {
			// only a request can show what is left
			return (underWay == 0) ? Duration.ZERO : null;
		}
		return Duration.ofMillis(this.resetsAt - now);
	}

	/**
	 * Return the time. It does not jump, unlike the system clock.
	 * @return the time in milliseconds
	 */
	static long now() {
		return TimeUnit.NANOSECONDS.toMillis(Schedulers.parallel().now(TimeUnit.NANOSECONDS));
	}

}
