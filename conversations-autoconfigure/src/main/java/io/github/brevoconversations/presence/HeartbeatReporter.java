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
import java.util.concurrent.TimeoutException;
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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Tells the log and the application what happens: a warning when something begins to go
 * wrong, nothing above debug while that lasts, and a line when all is well again.
 */
final class HeartbeatReporter {

	private volatile Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private final EventQueue events;

	private final AtomicReference<@Nullable HeartbeatTrouble> storeTrouble = new AtomicReference<>();

	private volatile String account = AgentPresenceEvent.DEFAULT_ACCOUNT;

	HeartbeatReporter(EventQueue events) {
		this.events = events;
	}

	void setAccount(String account) {
		this.account = account;
		this.logger = LogFactory.getLog(AgentPresenceHeartbeat.class.getName() + "." + account);
	}

	void accepted(AgentIdentity agent, PingStatuses.Accepted accepted) {
		this.logger.debug(LogMessage.format("Brevo accepted the ping of %s", agent));
		if (accepted.allWell()) {
			this.logger.info("Brevo accepts the pings of all active agents again");
		}
		if (accepted.cameOnline()) {
			this.events.publish(new AgentOnline(this.account, agent));
		}
	}

	void failed(AgentIdentity agent, Throwable failure, boolean first) {
		if (first) {
			this.logger
				.warn(LogMessage.format(
						"The ping of %s failed and will be repeated; further failures are logged at "
								+ "debug level until all active agents are pinged again: %s",
						agent, failure.getMessage()));
		}
		this.logger.debug(LogMessage.format("The ping of %s failed", agent), failure);
	}

	void wornOff(AgentPingStatus status) {
		this.logger.debug(LogMessage.format("%s may be offline in Brevo", status.agent()));
		if (status.lastAcceptedPing() != null) {
			this.events.publish(new AgentPossiblyOffline(this.account, status.agent(), status.lastAcceptedPing()));
		}
	}

	void refused(AgentIdentity agent, BrevoException failure) {
		this.logger.warn(LogMessage.format("%s is no longer active, because Brevo refuses its ping: %s", agent,
				failure.getMessage()));
		this.events.publish(new AgentRefused(this.account, agent, failure));
	}

	void suspended(BrevoException failure) {
		this.logger
			.warn(LogMessage.format("Brevo refuses all pings, which are tried again seldom until one is accepted: %s",
					failure.getMessage()));
		this.events.publish(new PingingSuspended(this.account, failure));
	}

	void resumed() {
		this.logger.info("Brevo accepts pings again");
		this.events.publish(new PingingResumed(this.account));
	}

	void quotaExceeded(int activeAgents, int capacity, HeartbeatSettings settings, @Nullable RateLimit rateLimit) {
		Long limit = (rateLimit != null) ? rateLimit.limit() : null;
		this.logger.warn(LogMessage.format(
				"Brevo's rate limit%s allows to keep %d of the %d active agents online, with a share of %s of it and a ping "
						+ "each %d seconds; those that were marked active first are kept online, and the others wait",
				(limit != null) ? " of %d requests".formatted(limit) : "", capacity, activeAgents,
				settings.quotaShare(), settings.maxInterval().toSeconds()));
		this.events.publish(new QuotaExceeded(this.account, activeAgents, capacity, settings.maxInterval(), rateLimit));
	}

	void quotaRestored(int activeAgents) {
		this.logger.info("Brevo's rate limit allows to keep all active agents online again");
		this.events.publish(new QuotaRestored(this.account, activeAgents));
	}

	void storeFailed(Throwable failure, Instant now) {
		HeartbeatTrouble before = this.storeTrouble.get();
		// the first trouble is often but a timeout, and the next one says why
		boolean explained = before != null && before.failure() instanceof TimeoutException
				&& !(failure instanceof TimeoutException);
		if (before == null || explained) {
			this.storeTrouble.set(new HeartbeatTrouble((before != null) ? before.since() : now, failure));
			this.logger.warn("The active agents cannot be read; that is tried again with each beat", failure);
		}
		else {
			this.logger.debug("The active agents still cannot be read", failure);
		}
	}

	void storeLostAgents(int added) {
		this.logger
			.warn(LogMessage.format(
					"The store of the active agents has lost what it held; the %d that this instance "
							+ "pinged last are active again, but marks that no instance has acted on yet are lost",
					added));
	}

	void storeAnswered() {
		if (this.storeTrouble.get() != null && this.storeTrouble.getAndSet(null) != null) {
			this.logger.info("The active agents can be read again");
		}
	}

	@Nullable HeartbeatTrouble storeTrouble() {
		return this.storeTrouble.get();
	}

}
