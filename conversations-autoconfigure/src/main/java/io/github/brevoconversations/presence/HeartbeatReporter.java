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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentPossiblyOffline;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentRefused;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingResumed;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingSuspended;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaRestored;
import org.jspecify.annotations.Nullable;

/**
 * Reports what happens in the log and as events: a warning when something begins to go
 * wrong, nothing above debug level while that lasts, and a line when all is well again.
 * Thread-safe.
 */
final class HeartbeatReporter {

	private final HeartbeatLog log;

	private final EventQueue events;

	private final AtomicReference<HeartbeatState.@Nullable Failure> pingFailure = new AtomicReference<>();

	private final AtomicReference<HeartbeatState.@Nullable Failure> storeFailure = new AtomicReference<>();

	private final AtomicBoolean sharingTold = new AtomicBoolean();

	private volatile String account = AgentPresenceEvent.DEFAULT_ACCOUNT;

	HeartbeatReporter(HeartbeatLog log, EventQueue events) {
		this.log = log;
		this.events = events;
	}

	void setAccount(String account) {
		this.account = account;
		this.log.setAccount(account);
	}

	void accepted(AgentIdentity agent, PingHistory.@Nullable Accepted accepted) {
		this.pingFailure.set(null);
		this.log.debug(null, "Brevo accepted the ping of %s", agent);
		if (accepted == null) {
			return;
		}
		if (accepted.allWell()) {
			this.log.info("Brevo accepts the pings of all active agents again");
		}
		if (accepted.cameOnline()) {
			this.events.publish(new AgentOnline(this.account, agent));
		}
	}

	void failed(AgentIdentity agent, Throwable failure, boolean first, Instant now) {
		this.pingFailure
			.updateAndGet((before) -> new HeartbeatState.Failure((before != null) ? before.since() : now, failure));
		if (first) {
			this.log.warn(null,
					"The ping of %s failed and will be retried; further failures are logged at "
							+ "debug level until all active agents have been pinged again: %s",
					agent, failure.getMessage());
		}
		this.log.debug(failure, "The ping of %s failed", agent);
	}

	/**
	 * Return since when no ping has been accepted, and the last failure.
	 * @return the failure, or {@code null} if the last ping that ended was accepted
	 */
	HeartbeatState.@Nullable Failure pingFailure() {
		return this.pingFailure.get();
	}

	void wornOff(AgentIdentity agent, @Nullable Instant lastAcceptedPing) {
		this.log.debug(null, "%s may be offline in Brevo", agent);
		if (lastAcceptedPing != null) {
			this.events.publish(new AgentPossiblyOffline(this.account, agent, lastAcceptedPing));
		}
	}

	void rejected(AgentIdentity agent, BrevoException failure) {
		this.log.warn(null, "%s is no longer active, because Brevo has rejected its pings for minutes: %s", agent,
				failure.getMessage());
		this.events.publish(new AgentRefused(this.account, agent, failure));
	}

	void rejectedButKept(AgentIdentity agent, BrevoException failure) {
		this.log.warn(null,
				"Brevo rejects the pings of %s, which is named in the configuration; retrying every few minutes: %s",
				agent, failure.getMessage());
		this.events.publish(new AgentRefused(this.account, agent, failure));
	}

	void suspended(BrevoException failure) {
		this.log.warn(null, "Brevo rejects all pings; retrying every few minutes until one is accepted: %s",
				failure.getMessage());
		this.events.publish(new PingingSuspended(this.account, failure));
	}

	void resumed() {
		this.log.info("Brevo accepts pings again");
		this.events.publish(new PingingResumed(this.account));
	}

	void quotaExceeded(int activeAgents, int capacity, HeartbeatSettings settings, @Nullable RateLimit rateLimit) {
		Long limit = (rateLimit != null) ? rateLimit.limit() : null;
		this.log.warn(null,
				"Brevo's rate limit%s allows only %s of the %s active agents to be kept online, given what others use, "
						+ "a quota share of %s and a ping every %s seconds; the agents that were marked active first "
						+ "are kept online, and the others wait",
				(limit != null) ? " of %s requests".formatted(limit) : "", capacity, activeAgents,
				settings.quotaShare(), settings.maxInterval().toSeconds());
		this.events.publish(new QuotaExceeded(this.account, activeAgents, capacity, settings.maxInterval(), rateLimit));
	}

	/**
	 * Warn once that others use much of the rate limit, as other instances that ping the
	 * same agents would.
	 * @param others the requests per hour that this instance has not made
	 * @param limit the rate limit, or {@code null} if it is unknown
	 */
	void othersTakeMuch(long others, @Nullable Long limit) {
		if (this.sharingTold.compareAndSet(false, true)) {
			this.log.warn(null,
					"Other clients of the account make %s requests an hour%s. If they are instances of this application, "
							+ "each of them pings the same agents; let them share a store of active agents",
					others, (limit != null) ? " of the %s that Brevo's rate limit allows".formatted(limit) : "");
		}
	}

	void quotaRestored(int activeAgents) {
		this.log.info("Brevo's rate limit allows all active agents to be kept online again");
		this.events.publish(new QuotaRestored(this.account, activeAgents));
	}

	void storeFailed(Throwable failure, Instant now) {
		HeartbeatState.Failure before = this.storeFailure.get();
		// the first failure is often just a timeout, and the next one says why
		boolean explained = before != null && before.cause() instanceof TimeoutException
				&& !(failure instanceof TimeoutException);
		if (before == null || explained) {
			this.storeFailure.set(new HeartbeatState.Failure((before != null) ? before.since() : now, failure));
			this.log.warn(failure, "The active agents cannot be read; retrying with each beat");
		}
		else {
			this.log.debug(failure, "The active agents still cannot be read");
		}
	}

	void storeLostAgents(int added) {
		this.log.warn(null, "The store of the active agents lost its contents, or came back with older ones; the %s "
				+ "that this instance pinged last are active again, but marks on which no instance had acted yet are lost",
				added);
	}

	void storeClockWasSet(Duration step) {
		this.log.warn(null,
				"The clock of the store of the active agents was changed by %s seconds; pinging continues as before",
				step.toMillis() / 1000.0);
	}

	void storeResponded() {
		if (this.storeFailure.get() != null && this.storeFailure.getAndSet(null) != null) {
			this.log.info("The active agents can be read again");
		}
	}

	HeartbeatState.@Nullable Failure storeFailure() {
		return this.storeFailure.get();
	}

}
