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

import org.jspecify.annotations.Nullable;

/**
 * What an instance has learnt of its Brevo account since it last told the
 * {@link ActiveAgentStore}. The times are relative to now, so that the clocks of an
 * instance and of the store may differ. Immutable.
 *
 * @param observation the rate limit as Brevo last reported it, or {@code null} if it has
 * not since
 * @param requests how many requests pings have made since, that count for the rate limit
 * @param acceptedAgo the time since the last ping was begun that Brevo accepted, or
 * {@code null} if there was none since
 * @param limitedFor for how long pings are to wait because of a 429, or {@code null} if
 * there was none since
 * @param suspendedFor for how long pings are to wait because Brevo refuses all of them,
 * or {@code null} if it does not
 * @param keptChange a change of how many agents are kept online, or {@code null} for none
 */
public record AccountUpdate(@Nullable Observation observation, int requests, @Nullable Duration acceptedAgo,
		@Nullable Duration limitedFor, @Nullable Duration suspendedFor, @Nullable KeptChange keptChange) {

	/**
	 * An update that changes nothing.
	 */
	public static final AccountUpdate NONE = new AccountUpdate(null, 0, null, null, null, null);

	/**
	 * Return this update together with a later one.
	 * @param later the later update
	 * @return both
	 */
	public AccountUpdate and(AccountUpdate later) {
		return new AccountUpdate((later.observation != null) ? later.observation : this.observation,
				this.requests + later.requests, least(this.acceptedAgo, later.acceptedAgo),
				(later.limitedFor != null) ? later.limitedFor : this.limitedFor,
				(later.suspendedFor != null) ? later.suspendedFor : this.suspendedFor,
				(later.keptChange != null) ? later.keptChange : this.keptChange);
	}

	/**
	 * Return this update as it is after it has waited for a while to be stored.
	 * @param waited the time
	 * @return the update
	 */
	public AccountUpdate after(Duration waited) {
		Observation observation = this.observation;
		return new AccountUpdate((observation != null) ? observation.after(waited) : null, this.requests,
				(this.acceptedAgo != null) ? this.acceptedAgo.plus(waited) : null, minus(this.limitedFor, waited),
				minus(this.suspendedFor, waited), this.keptChange);
	}

	private static @Nullable Duration minus(@Nullable Duration duration, Duration waited) {
		if (duration == null) {
			return null;
		}
		Duration left = duration.minus(waited);
		return left.isNegative() ? Duration.ZERO : left;
	}

	private static @Nullable Duration least(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) < 0) ? one : other;
	}

	/**
	 * The rate limit as Brevo reported it.
	 *
	 * @param limit the requests in a window, or {@code null} if Brevo did not tell
	 * @param remaining the requests that are left
	 * @param resetsIn the time from the report until the window resets
	 * @param ago the time since the report
	 */
	public record Observation(@Nullable Long limit, long remaining, Duration resetsIn, Duration ago) {

		Observation after(Duration waited) {
			return new Observation(this.limit, this.remaining, this.resetsIn, this.ago.plus(waited));
		}

	}

	/**
	 * A change of how many agents are kept online. Of instances that want the same at
	 * once, one makes the change, and tells of it.
	 *
	 * @param expected how many are kept so far, or {@code null} for all
	 * @param kept how many are kept from now on, or {@code null} for all
	 */
	public record KeptChange(@Nullable Integer expected, @Nullable Integer kept) {

	}

}
