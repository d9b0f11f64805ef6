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

import org.jspecify.annotations.Nullable;

/**
 * What all instances that share an {@link ActiveAgentStore} must know about their Brevo
 * account: what remains of the rate limit, whether pinging is paused, and how many agents
 * are kept online. Times are by the store's clock. Immutable.
 * <p>
 * A store keeps one such state beside its agents. It changes the state only with
 * {@link #merge(AccountUpdate, Instant)} and {@link #claimed(int, Instant, Duration)}, or
 * with something that has the same result, in the same atomic step as the schedule or the
 * claim that causes the change.
 *
 * @param window what remains of the rate limit, or {@code null} if Brevo has not reported
 * it yet
 * @param limited the pause because Brevo responded to a ping with 429, or {@code null} if
 * there is none, or a ping has been accepted since
 * @param suspended the pause because Brevo rejects all pings, or {@code null} if there is
 * none, or a ping has been accepted since
 * @param kept how many agents are kept online: those that were marked active first;
 * {@code null} for all
 * @param lastAccepted when the last ping that Brevo accepted was begun, of any agent by
 * any instance, or {@code null} if there was none
 */
public record AccountState(@Nullable RateWindow window, @Nullable Pause limited, @Nullable Pause suspended,
		@Nullable Integer kept, @Nullable Instant lastAccepted) {

	/**
	 * The state while nothing is known: no limit, no pause, and all agents are kept.
	 */
	public static final AccountState UNKNOWN = new AccountState(null, null, null, null, null);

	/**
	 * Return how many agents may be claimed: none while pinging is paused; one, as a
	 * probe, once a pause is over and no ping has been accepted since; otherwise as many
	 * as requested.
	 * @param max how many agents are requested
	 * @param now the time
	 * @return the number of agents, from 0 to {@code max}
	 */
	public int admitted(int max, Instant now) {
		if (pausedUntil(now) != null) {
			return 0;
		}
		return (this.limited != null || this.suspended != null) ? Math.min(max, 1) : max;
	}

	/**
	 * Return until when pinging is paused.
	 * @param now the time
	 * @return when the pause ends, or {@code null} if pinging is not paused
	 */
	public @Nullable Instant pausedUntil(Instant now) {
		Instant limit = (this.limited != null && this.limited.isInForce(now)) ? this.limited.until() : null;
		Instant suspension = (this.suspended != null && this.suspended.isInForce(now)) ? this.suspended.until() : null;
		return latest(limit, suspension);
	}

	/**
	 * Return the state after a claim. A claim after a pause is a probe: it prolongs the
	 * pause by its lease, so that no other instance makes a probe in the meantime.
	 * @param agents how many agents were claimed
	 * @param now the time of the claim
	 * @param lease how long they are claimed for
	 * @return the state
	 */
	public AccountState claimed(int agents, Instant now, Duration lease) {
		if (agents == 0 || (this.limited == null && this.suspended == null)) {
			return this;
		}
		return new AccountState(this.window, prolonged(this.limited, now, lease), prolonged(this.suspended, now, lease),
				this.kept, this.lastAccepted);
	}

	private static @Nullable Pause prolonged(@Nullable Pause pause, Instant now, Duration lease) {
		return (pause != null) ? new Pause(pause.since(), now.plus(lease)) : null;
	}

	/**
	 * Return the state after an update. What is newest holds, whatever the order in which
	 * instances tell of it:
	 * <ul>
	 * <li>the {@linkplain RateWindow#merge window};</li>
	 * <li>an accepted ping ends each pause that began before the ping;</li>
	 * <li>a new pause begins, or the one in force is prolonged; only a heartbeat that
	 * starts shortens one: it ends the wait of a suspension, so that a probe is
	 * made;</li>
	 * <li>the number of kept agents changes only if it is still the number that the
	 * update expects.</li>
	 * </ul>
	 * @param update what is new
	 * @param now the time
	 * @return the state
	 */
	public AccountState merge(AccountUpdate update, Instant now) {
		Instant accepted = (update.acceptedAgo() != null) ? now.minus(update.acceptedAgo()) : null;
		return new AccountState(RateWindow.merge(this.window, update.observation(), update.requests(), now),
				merge(this.limited, accepted, update.limitedFor(), now),
				merge(update.retry() ? over(this.suspended, now) : this.suspended, accepted, update.suspendedFor(),
						now),
				mergeKept(update.keptChange()), latest(possible(this.lastAccepted, now), accepted));
	}

	private @Nullable Integer mergeKept(AccountUpdate.@Nullable KeptChange change) {
		return (change != null && Objects.equals(change.expected(), this.kept)) ? change.kept() : this.kept;
	}

	private static @Nullable Pause over(@Nullable Pause pause, Instant now) {
		return (pause != null && pause.until().isAfter(now)) ? new Pause(pause.since(), now) : pause;
	}

	private static @Nullable Pause merge(@Nullable Pause pause, @Nullable Instant accepted, @Nullable Duration pauseFor,
			Instant now) {
		Pause left = (pause != null && accepted != null && accepted.isAfter(pause.since())) ? null : pause;
		if (pauseFor == null) {
			return left;
		}
		Instant until = now.plus(pauseFor);
		if (left == null) {
			return new Pause(now, until);
		}
		// keep the later end: a probe has prolonged the pause only by the lease of its
		// claim
		return left.until().isAfter(until) ? left : new Pause(left.since(), until);
	}

	// A time in the future was recorded before the clock was set back.
	private static @Nullable Instant possible(@Nullable Instant accepted, Instant now) {
		return (accepted != null && accepted.isAfter(now.plus(Tuning.CLOCK_TOLERANCE))) ? null : accepted;
	}

	private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.isAfter(other) ? one : other;
	}

	/**
	 * A time in which no ping is made. Once it is over, a probe is made; the pause is
	 * removed only if Brevo accepts a ping.
	 *
	 * @param since when it began
	 * @param until until when no ping is made
	 */
	public record Pause(Instant since, Instant until) {

		/**
		 * Return whether the pause is in force. A time before its beginning means that
		 * the clock was set back; the pause is not in force then.
		 * @param now the time
		 * @return whether the pause is in force
		 */
		public boolean isInForce(Instant now) {
			return !now.isBefore(this.since) && now.isBefore(this.until);
		}

	}

}
