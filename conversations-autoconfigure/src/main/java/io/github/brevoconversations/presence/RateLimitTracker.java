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

/**
 * Keeps track of Brevo's rate limit between the responses that report it. One that is to
 * slow an {@link AgentPresenceHeartbeat} down must observe the client that it pings with.
 * <p>
 * Whether Brevo counts pings and messages together is not documented. What responses to
 * other operations report goes for pings as long as it agrees with what pings report; if
 * it does not, pings have a limit of their own, and it is left out from then on.
 * Thread-safe.
 */
public final class RateLimitTracker implements RateLimitObserver {

	private static final Duration DOCUMENTED_WINDOW = Duration.ofHours(1);

	/**
	 * Brevo reports whole seconds, and a response takes time to arrive.
	 */
	private static final Duration TOLERANCE = Duration.ofSeconds(5);

	/**
	 * More than Brevo counts while a ping is under way.
	 */
	private static final int LARGE_DIFFERENCE = 10;

	/**
	 * Longer than a ping may take: what is told after that was not told before.
	 */
	private static final Duration LONGEST_PING = Duration.ofSeconds(15);

	private static final String PING = "pingAgentOnline";

	private final Clock clock;

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
	 * Create a tracker that knows of no limit yet.
	 */
	public RateLimitTracker() {
		this(new MonotonicClock());
	}

	RateLimitTracker(Clock clock) {
		this.clock = clock;
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
	 * Return the rate limit as it is now, by all that is known.
	 * @return the rate limit, or {@code null} if Brevo has reported none
	 */
	public synchronized @Nullable RateLimit current() {
		Window current = currentWindow();
		return (current != null) ? new RateLimit(current.limit(), current.remaining(), timeLeft(current)) : null;
	}

	/**
	 * Return how many requests that were no pings the client has made of late.
	 * @return the number of requests, of one to two hours
	 */
	synchronized long recentMessages() {
		turnHour();
		return this.messagesInHour + this.messagesInHourBefore;
	}

	private void turnHour() {
		Instant now = this.clock.instant();
		if (now.isBefore(this.hourBegan.plus(DOCUMENTED_WINDOW))) {
			return;
		}
		boolean adjacent = now.isBefore(this.hourBegan.plus(DOCUMENTED_WINDOW.multipliedBy(2)));
		this.messagesInHourBefore = adjacent ? this.messagesInHour : 0;
		this.messagesInHour = 0;
		this.hourBegan = now;
	}

	/**
	 * Take what was last reported.
	 * @return the report, or {@code null} if there is none that was not taken before
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
	 * The time until a reset, and what may be done in it.
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
				// in whole seconds, which may have been rounded down
				Duration length = (resetsIn.compareTo(DOCUMENTED_WINDOW) < 0) ? resetsIn.plusSeconds(1)
						: DOCUMENTED_WINDOW;
				return new Window(limit, remaining, length, remaining, now.plus(length));
			}
			return (limit != null) ? new Window(limit, limit, DOCUMENTED_WINDOW, limit, now.plus(DOCUMENTED_WINDOW))
					: null;
		}

		boolean isOfSameLimit(Window other) {
			return Objects.equals(this.limit, other.limit)
					&& isAbout(this.end, other.end, LONGEST_PING.multipliedBy(4));
		}

		/**
		 * Return whether this report cannot be of what an earlier one was about: more
		 * remains, although it has not been reset.
		 * @param earlier the earlier report
		 * @return whether it cannot
		 */
		boolean contradicts(Window earlier) {
			return reported().isAfter(earlier.reported().plus(LONGEST_PING)) && reported().isBefore(earlier.end)
					&& isAbout(this.end, earlier.end, TOLERANCE)
					&& this.remaining > earlier.remaining + LARGE_DIFFERENCE;
		}

		private Instant reported() {
			return this.end.minus(this.length);
		}

		private static boolean isAbout(Instant one, Instant other, Duration tolerance) {
			return Duration.between(one, other).abs().compareTo(tolerance) <= 0;
		}

		boolean isContinuedBy(Window reported, Instant now) {
			return now.isBefore(this.end) && !reported.end.isAfter(this.end.plus(TOLERANCE))
					&& Objects.equals(this.limit, reported.limit);
		}

		/**
		 * Return whether this window begins where the reported one ends: a response that
		 * was given just before the reset may arrive, or the reset may come, after this
		 * window was taken to have begun, and the old one's remainder is not this one's.
		 * @param reported a window that was reported
		 * @return whether this window follows it
		 */
		boolean follows(Window reported) {
			return reported.end.isBefore(this.end.minus(TOLERANCE))
					&& !reported.end.isAfter(this.end.minus(this.length).plus(TOLERANCE));
		}

		/**
		 * Return this window with fewer requests left. Answers may arrive in another
		 * order than they were given.
		 * @param reported the requests that are left, as reported
		 * @return this window, later
		 */
		Window with(long reported) {
			return new Window(this.limit, this.requests, this.length, Math.min(this.remaining, reported), this.end);
		}

		/**
		 * Return the window that follows, as far as it can be known before a response.
		 * @param now the time
		 * @return the next window
		 */
		Window next(Instant now) {
			long requests = (this.limit != null) ? this.limit : this.requests;
			return new Window(this.limit, requests, this.length, requests, now.plus(this.length));
		}

	}

}
