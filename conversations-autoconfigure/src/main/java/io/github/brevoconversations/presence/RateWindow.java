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
 * A window of Brevo's rate limit, as all instances of an account have observed it
 * together. Immutable.
 *
 * @param limit the requests that a window allows, or {@code null} if Brevo did not report
 * it
 * @param remaining the requests that were left when the window was last observed
 * @param resetsAt when the window resets, or {@code null} if it has no end because it
 * slides
 * @param observedAt when it was last observed
 * @param openedAt since when it has been observed
 * @param others the requests since then that were not pings of these instances; briefly
 * below 0 while a response is on its way
 * @param othersBefore the requests per hour that were not pings of these instances in the
 * window before, or {@code null} if it is not known
 */
public record RateWindow(@Nullable Long limit, long remaining, @Nullable Instant resetsAt, Instant observedAt,
		Instant openedAt, long others, @Nullable Long othersBefore) {

	/**
	 * Return the window after an observation:
	 * <ul>
	 * <li>the first observation, one after the reset, one with another limit, and one
	 * after the clock was set back each open a window;</li>
	 * <li>one that belongs to an earlier window is ignored;</li>
	 * <li>one whose reset is more than a minute later than that of the window, while the
	 * window lasts for at least another minute, shows that the window slides, as does a
	 * reset after which less than half of the limit remains;</li>
	 * <li>any other belongs to the window. The least of the remaining requests applies,
	 * since responses may arrive out of order, unless a later report says that far more
	 * remain.</li>
	 * </ul>
	 * @param before the window so far, or {@code null} for none
	 * @param observation what Brevo reported, or {@code null} if it reported nothing
	 * @param requests how many requests of pings the report includes
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
		if (end.isAfter(before.resetsAt.plus(Tuning.RESET_TOLERANCE))) {
			return observedAt.isBefore(before.resetsAt.minus(Tuning.RESET_TOLERANCE))
					? before.sliding(observation, observedAt) : before.next(observation, observedAt, end, requests);
		}
		return before.continued(observation, observedAt, end, requests);
	}

	private boolean isForeignTo(Observation observation, Instant now) {
		return !Objects.equals(this.limit, observation.limit())
				|| now.isBefore(this.observedAt.minus(Tuning.RESET_TOLERANCE));
	}

	private RateWindow used(int requests) {
		return new RateWindow(this.limit, this.remaining, this.resetsAt, this.observedAt, this.openedAt,
				this.others - requests, this.othersBefore);
	}

	private boolean follows(Instant end) {
		return this.resetsAt != null && end.isBefore(this.resetsAt.minus(Tuning.RESET_TOLERANCE))
				&& !end.isAfter(this.openedAt.plus(Tuning.RESET_TOLERANCE));
	}

	private RateWindow continued(Observation observation, Instant observedAt, Instant end, int requests) {
		boolean raised = observation.remaining() > this.remaining + Tuning.LARGE_DIFFERENCE
				&& observedAt.isAfter(this.observedAt);
		long left = raised ? observation.remaining() : Math.min(this.remaining, observation.remaining());
		long taken = raised ? 0 : this.remaining - left - requests;
		Instant earlier = (this.resetsAt != null && this.resetsAt.isBefore(end)) ? this.resetsAt : end;
		return new RateWindow(this.limit, left, earlier,
				observedAt.isAfter(this.observedAt) ? observedAt : this.observedAt, this.openedAt, this.others + taken,
				this.othersBefore);
	}

	private RateWindow next(Observation observation, Instant observedAt, Instant end, int requests) {
		Instant reset = Objects.requireNonNull(this.resetsAt);
		if (this.limit != null && observation.remaining() < this.limit * Tuning.USED_UP_PART
				&& observedAt.isBefore(reset.plus(Tuning.RESET_TOLERANCE))) {
			// too few requests are back after the reset
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
		if (this.limit != null && this.remaining < this.limit * Tuning.USED_UP_PART
				&& observation.remaining() > this.limit * Tuning.FULL_PART) {
			Instant end = observedAt.plus(observation.resetsIn());
			return new RateWindow(this.limit, observation.remaining(), end, observedAt, observedAt, 0, null);
		}
		return observedAt.isBefore(this.observedAt) ? this : sliding(observation, observedAt);
	}

	/**
	 * Return the mean time between two requests if they use up the whole limit.
	 * @return the time
	 */
	Duration spacing() {
		return Tuning.RATE_LIMIT_WINDOW.dividedBy((this.limit != null) ? Math.max(this.limit, 1) : 1);
	}

	RateLimit toRateLimit(Instant now) {
		return new RateLimit(this.limit, this.remaining,
				(this.resetsAt != null) ? Duration.between(now, this.resetsAt) : null);
	}

	/**
	 * Return how many requests per hour are not pings of these instances.
	 * @return the number in this window, or in the one before if this one has not been
	 * observed for long enough; {@code null} if neither is known
	 */
	public @Nullable Long othersPerHour() {
		Duration observed = Duration.between(this.openedAt, this.observedAt);
		if (observed.compareTo(Tuning.OBSERVED_LONG) < 0) {
			return this.othersBefore;
		}
		return Math.max(0, this.others) * Tuning.RATE_LIMIT_WINDOW.toMillis() / observed.toMillis();
	}

}
