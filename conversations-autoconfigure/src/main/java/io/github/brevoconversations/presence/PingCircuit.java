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
 * does not respond, it lets one ping through now and then as a probe. Any response of
 * Brevo closes it, even a rejection; rejections are handled by the {@link AccountState},
 * which all instances share.
 * <p>
 * A ping that was sent but got no response in time may have been accepted. While pings
 * fail only in that way, the circuit lets all of them through and limits the retries.
 * Thread-safe.
 */
final class PingCircuit {

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
	 * How many pings in a row failed since the last one that Brevo may have accepted.
	 */
	private int notTaken = Tuning.FAILURES_OF_ANOTHER_KIND;

	private Instant lastRetry = Instant.MIN;

	/**
	 * Create a closed circuit.
	 * @param unit a second, scaled with the online window
	 * @param window the online window
	 */
	PingCircuit(Duration unit, Duration window) {
		this.unit = unit;
		this.window = window;
	}

	/**
	 * Return how many pings the circuit lets through now.
	 * @param now the time
	 * @return none, one, or {@link Integer#MAX_VALUE}
	 */
	synchronized int permits(Instant now) {
		if (!this.open || isUnanswered()) {
			return Integer.MAX_VALUE;
		}
		return (this.probing || now.isBefore(this.nextPing)) ? 0 : 1;
	}

	/**
	 * Record that a ping is let through.
	 */
	synchronized void pinging() {
		this.probing = this.open;
	}

	/**
	 * Record that Brevo responded to a ping, and close the circuit.
	 * @return whether the circuit was open
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
		this.notTaken = Tuning.FAILURES_OF_ANOTHER_KIND;
		this.lastRetry = Instant.MIN;
		return before;
	}

	/**
	 * Record the last ping that any instance had accepted. It closes the circuit if it is
	 * newer than this instance's own failures, and this instance has had no ping to make
	 * for a while: it cannot know whether one would fail.
	 * @param accepted when that ping was begun, or {@code null} for none
	 * @param patience how long to rely on this instance's own failures
	 * @param now the time
	 */
	synchronized void acceptedElsewhere(@Nullable Instant accepted, Duration patience, Instant now) {
		if (this.open && !this.probing && accepted != null && accepted.isAfter(this.nextPing)
				&& now.isAfter(this.nextPing.plus(patience))) {
			answered();
		}
	}

	/**
	 * Record that a ping did not reach Brevo, or that Brevo failed.
	 * @param ping the ping
	 * @param alone whether no other agent is pinged
	 * @param unlikely the number of failures in a row that is unlikely to happen by
	 * chance
	 * @param now the time
	 * @return when to ping the agent again
	 */
	synchronized Again failed(FailedPing ping, boolean alone, int unlikely, Instant now) {
		AgentIdentity agent = ping.agent();
		this.failures++;
		this.notTaken = ping.unanswered() ? 0 : this.notTaken + 1;
		this.severalFail |= alone || (this.lastFailing != null && !this.lastFailing.equals(agent));
		this.lastFailing = agent;
		if (this.failingSince == null) {
			this.failingSince = now;
		}
		if (!this.open && this.severalFail && this.failures >= unlikely
				&& !now.isBefore(this.failingSince.plus(this.unit.multipliedBy(Tuning.UNITS_UNTIL_OPEN)))) {
			this.open = true;
			this.nextPing = now.plus(this.unit);
		}
		else if (this.open && this.probing) {
			this.probes++;
			this.nextPing = now
				.plus(backoff(maySomebodyBeOnline(now) ? Tuning.PROBE_WHILE_ONLINE : Tuning.PROBE_WHILE_OFFLINE));
		}
		this.probing = false;
		if (!isUnanswered()) {
			return Again.IN_TIME;
		}
		return ping.unanswered() ? again(ping, now) : Again.SOON;
	}

	// One agent at a time finds out whether Brevo responds again, in time for all.
	private Again again(FailedPing ping, Instant now) {
		if (!maySomebodyBeOnline(now) || ping.begun().isBefore(this.lastRetry)) {
			return Again.AFTER_INTERVAL;
		}
		this.lastRetry = now;
		return Again.IN_TIME;
	}

	private boolean maySomebodyBeOnline(Instant now) {
		return this.failingSince == null || now.isBefore(this.failingSince.plus(this.window));
	}

	private boolean isUnanswered() {
		return this.open && this.notTaken < Tuning.FAILURES_OF_ANOTHER_KIND;
	}

	private Duration backoff(int mostUnits) {
		return this.unit.multipliedBy(Math.min(1L << Math.min(this.probes, 10), mostUnits));
	}

	/**
	 * Forget everything, including pings in flight.
	 */
	synchronized void reset() {
		answered();
		this.nextPing = Instant.MIN;
	}

	/**
	 * Return whether Brevo does not respond.
	 * @return whether this circuit is open
	 */
	synchronized boolean isOpen() {
		return this.open;
	}

	/**
	 * When to ping an agent again whose ping failed.
	 */
	enum Again {

		/**
		 * Soon, as long as the agent is online, and at growing intervals after that.
		 */
		IN_TIME,

		/**
		 * Soon in any case: Brevo may have accepted the agent's pings before, but not
		 * this one.
		 */
		SOON,

		/**
		 * When its next ping is due, since Brevo may have accepted this one.
		 */
		AFTER_INTERVAL

	}

	/**
	 * A ping that failed.
	 *
	 * @param agent the agent
	 * @param begun when it was begun
	 * @param unanswered whether it was sent but got no response in time
	 */
	record FailedPing(AgentIdentity agent, Instant begun, boolean unanswered) {

	}

}
