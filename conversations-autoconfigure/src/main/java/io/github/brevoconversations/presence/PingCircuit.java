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

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for the pings of all agents together, on this instance: while Brevo
 * responds to none, it lets one through now and then as a probe. Any that Brevo responds
 * to closes it. How Brevo responds is another matter, and is known to all instances
 * ({@link AccountState}). Thread-safe.
 */
final class PingCircuit {

	/**
	 * Where many agents are pinged, a few failures in a row are nothing unusual, but not
	 * that none succeeds for a while.
	 */
	static final int FAILURES_UNTIL_OPEN = 3;

	private static final int UNITS_UNTIL_OPEN = 2;

	private final Duration unit;

	private final Duration window;

	private boolean open;

	private int failures;

	private @Nullable AgentIdentity lastFailing;

	private boolean severalFail;

	private int probes;

	private boolean probing;

	private Instant nextPing = Instant.MIN;

	private @Nullable Instant failingSince;

	/**
	 * Create a closed circuit.
	 * @param unit a second, or less in proportion if the online window is shorter
	 * @param window the online window
	 */
	PingCircuit(Duration unit, Duration window) {
		this.unit = unit;
		this.window = window;
	}

	/**
	 * Return how many pings it lets through now.
	 * @param now the time
	 * @return none, one, or {@link Integer#MAX_VALUE}
	 */
	synchronized int permits(Instant now) {
		if (!this.open) {
			return Integer.MAX_VALUE;
		}
		return (this.probing || now.isBefore(this.nextPing)) ? 0 : 1;
	}

	/**
	 * Note that a ping is let through.
	 */
	synchronized void pinging() {
		this.probing = this.open;
	}

	/**
	 * Note that Brevo responded to a ping.
	 * @return whether it responded to none until now
	 */
	synchronized boolean answered() {
		boolean before = this.open;
		this.open = false;
		this.failures = 0;
		this.lastFailing = null;
		this.severalFail = false;
		this.probes = 0;
		this.probing = false;
		this.failingSince = null;
		return before;
	}

	/**
	 * Note that other instances had pings accepted since. An instance that has had no
	 * ping to make since then cannot tell that it would fail.
	 * @param accepted when the last of these pings was begun, or {@code null} for none
	 * @param patience how long to go by one's own failures
	 * @param now the time
	 */
	synchronized void acceptedElsewhere(@Nullable Instant accepted, Duration patience, Instant now) {
		if (this.open && !this.probing && accepted != null && accepted.isAfter(this.nextPing)
				&& now.isAfter(this.nextPing.plus(patience))) {
			answered();
		}
	}

	/**
	 * Note that a ping did not reach Brevo, or that Brevo failed.
	 * @param agent the agent
	 * @param alone whether no other agent is pinged
	 * @param unlikely after how many failures in a row it is hardly by chance that none
	 * is accepted
	 * @param now the time
	 */
	synchronized void failed(AgentIdentity agent, boolean alone, int unlikely, Instant now) {
		this.failures++;
		this.severalFail |= alone || (this.lastFailing != null && !this.lastFailing.equals(agent));
		this.lastFailing = agent;
		if (this.failingSince == null) {
			this.failingSince = now;
		}
		if (!this.open && this.severalFail && this.failures >= unlikely
				&& !now.isBefore(this.failingSince.plus(this.unit.multipliedBy(UNITS_UNTIL_OPEN)))) {
			this.open = true;
			this.nextPing = now.plus(this.unit);
		}
		else if (this.open && this.probing) {
			this.probes++;
			boolean somebodyMayBeOnline = now.isBefore(this.failingSince.plus(this.window));
			this.nextPing = now.plus(backoff(somebodyMayBeOnline ? 4 : 30));
		}
		this.probing = false;
	}

	private Duration backoff(int mostUnits) {
		return this.unit.multipliedBy(Math.min(1L << Math.min(this.probes, 10), mostUnits));
	}

	/**
	 * Forget everything, pings under way among it.
	 */
	synchronized void reset() {
		answered();
		this.nextPing = Instant.MIN;
	}

	/**
	 * Return whether Brevo responds to no ping.
	 * @return whether this circuit is open
	 */
	synchronized boolean isOpen() {
		return this.open;
	}

}
