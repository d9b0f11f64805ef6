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
import java.util.Objects;

import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AccountUpdate.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What Brevo's rate limit leaves, as all instances of an account have seen it together.
 * Immutable.
 *
 * @param limit the requests in a window, or {@code null} if Brevo did not tell
 * @param remaining the requests that were left when it was last observed
 * @param resetsAt when the window resets, or {@code null} if it has no end, because it
 * slides
 * @param observedAt when it was last observed
 * @param openedAt since when it has been observed
 * @param others the requests since then that were not pings of these instances; below 0
 * for a moment while a response is on its way
 * @param othersBefore the requests an hour that were not pings of these instances in the
 * window before, or {@code null} if there was none
 */
public record RateWindow(@Nullable Long limit, long remaining, @Nullable Instant resetsAt, Instant observedAt,
		Instant openedAt, long others, @Nullable Long othersBefore) {

	/**
	 * A response takes time to arrive, and gives its time in whole seconds.
	 */
	private static final Duration TOLERANCE = Duration.ofSeconds(60);

	/**
	 * More requests than are under way at once.
	 */
	private static final long RAISED = 10;

	/**
	 * Return the window after an observation:
	 * <ul>
	 * <li>the first observation, one after the reset, one with another limit, and one
	 * after the clock was set back open a window;</li>
	 * <li>one that belongs to a window before is left out;</li>
	 * <li>one whose reset comes more than a minute later than that of the window, which
	 * is not over for another minute, makes the window one that slides, as does a reset
	 * that gives nothing back;</li>
	 * <li>any other belongs to the window, and the least of what remains holds, since
	 * responses may arrive out of order.</li>
	 * </ul>
	 * @param before the window so far, or {@code null} for none
	 * @param observation what Brevo reported, or {@code null} if it did not
	 * @param requests how many requests pings have made that what it reported includes
	 * @param now the time
	 * @return the window, or {@code null} for none
	 */
	public static @Nullable RateWindow merge(@Nullable RateWindow before, @Nullable Observation observation,
			int requests, Instant now) {
		if (observation == null) {
			return (before != null) ? before.used(requests) : null;
		}
		Instant observedAt = now.minus(observation.ago());
		Instant end = observedAt.plus(observation.resetsIn());
		if (before == null || before.isForeignTo(observation, now)) {
			return new RateWindow(observation.limit(), observation.remaining(), end, observedAt, observedAt, 0, null);
		}
		if (before.resetsAt == null) {
			return before.slid(observation, observedAt);
		}
		if (before.follows(end)) {
			return before;
		}
		if (!observedAt.isBefore(before.resetsAt) && end.isAfter(before.resetsAt)) {
			return before.next(observation, observedAt, end, requests);
		}
		if (end.isAfter(before.resetsAt.plus(TOLERANCE))) {
			return observedAt.isBefore(before.resetsAt.minus(TOLERANCE)) ? before.sliding(observation, observedAt)
					: before.next(observation, observedAt, end, requests);
		}
		return before.continued(observation, observedAt, end, requests);
	}

	private boolean isForeignTo(Observation observation, Instant now) {
		return !Objects.equals(this.limit, observation.limit()) || now.isBefore(this.observedAt.minus(TOLERANCE));
	}

	private RateWindow used(int requests) {
		return new RateWindow(this.limit, this.remaining, this.resetsAt, this.observedAt, this.openedAt,
				this.others - requests, this.othersBefore);
	}

	private boolean follows(Instant end) {
		return this.resetsAt != null && end.isBefore(this.resetsAt.minus(TOLERANCE))
				&& !end.isAfter(this.openedAt.plus(TOLERANCE));
	}

	private RateWindow continued(Observation observation, Instant observedAt, Instant end, int requests) {
		boolean raised = observation.remaining() > this.remaining + RAISED && observedAt.isAfter(this.observedAt);
		long left = raised ? observation.remaining() : Math.min(this.remaining, observation.remaining());
		long taken = raised ? 0 : this.remaining - left - requests;
		Instant earlier = (this.resetsAt != null && this.resetsAt.isBefore(end)) ? this.resetsAt : end;
		return new RateWindow(this.limit, left, earlier,
				observedAt.isAfter(this.observedAt) ? observedAt : this.observedAt, this.openedAt, this.others + taken,
				this.othersBefore);
	}

	private RateWindow next(Observation observation, Instant observedAt, Instant end, int requests) {
		Instant reset = Objects.requireNonNull(this.resetsAt);
		if (this.limit != null && observation.remaining() < this.limit / 2
				&& observedAt.isBefore(reset.plus(TOLERANCE))) {
			// what reset has given nothing back
			return sliding(observation, observedAt);
		}
		boolean adjacent = this.limit != null && observedAt.isBefore(reset.plus(observation.resetsIn()));
		long others = adjacent ? Objects.requireNonNull(this.limit) - observation.remaining() - requests : 0;
		return new RateWindow(this.limit, observation.remaining(), end, observedAt, adjacent ? reset : observedAt,
				others, othersPerHour());
	}

	private RateWindow sliding(Observation observation, Instant observedAt) {
		return new RateWindow(this.limit, observation.remaining(), null, observedAt, this.openedAt, 0,
				this.othersBefore);
	}

	private RateWindow slid(Observation observation, Instant observedAt) {
		if (this.limit != null && this.remaining < this.limit / 2 && observation.remaining() > this.limit * 9 / 10) {
			Instant end = observedAt.plus(observation.resetsIn());
			return new RateWindow(this.limit, observation.remaining(), end, observedAt, observedAt, 0, null);
		}
		return observedAt.isBefore(this.observedAt) ? this : sliding(observation, observedAt);
	}

	RateLimit toRateLimit(Instant now) {
		return new RateLimit(this.limit, this.remaining,
				(this.resetsAt != null) ? Duration.between(now, this.resetsAt) : null);
	}

	/**
	 * Return how many requests an hour are not pings of these instances.
	 * @return the number, or {@code null} if the window has not been observed for long
	 * enough
	 */
	public @Nullable Long othersPerHour() {
		Duration observed = Duration.between(this.openedAt, this.observedAt);
		if (observed.compareTo(Duration.ofMinutes(10)) < 0) {
			return this.othersBefore;
		}
		return Math.max(0, this.others) * Duration.ofHours(1).toMillis() / observed.toMillis();
	}

}
