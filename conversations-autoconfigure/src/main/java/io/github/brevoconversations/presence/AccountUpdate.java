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
 * What an instance has learned about its Brevo account since it last told the
 * {@link ActiveAgentStore}. Times are relative to now, so the clocks of an instance and
 * of the store may differ. Immutable.
 *
 * @param observation the rate limit as Brevo last reported it, or {@code null} if it has
 * not reported it since
 * @param requests how many requests that count towards the rate limit pings have made
 * since
 * @param acceptedAgo the time since the beginning of the last ping that Brevo accepted,
 * or {@code null} if there was none
 * @param limitedFor how long pings must wait because of a 429, or {@code null} if there
 * was none
 * @param suspendedFor how long pings must wait because Brevo rejects all of them, or
 * {@code null} if it does not
 * @param keptChange a change in how many agents are kept online, or {@code null} for none
 * @param retry whether to make a probe now rather than at the end of a suspension,
 * because a heartbeat was started, perhaps with another key, or an agent was marked
 * active
 */
public record AccountUpdate(@Nullable Observation observation, int requests, @Nullable Duration acceptedAgo,
		@Nullable Duration limitedFor, @Nullable Duration suspendedFor, @Nullable KeptChange keptChange,
		boolean retry) {

	/**
	 * An update that changes nothing.
	 */
	public static final AccountUpdate NONE = new AccountUpdate(null, 0, null, null, null, null);

	/**
	 * An update that ends the wait of a suspension, so that a probe is made at once.
	 */
	public static final AccountUpdate RETRY = new AccountUpdate(null, 0, null, null, null, null, true);

	/**
	 * Create an update that leaves the wait of a suspension as it is.
	 * @param observation the rate limit as Brevo last reported it, or {@code null}
	 * @param requests how many requests pings have made since
	 * @param acceptedAgo the time since the beginning of the last ping that Brevo
	 * accepted, or {@code null}
	 * @param limitedFor how long pings must wait because of a 429, or {@code null}
	 * @param suspendedFor how long pings must wait because Brevo rejects all of them, or
	 * {@code null}
	 * @param keptChange a change in how many agents are kept online, or {@code null}
	 */
	public AccountUpdate(@Nullable Observation observation, int requests, @Nullable Duration acceptedAgo,
			@Nullable Duration limitedFor, @Nullable Duration suspendedFor, @Nullable KeptChange keptChange) {
		this(observation, requests, acceptedAgo, limitedFor, suspendedFor, keptChange, false);
	}

	/**
	 * Return this update combined with a later one. The values of the later one replace
	 * those of this one; requests are added, and the most recent accepted ping counts.
	 * @param later the later update
	 * @return the combined update
	 */
	public AccountUpdate and(AccountUpdate later) {
		return new AccountUpdate((later.observation != null) ? later.observation : this.observation,
				this.requests + later.requests, least(this.acceptedAgo, later.acceptedAgo),
				(later.limitedFor != null) ? later.limitedFor : this.limitedFor,
				(later.suspendedFor != null) ? later.suspendedFor : this.suspendedFor,
				(later.keptChange != null) ? later.keptChange : this.keptChange, this.retry || later.retry);
	}

	/**
	 * Return this update as it is after waiting for a while to be stored.
	 * @param waited how long it has waited
	 * @return the update
	 */
	public AccountUpdate after(Duration waited) {
		Observation observation = this.observation;
		return new AccountUpdate((observation != null) ? observation.after(waited) : null, this.requests,
				(this.acceptedAgo != null) ? this.acceptedAgo.plus(waited) : null, minus(this.limitedFor, waited),
				minus(this.suspendedFor, waited), this.keptChange, this.retry);
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
	 * @param limit the requests that a window allows, or {@code null} if Brevo did not
	 * report it
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
	 * A change in how many agents are kept online. If several instances want the same
	 * change at once, one of them makes it, and reports it.
	 *
	 * @param expected how many are kept so far, or {@code null} for all
	 * @param kept how many are kept from now on, or {@code null} for all
	 */
	public record KeptChange(@Nullable Integer expected, @Nullable Integer kept) {

	}

}
