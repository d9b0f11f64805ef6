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

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Decides how many pings may be made, depending on what remains of Brevo's rate limit, on
 * whether Brevo responds at all, and on how many pings are in flight, and avoids bursts.
 * Thread-safe.
 */
final class PingGate {

	private final HeartbeatSettings settings;

	private final AccountView account;

	private final PingCircuit circuit;

	private final PingAllowance allowance;

	private final PingOverhead overhead = new PingOverhead();

	private final KeptAgents kept;

	private volatile int activeAgents;

	private volatile Instant lastPing = Instant.MIN;

	/**
	 * The last number of remaining requests above 0 that was reported, or 0 if it is not
	 * known.
	 */
	private volatile long lastRemaining;

	/**
	 * Since when it has been known that no ping of any instance was accepted for an
	 * online window.
	 */
	private volatile @Nullable Instant silentSince;

	private final PingHistory history;

	private final RateLimitEvidence evidence = new RateLimitEvidence();

	PingGate(HeartbeatSettings settings, AccountView account, PingHistory history) {
		this.settings = settings;
		this.account = account;
		this.history = history;
		this.circuit = new PingCircuit(settings.scaled(1), settings.onlineWindow());
		this.allowance = new PingAllowance(settings.scaled(1));
		this.kept = new KeptAgents(settings.maxInterval());
	}

	void reset() {
		this.circuit.reset();
		this.silentSince = null;
	}

	PingPace pace() {
		return PingPace.of(keptAgents(), quota(), this.overhead, this.settings);
	}

	private @Nullable PingQuota quota() {
		PingQuota quota = PingQuota.ofNullable(window(), this.settings.quotaShare(), this.account.now());
		return (quota != null) ? quota.reserving(this.account.reservedForPings()) : null;
	}

	/**
	 * Return what remains of the rate limit, unless a report that nothing remains was
	 * disproved.
	 * @return the window, or {@code null} if there is none
	 */
	@Nullable RateWindow window() {
		RateWindow window = this.account.state().window();
		return (window == null || (window.remaining() <= 0 && this.evidence.isDisproved())) ? null : window;
	}

	private boolean isNothingLeft(RateWindow window) {
		Instant reset = window.resetsAt();
		Instant until = (reset != null) ? reset : window.observedAt().plus(window.spacing());
		return window.remaining() <= 0 && this.account.now().isBefore(until);
	}

	private void noteRemaining() {
		RateWindow window = this.account.state().window();
		if (window != null && window.remaining() > 0) {
			this.lastRemaining = window.remaining();
		}
	}

	// Whether the last report says that nothing remains, but nothing confirms it: neither
	// a 429 nor earlier reports that count down to it.
	private boolean isSaidToBeUsedUp() {
		RateWindow window = window();
		boolean countedDown = this.lastRemaining > 0 && this.lastRemaining <= Tuning.LARGE_DIFFERENCE;
		return window != null && isNothingLeft(window) && !countedDown && this.evidence.isInDoubt()
				&& this.account.state().limited() == null;
	}

	/**
	 * Return how many pings may be begun now.
	 * @param underWay the number of pings in flight
	 * @param now the time
	 * @return the number of pings
	 */
	int permits(int underWay, Instant now) {
		int free = this.settings.concurrency() - underWay;
		int allowed = this.allowance.available(now, pace().perSecond(keptAgents()) * this.overhead.most());
		int left = Math.min(leftByRateLimit(underWay, now), this.circuit.permits(now));
		int admitted = this.account.state().admitted(left, this.account.now());
		return Math.max(0, Math.min(Math.min(free, allowed), admitted));
	}

	private int leftByRateLimit(int underWay, Instant now) {
		PingQuota quota = quota();
		if (quota == null) {
			return Integer.MAX_VALUE;
		}
		// Brevo's reports may not include the pings in flight yet
		double all = Math.min(quota.remaining(), quota.atOnce());
		int left = Math.max((int) (quota.usable() - underWay), (all - underWay >= 1) ? 1 : 0);
		// only a ping can show whether a request is left for pings
		return (left < 1 && underWay == 0 && isProbeDue(quota, now)) ? 1 : left;
	}

	// A probe may be in vain, so it is made only when an agent would go offline without
	// it. After a 429, the next ping waits for the reset, or only for the end of the
	// pause if the window has no reset.
	private boolean isProbeDue(PingQuota quota, Instant now) {
		AccountState state = this.account.state();
		if (state.limited() != null) {
			return state.window() != null && state.window().resetsAt() == null;
		}
		if (!now.isBefore(this.lastPing.plus(this.settings.maxInterval()))) {
			return true;
		}
		Instant end = isSaidToBeUsedUp() ? this.history.nextToWearOff() : null;
		return end != null && !now.isBefore(end.minus(this.settings.onlineWindow()).plus(this.settings.maxInterval()))
				&& now.plus(quota.resetsIn()).isAfter(end);
	}

	/**
	 * Return how many agents, of those that were marked active first, may be pinged now:
	 * an agent may only if enough requests remain for what those before it need until the
	 * reset.
	 * @param underWay the number of pings in flight
	 * @return the number of agents, or {@code null} for all that are kept
	 */
	@Nullable Integer ranks(int underWay) {
		PingQuota quota = quota();
		if (quota == null || isSaidToBeUsedUp()) {
			return null;
		}
		int ranks = quota.ranks(this.settings.maxInterval(), this.overhead.mean(), underWay);
		return (ranks < keptAgents() && ranks < acceptedAgents()) ? ranks : null;
	}

	// Agents that Brevo rejects take none of the places; spare requests are used for
	// them.
	private int acceptedAgents() {
		return this.activeAgents - this.history.rejectedAgents();
	}

	/**
	 * Return how many agents can be pinged often enough.
	 * @return the number of agents, at most {@link #keptAgents()}
	 */
	int pingedAgents() {
		Integer ranks = ranks(0);
		return (ranks != null) ? ranks : keptAgents();
	}

	/**
	 * Return whether there are requests for pings that come earlier than necessary, in
	 * addition to those that keep all agents online until the reset.
	 * @return whether there are enough requests
	 */
	boolean hasRoomToSpread() {
		PingQuota quota = quota();
		return quota == null
				|| quota.spare(keptAgents(), this.settings.maxInterval(), this.overhead.most()) >= Tuning.SPREAD_ROOM;
	}

	/**
	 * Return whether no request for pings remains of the rate limit.
	 * @return whether no agent can be pinged because of that
	 */
	boolean isUsedUp() {
		PingQuota quota = quota();
		return this.account.state().limited() != null || (quota != null && quota.isUsedUp());
	}

	AccountView account() {
		return this.account;
	}

	/**
	 * Record that a ping is begun.
	 * @param now the time
	 * @return whether nothing remains of the rate limit, according to Brevo's reports
	 */
	boolean pinging(Instant now) {
		RateWindow window = this.account.state().window();
		this.lastPing = now;
		this.allowance.take(1);
		this.circuit.pinging();
		return window != null && isNothingLeft(window);
	}

	/**
	 * Record that Brevo accepted a ping.
	 * @param nothingLeft whether nothing remained of the rate limit when the ping was
	 * begun
	 * @param now the time
	 * @return whether this ended an outage
	 */
	boolean accepted(boolean nothingLeft, Instant now) {
		this.overhead.accepted();
		this.silentSince = null;
		RateWindow window = this.account.state().window();
		noteRemaining();
		if (nothingLeft && window != null && window.remaining() <= 0) {
			this.lastRemaining = 0;
			this.evidence.acceptedWithNothingLeft(now);
		}
		return this.circuit.answered();
	}

	void answered() {
		this.circuit.answered();
	}

	void limited(Instant now) {
		this.evidence.limited(now);
		this.circuit.answered();
	}

	/**
	 * Record that a ping did not reach Brevo, or that Brevo failed.
	 * @param ping the ping
	 * @param counted whether it counts for the rate limit
	 * @param now the time
	 * @return when to ping the agent again
	 */
	PingCircuit.Again failed(PingCircuit.FailedPing ping, boolean counted, Instant now) {
		PingCircuit.Again again = this.circuit.failed(ping, keptAgents() == 1,
				this.overhead.unlikelyFailures(Tuning.FAILURES_UNTIL_OPEN), now);
		if (counted && again != PingCircuit.Again.AFTER_INTERVAL) {
			this.overhead.failed();
		}
		return again;
	}

	boolean isOutage() {
		return this.circuit.isOpen();
	}

	/**
	 * Return since when nobody can be online although agents are active, whichever
	 * instance pings them.
	 * @param now the time
	 * @return the time, or {@code null} if somebody may be online
	 */
	@Nullable Instant silentSince(Instant now) {
		Instant since = this.silentSince;
		return (since != null && !now.isBefore(since.plus(this.settings.maxInterval()))) ? since : null;
	}

	private void noteSilence(ActiveAgentStore.Claim claim, @Nullable Instant lastAccepted, Instant now) {
		boolean heard = lastAccepted != null && now.isBefore(lastAccepted.plus(this.settings.onlineWindow()));
		if (heard || claim.active() == 0 || claim.account() == null) {
			this.silentSince = null;
		}
		else if (this.silentSince == null) {
			this.silentSince = now;
		}
	}

	/**
	 * Record a claim, and decide how many agents are kept.
	 * @param claim the claim
	 * @param lastAccepted when the last accepted ping of any instance was begun, by this
	 * instance's clock, or {@code null} if there was none
	 * @param now the time
	 */
	void claimed(ActiveAgentStore.Claim claim, @Nullable Instant lastAccepted, Instant now) {
		this.activeAgents = claim.active();
		noteRemaining();
		noteSilence(claim, lastAccepted, now);
		this.circuit.acceptedElsewhere(lastAccepted, this.settings.interval(), now);
		PingQuota quota = quota();
		if (isSaidToBeUsedUp() || (quota != null && quota.isAboutToReset(this.settings.maxInterval()))) {
			return;
		}
		Integer before = this.account.state().kept();
		double capacity = PingPace.of(claim.active(), quota, this.overhead, this.settings).capacity();
		if (before != null) {
			capacity *= this.overhead.least() / this.overhead.mean();
		}
		AccountUpdate.KeptChange change = this.kept.change(before, claim.active(), capacity, now);
		if (change != null && !Objects.equals(change.expected(), change.kept())) {
			this.account.note(new AccountUpdate(null, 0, null, null, null, change));
		}
	}

	void reportExceeded(HeartbeatReporter reporter) {
		AccountState state = this.account.state();
		double capacity = PingPace.of(this.activeAgents, quota(), this.overhead, this.settings).capacity();
		RateWindow window = state.window();
		reporter.quotaExceeded(this.activeAgents, (int) Math.min(capacity, keptAgents()), this.settings,
				(window != null) ? window.toRateLimit(this.account.now()) : null);
	}

	int activeAgents() {
		return this.activeAgents;
	}

	/**
	 * Return how many agents must be kept online.
	 * @return the number of agents, at most the number of active ones
	 */
	int keptAgents() {
		Integer kept = this.account.state().kept();
		return (kept != null) ? Math.min(this.activeAgents, kept) : this.activeAgents;
	}

}
