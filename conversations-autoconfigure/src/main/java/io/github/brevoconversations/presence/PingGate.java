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

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many pings may be made: by what Brevo's rate limit leaves, by whether Brevo
 * responds at all, by how many pings are in flight, and without bursts. Thread-safe.
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

	private volatile boolean probing;

	/**
	 * The reset of a window whose remaining requests are not those of pings: it left
	 * none, and a ping was accepted nonetheless.
	 */
	private volatile @Nullable Instant disproved;

	PingGate(HeartbeatSettings settings, AccountView account) {
		this.settings = settings;
		this.account = account;
		this.circuit = new PingCircuit(settings.scaled(1), settings.onlineWindow());
		this.allowance = new PingAllowance(settings.scaled(1));
		this.kept = new KeptAgents(settings.maxInterval());
	}

	void reset() {
		this.circuit.reset();
	}

	PingPace pace() {
		return PingPace.of(keptAgents(), quota(), this.overhead, this.settings);
	}

	private @Nullable PingQuota quota() {
		RateWindow window = this.account.state().window();
		return (window == null || isDisproved(window)) ? null
				: PingQuota.of(window, this.settings.quotaShare(), this.account.now());
	}

	private boolean isDisproved(RateWindow window) {
		Instant disproved = this.disproved;
		return disproved != null && disproved.equals(window.resetsAt());
	}

	/**
	 * Return how many pings may be begun now.
	 * @param underWay the number of pings under way
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
		// those under way may not be counted yet in what Brevo reported
		int left = Math.max((int) (quota.usable() - underWay), (quota.remaining() - underWay >= 1) ? 1 : 0);
		// whether what is left is left to pings, only a ping can tell
		boolean probe = left < 1 && underWay == 0 && this.account.state().limited() == null
				&& !now.isBefore(this.lastPing.plus(this.settings.maxInterval()));
		return probe ? 1 : left;
	}

	/**
	 * Return for how many agents, those that were marked first, a ping may be made now:
	 * each only if what those before it need until the reset remains.
	 * @param underWay the number of pings under way
	 * @return the number of agents, or {@code null} for all that are kept
	 */
	@Nullable Integer ranks(int underWay) {
		PingQuota quota = quota();
		if (quota == null) {
			return null;
		}
		int ranks = quota.ranks(this.settings.maxInterval(), this.overhead.mean(), underWay);
		return (ranks < keptAgents()) ? ranks : null;
	}

	/**
	 * Return how many agents can be pinged as often as they need it.
	 * @return at most the number of those that are to be kept online
	 */
	int pingedAgents() {
		Integer ranks = ranks(0);
		return (ranks != null) ? ranks : keptAgents();
	}

	/**
	 * Return whether the rate limit leaves no request for pings.
	 * @return whether nobody can be pinged because of that
	 */
	boolean isUsedUp() {
		PingQuota quota = quota();
		return this.account.state().limited() != null || (quota != null && quota.usable() < 1);
	}

	AccountView account() {
		return this.account;
	}

	void pinging(Instant now) {
		RateWindow window = this.account.state().window();
		this.probing = window != null && window.remaining() <= 0;
		this.lastPing = now;
		this.allowance.take(1);
		this.circuit.pinging();
	}

	/**
	 * Note that Brevo accepted a ping.
	 * @return whether it responded to none before
	 */
	boolean accepted() {
		this.overhead.accepted();
		RateWindow window = this.account.state().window();
		if (this.probing && window != null && window.remaining() <= 0) {
			this.disproved = window.resetsAt();
		}
		return this.circuit.answered();
	}

	void answered() {
		this.circuit.answered();
	}

	void limited() {
		this.disproved = null;
		this.circuit.answered();
	}

	void failed(AgentIdentity agent, boolean counted, Instant now) {
		this.circuit.failed(agent, keptAgents() == 1, this.overhead.unlikelyFailures(PingCircuit.FAILURES_UNTIL_OPEN),
				now);
		if (counted) {
			this.overhead.failed();
		}
	}

	boolean isOutage() {
		return this.circuit.isOpen();
	}

	/**
	 * Take note of a claim.
	 * @param claim the claim
	 * @param lastAccepted when any instance's last accepted ping was begun, on this
	 * instance's clock
	 * @param now the time
	 */
	void claimed(ActiveAgentStore.Claim claim, @Nullable Instant lastAccepted, Instant now) {
		this.activeAgents = claim.active();
		this.circuit.acceptedElsewhere(lastAccepted, this.settings.interval(), now);
		PingQuota quota = quota();
		if (quota != null && quota.isAboutToReset(this.settings.maxInterval())) {
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
	 * Return how many agents are to be kept online.
	 * @return at most the number of active ones
	 */
	int keptAgents() {
		Integer kept = this.account.state().kept();
		return (kept != null) ? Math.min(this.activeAgents, kept) : this.activeAgents;
	}

}
