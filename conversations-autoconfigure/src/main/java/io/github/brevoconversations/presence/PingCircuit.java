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
 * A circuit breaker for the pings of all agents together. While Brevo answers none, it
 * lets one through now and then as a probe; any that succeeds closes it. Thread-safe.
 */
final class PingCircuit {

	/**
	 * Where many agents are pinged, a few failures in a row are nothing unusual, but not
	 * that none succeeds for a while.
	 */
	private static final int FAILURES_UNTIL_OPEN = 3;

	private static final int UNITS_UNTIL_OPEN = 2;

	private final Duration unit;

	private final Duration window;

	private State state = State.CLOSED;

	private int failures;

	private @Nullable AgentIdentity lastFailing;

	private boolean severalFail;

	private int probes;

	private boolean probing;

	private Instant nextPing = Instant.MIN;

	private @Nullable Instant failingSince;

	/**
	 * Create a closed circuit.
	 * @param unit a second, or less in proportion where the online window is shorter
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
		if (now.isBefore(this.nextPing)) {
			return 0;
		}
		if (this.state == State.CLOSED) {
			return Integer.MAX_VALUE;
		}
		return this.probing ? 0 : 1;
	}

	/**
	 * Note that a ping is let through.
	 */
	synchronized void pinging() {
		this.probing = this.state != State.CLOSED;
	}

	/**
	 * Note that Brevo accepted a ping.
	 * @return the state until now
	 */
	synchronized State succeeded() {
		State before = this.state;
		this.state = State.CLOSED;
		this.failures = 0;
		this.lastFailing = null;
		this.severalFail = false;
		this.probes = 0;
		this.probing = false;
		this.failingSince = null;
		if (before != State.CLOSED) {
			this.nextPing = Instant.MIN;
		}
		return before;
	}

	/**
	 * Note that a ping did not reach Brevo, or that Brevo failed.
	 * @param agent the agent
	 * @param alone whether no other agent is pinged
	 * @param now the time
	 */
	synchronized void failed(AgentIdentity agent, boolean alone, Instant now) {
		this.failures++;
		this.severalFail |= alone || (this.lastFailing != null && !this.lastFailing.equals(agent));
		this.lastFailing = agent;
		if (this.failingSince == null) {
			this.failingSince = now;
		}
		if (this.state == State.CLOSED && this.severalFail && this.failures >= FAILURES_UNTIL_OPEN
				&& !now.isBefore(this.failingSince.plus(this.unit.multipliedBy(UNITS_UNTIL_OPEN)))) {
			this.state = State.OUTAGE;
			this.nextPing = now.plus(this.unit);
		}
		else if (this.state == State.OUTAGE && this.probing) {
			this.probes++;
			boolean somebodyMayBeOnline = now.isBefore(this.failingSince.plus(this.window));
			this.nextPing = now.plus(backoff(somebodyMayBeOnline ? 4 : 30));
		}
		endProbe(now);
	}

	/**
	 * Note that Brevo refuses all pings, whoever they are for.
	 * @param now the time
	 * @return the state until now
	 */
	synchronized State refused(Instant now) {
		State before = this.state;
		if (before != State.SUSPENDED) {
			this.state = State.SUSPENDED;
			this.probes = 0;
			this.nextPing = now.plus(this.unit.multipliedBy(30));
		}
		else if (this.probing) {
			this.probes++;
			this.nextPing = now.plus(this.unit.multipliedBy(30L << Math.min(this.probes, 4)));
		}
		this.probing = false;
		return before;
	}

	/**
	 * Note that the rate limit is used up.
	 * @param now the time
	 * @param reset the time until it resets
	 */
	synchronized void limited(Instant now, Duration reset) {
		if (this.state != State.SUSPENDED) {
			this.state = State.LIMITED;
		}
		Instant end = now.plus(reset);
		if (end.isAfter(this.nextPing)) {
			this.nextPing = end;
		}
		this.probing = false;
	}

	/**
	 * Note that Brevo refuses the ping of one agent, which says nothing of the others.
	 */
	synchronized void answered() {
		this.probing = false;
	}

	private void endProbe(Instant now) {
		if (this.probing && this.state == State.SUSPENDED) {
			this.nextPing = now.plus(this.unit.multipliedBy(30));
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
		succeeded();
		this.nextPing = Instant.MIN;
	}

	synchronized State state() {
		return this.state;
	}

	/**
	 * What the circuit knows of Brevo.
	 */
	enum State {

		/**
		 * Brevo answers.
		 */
		CLOSED,

		/**
		 * Brevo cannot be reached, or fails.
		 */
		OUTAGE,

		/**
		 * The rate limit is used up.
		 */
		LIMITED,

		/**
		 * Brevo does not accept the key or the plan.
		 */
		SUSPENDED

	}

}
