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
 * What this instance knows of the account's state: as the store last told it, with what
 * this instance has learnt since, which goes to the store with the next pings.
 * Thread-safe.
 */
final class AccountView {

	private final RateLimitTracker rateLimit;

	private final Clock clock;

	private final StoreClock storeClock;

	private AccountState state = AccountState.UNKNOWN;

	private AccountState stateAtLastTrip = AccountState.UNKNOWN;

	private AccountUpdate pending = AccountUpdate.NONE;

	private Instant pendingSince;

	private boolean kept;

	AccountView(RateLimitTracker rateLimit, Clock clock, StoreClock storeClock) {
		this.rateLimit = rateLimit;
		this.clock = clock;
		this.storeClock = storeClock;
		this.pendingSince = clock.instant();
	}

	/**
	 * Return the state, with all that Brevo has reported until now.
	 * @return the state
	 */
	synchronized AccountState state() {
		note(AccountUpdate.NONE);
		return this.state;
	}

	/**
	 * Return when the last ping was begun that Brevo accepted, of any instance.
	 * @return the time on this instance's clock, or {@code null} if there was none
	 */
	@Nullable Instant lastAccepted() {
		return this.storeClock.keptToLocal(state().lastAccepted());
	}

	/**
	 * Return the time by the clock that the state goes by.
	 * @return the store's time
	 */
	Instant now() {
		return this.storeClock.instant();
	}

	/**
	 * Take note of something new, together with what Brevo has reported.
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

	private AccountUpdate pending() {
		return this.pending.after(Duration.between(this.pendingSince, this.clock.instant()));
	}

	/**
	 * Forget that pinging was suspended.
	 */
	synchronized void resume() {
		this.state = this.state.resumed();
		this.stateAtLastTrip = this.stateAtLastTrip.resumed();
		AccountUpdate update = pending();
		this.pending = new AccountUpdate(update.observation(), update.requests(), update.acceptedAgo(),
				update.limitedFor(), null, update.keptChange());
		this.pendingSince = this.clock.instant();
	}

	synchronized boolean hasNews() {
		return !this.pending.equals(AccountUpdate.NONE);
	}

	/**
	 * Take what is to go to the store.
	 * @return what is new since the last trip
	 */
	synchronized AccountUpdate take() {
		AccountUpdate update = pending();
		this.pending = AccountUpdate.NONE;
		return update;
	}

	/**
	 * Take note of what the store tells with a claim.
	 * @param claim the claim
	 */
	synchronized void claimed(Claim claim) {
		AccountState told = claim.account();
		this.kept = told != null;
		this.state = (told != null) ? told.merge(pending(), claim.when()) : this.state;
	}

	/**
	 * Take note that the store has what was to go to it.
	 * @param scheduled the response of the store
	 * @return what the update has changed, by the store, or by this instance if the store
	 * does not keep the state
	 */
	synchronized Scheduled stored(Scheduled scheduled) {
		Scheduled change = this.kept ? scheduled : new Scheduled(this.stateAtLastTrip, this.state);
		this.state = this.kept ? scheduled.after().merge(pending(), now()) : this.state;
		this.stateAtLastTrip = this.state;
		return change;
	}

}
