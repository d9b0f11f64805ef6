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
import java.util.Objects;

import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.client.RateLimitObserver;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keeps track of Brevo's rate limit between the responses that report it. An
 * {@link AgentPresenceHeartbeat} adapts to the rate limit only if its tracker observes
 * the client that it pings with.
 * <p>
 * Brevo does not document whether it counts pings and messages together. The reports of
 * other operations apply to pings as long as they agree with the reports of pings. If
 * they contradict those, pings have their own limit, and the reports of other operations
 * are ignored from then on. Thread-safe.
 */
public final class RateLimitTracker implements RateLimitObserver {

	private static final String PING = "pingAgentOnline";

	private final Clock clock;

	private final int reservedForPings;

	private @Nullable Window window;

	private @Nullable Window lastPing;

	private @Nullable Window lastOther;

	private boolean pingsCountedApart;

	private Instant hourBegan = Instant.EPOCH;

	private long messagesInHour;

	private long messagesInHourBefore;

	private AccountUpdate.@Nullable Observation reported;

	private Instant reportedAt = Instant.EPOCH;

	/**
	 * Create a tracker that does not know a rate limit yet.
	 */
	public RateLimitTracker() {
		this(0);
	}

	/**
	 * Create a tracker that does not know a rate limit yet, of a client that reserves
	 * requests for pings. The heartbeat then relies on these requests, however fast other
	 * calls use up the rest.
	 * @param reservedForPings the number of remaining requests that the client
	 * {@linkplain io.github.brevoconversations.client.ConversationsClientBuilder#reservedForPings(int)
	 * reserves for pings}; not negative
	 * @throws IllegalArgumentException if the number is negative
	 */
	public RateLimitTracker(int reservedForPings) {
		this(new MonotonicClock(), reservedForPings);
	}

	RateLimitTracker(Clock clock) {
		this(clock, 0);
	}

	RateLimitTracker(Clock clock, int reservedForPings) {
		Assert.isTrue(reservedForPings >= 0, "The number of requests reserved for pings must not be negative.");
		this.clock = clock;
		this.reservedForPings = reservedForPings;
	}

	int reservedForPings() {
		return this.reservedForPings;
	}

	@Override
	public synchronized void observe(String operation, RateLimit rateLimit) {
		Window report = Window.of(rateLimit, this.clock.instant());
		if (report == null) {
			return;
		}
		boolean ping = PING.equals(operation);
		Window ofOtherKind = ping ? this.lastOther : this.lastPing;
		if (!this.pingsCountedApart && ofOtherKind != null && report.contradicts(ofOtherKind)) {
			this.pingsCountedApart = true;
			this.window = null;
		}
		if (ping) {
			this.lastPing = report;
			observe(rateLimit);
			return;
		}
		this.lastOther = report;
		turnHour();
		this.messagesInHour++;
		if (ofOtherKind == null) {
			show(report);
		}
		else if (!this.pingsCountedApart && report.isOfSameLimit(ofOtherKind)) {
			observe(rateLimit);
		}
	}

	@Override
	public synchronized void observe(RateLimit rateLimit) {
		Instant now = this.clock.instant();
		Window reported = Window.of(rateLimit, now);
		if (reported != null) {
			this.reported = new AccountUpdate.Observation(reported.limit(), reported.remaining(), reported.length(),
					Duration.ZERO);
			this.reportedAt = now;
			show(reported);
		}
	}

	private void show(Window reported) {
		Instant now = this.clock.instant();
		Window current = this.window;
		if (current != null && current.follows(reported)) {
			return;
		}
		this.window = (current != null && current.isContinuedBy(reported, now)) ? current.with(reported.remaining())
				: reported;
	}

	/**
	 * Return the current rate limit: the last report, or once its window has ended, the
	 * expected next window.
	 * @return the rate limit, with the time from now until its reset, or {@code null} if
	 * Brevo has not reported one
	 */
	public synchronized @Nullable RateLimit current() {
		Window current = currentWindow();
		return (current != null) ? new RateLimit(current.limit(), current.remaining(), timeLeft(current)) : null;
	}

	/**
	 * Return how many requests other than pings the client has recently made, of those
	 * whose responses report the rate limit.
	 * @return the number of requests in the last one to two hours
	 */
	synchronized long recentMessages() {
		turnHour();
		return this.messagesInHour + this.messagesInHourBefore;
	}

	private void turnHour() {
		Instant now = this.clock.instant();
		if (now.isBefore(this.hourBegan.plus(Tuning.RATE_LIMIT_WINDOW))) {
			return;
		}
		boolean adjacent = now.isBefore(this.hourBegan.plus(Tuning.RATE_LIMIT_WINDOW).plus(Tuning.RATE_LIMIT_WINDOW));
		this.messagesInHourBefore = adjacent ? this.messagesInHour : 0;
		this.messagesInHour = 0;
		this.hourBegan = now;
	}

	/**
	 * Take the last report.
	 * @return the report, or {@code null} if there is no new one
	 */
	synchronized AccountUpdate.@Nullable Observation takeReport() {
		AccountUpdate.Observation reported = this.reported;
		this.reported = null;
		return (reported != null) ? reported.after(Duration.between(this.reportedAt, this.clock.instant())) : null;
	}

	private @Nullable Window currentWindow() {
		Instant now = this.clock.instant();
		if (this.window != null && !now.isBefore(this.window.end())) {
			this.window = this.window.next(now);
		}
		return this.window;
	}

	private Duration timeLeft(Window current) {
		return Duration.between(this.clock.instant(), current.end());
	}

	/**
	 * A window of the rate limit, from its first report until its reset.
	 *
	 * @param limit the limit
	 * @param requests the requests that were left when the window was first seen
	 * @param length the time that was left then
	 * @param remaining the requests that are left
	 * @param end when the limit resets
	 */
	private record Window(@Nullable Long limit, long requests, Duration length, long remaining, Instant end) {

		static @Nullable Window of(RateLimit reported, Instant now) {
			Long limit = reported.limit();
			Long remaining = reported.remaining();
			Duration resetsIn = reported.resetsIn();
			if (remaining != null && resetsIn != null) {
				// reported in whole seconds, and possibly rounded down
				Duration length = (resetsIn.compareTo(Tuning.RATE_LIMIT_WINDOW) < 0) ? resetsIn.plusSeconds(1)
						: Tuning.RATE_LIMIT_WINDOW;
				return new Window(limit, remaining, length, remaining, now.plus(length));
			}
			return (limit != null)
					? new Window(limit, limit, Tuning.RATE_LIMIT_WINDOW, limit, now.plus(Tuning.RATE_LIMIT_WINDOW))
					: null;
		}

		boolean isOfSameLimit(Window other) {
			return Objects.equals(this.limit, other.limit) && isAbout(this.end, other.end, Tuning.RESET_TOLERANCE);
		}

		/**
		 * Return whether this report cannot be about the same limit as an earlier one:
		 * more remains, although there was no reset in between.
		 * @param earlier the earlier report
		 * @return whether the two contradict each other
		 */
		boolean contradicts(Window earlier) {
			return reported().isAfter(earlier.reported().plus(Tuning.LATE_REPORT)) && reported().isBefore(earlier.end)
					&& isAbout(this.end, earlier.end, Tuning.REPORT_TOLERANCE)
					&& this.remaining > earlier.remaining + Tuning.LARGE_DIFFERENCE;
		}

		private Instant reported() {
			return this.end.minus(this.length);
		}

		private static boolean isAbout(Instant one, Instant other, Duration tolerance) {
			return Duration.between(one, other).abs().compareTo(tolerance) <= 0;
		}

		boolean isContinuedBy(Window reported, Instant now) {
			return now.isBefore(this.end) && !reported.end.isAfter(this.end.plus(Tuning.REPORT_TOLERANCE))
					&& Objects.equals(this.limit, reported.limit);
		}

		/**
		 * Return whether this window begins where the reported one ends. A response from
		 * just before the reset may arrive after this window began, and the reset may
		 * come later than expected; what remains of the old window does not apply to this
		 * one.
		 * @param reported a window that was reported
		 * @return whether this window follows it
		 */
		boolean follows(Window reported) {
			return reported.end.isBefore(this.end.minus(Tuning.REPORT_TOLERANCE))
					&& !reported.end.isAfter(this.end.minus(this.length).plus(Tuning.REPORT_TOLERANCE));
		}

		/**
		 * Return this window with the reported requests left, unless fewer are already
		 * known: responses may arrive out of order.
		 * @param reported the requests that are left, as reported
		 * @return the updated window
		 */
		Window with(long reported) {
			return new Window(this.limit, this.requests, this.length, Math.min(this.remaining, reported), this.end);
		}

		/**
		 * Return the next window, as expected before Brevo reports it.
		 * @param now the time
		 * @return the next window
		 */
		Window next(Instant now) {
			long requests = (this.limit != null) ? this.limit : this.requests;
			return new Window(this.limit, requests, this.length, requests, now.plus(this.length));
		}

	}

}
