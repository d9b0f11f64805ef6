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

import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import io.github.brevoconversations.presence.ActiveAgentStore.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows about the account's state: the state that the store last
 * returned, with what this instance has learned since, which goes to the store with the
 * next pings. Thread-safe.
 */
final class AccountView {

	private final RateLimitTracker rateLimit;

	private final Clock clock;

	private final StoreClock storeClock;

	private AccountState state = AccountState.UNKNOWN;

	private AccountState stateAtLastTrip = AccountState.UNKNOWN;

	private AccountUpdate pending = AccountUpdate.NONE;

	private Instant pendingSince;

	private Instant retriedForMark = Instant.MIN;

	private boolean kept;

	AccountView(RateLimitTracker rateLimit, Clock clock, StoreClock storeClock) {
		this.rateLimit = rateLimit;
		this.clock = clock;
		this.storeClock = storeClock;
		this.pendingSince = clock.instant();
	}

	/**
	 * Return the state, with everything that Brevo has reported so far.
	 * @return the state
	 */
	synchronized AccountState state() {
		note(AccountUpdate.NONE);
		return this.state;
	}

	/**
	 * Return the requests that messages of this application leave for pings.
	 * @return the number of requests, 0 if none are reserved
	 */
	int reservedForPings() {
		return this.rateLimit.reservedForPings();
	}

	/**
	 * Return when the last ping that Brevo accepted was begun, by any instance.
	 * @return the time by this instance's clock, or {@code null} if there was none, or
	 * the store's clock was set since
	 */
	@Nullable Instant lastAccepted() {
		return this.storeClock.keptToLocal(state().lastAccepted());
	}

	/**
	 * Return the time by the store's clock, which the times in the state refer to.
	 * @return the store's time
	 */
	Instant now() {
		return this.storeClock.instant();
	}

	/**
	 * Record something new, together with what Brevo has reported.
	 * @param update what is new
	 */
	synchronized void note(AccountUpdate update) {
		AccountUpdate.Observation report = this.rateLimit.takeReport();
		AccountUpdate complete = (report != null) ? new AccountUpdate(report, 0, null, null, null, null).and(update)
				: update;
		if (!complete.equals(AccountUpdate.NONE)) {
			this.pending = pending().and(complete);
			this.pendingSince = this.clock.instant();
			this.state = this.state.merge(complete, now());
		}
	}

	/**
	 * Let a probe be made at once if pinging is suspended, because an agent that was
	 * marked active may be the first that Brevo accepts. Does so at most once in the
	 * given time.
	 * @param atMostEach the least time between two such probes
	 */
	synchronized void retryForMark(Duration atMostEach) {
		Instant now = this.clock.instant();
		if (this.state.suspended() != null && !now.isBefore(this.retriedForMark.plus(atMostEach))) {
			this.retriedForMark = now;
			note(AccountUpdate.RETRY);
		}
	}

	private AccountUpdate pending() {
		return this.pending.after(Duration.between(this.pendingSince, this.clock.instant()));
	}

	synchronized boolean hasNews() {
		return !this.pending.equals(AccountUpdate.NONE);
	}

	/**
	 * Take what must go to the store.
	 * @return what is new since this was last taken
	 */
	synchronized AccountUpdate take() {
		AccountUpdate update = pending();
		this.pending = AccountUpdate.NONE;
		return update;
	}

	/**
	 * Record what the store returned with a claim.
	 * @param claim the claim
	 */
	synchronized void claimed(Claim claim) {
		AccountState told = claim.account();
		this.kept = told != null;
		this.state = (told != null) ? told.merge(pending(), claim.when()) : this.state;
	}

	/**
	 * Record that the store has what was taken for it.
	 * @param scheduled the response of the store
	 * @return the states before and after the update, as the store returned them, or as
	 * this instance knows them if the store does not keep the state
	 */
	synchronized Scheduled stored(Scheduled scheduled) {
		Scheduled change = this.kept ? scheduled : new Scheduled(this.stateAtLastTrip, this.state);
		this.state = this.kept ? scheduled.after().merge(pending(), now()) : this.state;
		this.stateAtLastTrip = this.state;
		return change;
	}

}
