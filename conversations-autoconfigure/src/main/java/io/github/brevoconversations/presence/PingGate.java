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
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;

/**
 * Decides how many pings may be made, and for whom: by what Brevo's rate limit leaves, by
 * whether Brevo answers at all, by how many pings are under way, and without bursts.
 * Thread-safe.
 */
final class PingGate {

	private final HeartbeatSettings settings;

	private final RateLimitTracker rateLimit;

	private final HeartbeatReporter reporter;

	private final PingCircuit circuit;

	private final PingAllowance allowance;

	private final PingOverhead overhead;

	private final KeptAgents kept;

	PingGate(HeartbeatSettings settings, RateLimitTracker rateLimit, PingCircuit circuit, PingOverhead overhead,
			HeartbeatReporter reporter) {
		this.settings = settings;
		this.rateLimit = rateLimit;
		this.circuit = circuit;
		this.overhead = overhead;
		this.reporter = reporter;
		this.allowance = new PingAllowance(settings.scaled(1));
		this.kept = new KeptAgents(settings.maxInterval());
	}

	PingPace pace(int activeAgents) {
		return PingPace.of(this.kept.count(activeAgents), this.rateLimit.quota(), this.overhead.requestsPerPing(),
				this.settings);
	}

	/**
	 * Return how many pings may be begun now.
	 * @param activeAgents the number of active agents
	 * @param underWay the number of pings under way
	 * @param now the time
	 * @return the number of pings
	 */
	int permits(int activeAgents, int underWay, Instant now) {
		int free = this.settings.concurrency() - underWay;
		int allowed = this.allowance.available(now, pace(activeAgents).perSecond(this.kept.count(activeAgents)));
		int left = leftByRateLimit(underWay);
		return Math.max(0, Math.min(Math.min(free, allowed), Math.min(left, this.circuit.permits(now))));
	}

	private int leftByRateLimit(int underWay) {
		PingQuota quota = this.rateLimit.quota();
		// those under way may not be counted yet in what Brevo reported
		return (quota != null) ? (int) (quota.usable(this.settings.quotaShare()) - underWay) : Integer.MAX_VALUE;
	}

	void pinging() {
		this.allowance.take(1);
		this.circuit.pinging();
	}

	/**
	 * Take note of how many agents are active.
	 * @param activeAgents the number of active agents
	 * @param now the time
	 */
	void update(int activeAgents, Instant now) {
		double capacity = PingPace
			.of(activeAgents, this.rateLimit.quota(), this.overhead.requestsPerPing(), this.settings)
			.capacity();
		switch (this.kept.update(activeAgents, capacity, now)) {
			case EXCEEDED ->
				this.reporter.quotaExceeded(activeAgents, (int) capacity, this.settings, this.rateLimit.current());
			case RESTORED -> this.reporter.quotaRestored(activeAgents);
			case NONE -> {
			}
		}
	}

	/**
	 * Return whether some of the active agents have to wait.
	 * @return whether only the {@linkplain #keptAgents kept} ones may be pinged
	 */
	boolean isCrowded() {
		return this.kept.isExceeded();
	}

	int keptAgents(int activeAgents) {
		return this.kept.count(activeAgents);
	}

	void setLongestActive(List<ActiveAgent> longestActive) {
		this.kept.setLongestActive(longestActive);
	}

	boolean isKept(AgentIdentity agent) {
		return this.kept.isKept(agent);
	}

}
