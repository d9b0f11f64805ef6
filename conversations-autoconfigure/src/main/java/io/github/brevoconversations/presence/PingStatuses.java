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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What came of the pings of the active agents. Thread-safe, and each operation takes time
 * independent of the number of agents.
 */
final class PingStatuses {

	private final Duration onlineWindow;

	private final Map<AgentIdentity, Status> offline = new LinkedHashMap<>();

	/**
	 * In the order of their last accepted pings, and so of the times when they wear off.
	 */
	private final Map<AgentIdentity, Status> online = new LinkedHashMap<>();

	private int failing;

	PingStatuses(Duration onlineWindow) {
		this.onlineWindow = onlineWindow;
	}

	synchronized void begun(ActiveAgent agent) {
		if (find(agent.identity()) == null) {
			this.offline.put(agent.identity(), new Status(agent));
		}
	}

	/**
	 * Note that a ping was accepted.
	 * @param agent the agent
	 * @param begun when the ping was begun
	 * @param now the time
	 * @return what that changed, or {@code null} if the agent is not active any more
	 */
	synchronized @Nullable Accepted accepted(AgentIdentity agent, Instant begun, Instant now) {
		Status status = this.online.remove(agent);
		boolean wasOnline = status != null;
		if (status == null) {
			status = this.offline.remove(agent);
		}
		if (status == null) {
			return null;
		}
		boolean wasFailing = status.failures > 0;
		if (wasFailing) {
			this.failing--;
		}
		status.accepted(begun, now);
		this.online.put(agent, status);
		return new Accepted(!wasOnline, wasFailing && this.failing == 0);
	}

	/**
	 * Note that a ping failed.
	 * @param agent the agent
	 * @param now the time
	 * @param failure the failure
	 * @return what that means, or {@code null} if the agent is not active any more
	 */
	synchronized @Nullable Failed failed(AgentIdentity agent, Instant now, Throwable failure) {
		Status status = find(agent);
		if (status == null) {
			return null;
		}
		if (status.failures++ == 0) {
			this.failing++;
		}
		status.lastFailure = failure;
		return new Failed(status.failures, Duration.between(now, status.onlineSince(now).plus(this.onlineWindow)),
				status.failures == 1 && this.failing == 1);
	}

	synchronized void forget(AgentIdentity agent) {
		Status status = this.online.remove(agent);
		if (status == null) {
			status = this.offline.remove(agent);
		}
		if (status != null && status.failures > 0) {
			this.failing--;
		}
	}

	synchronized void forgetAll() {
		this.online.clear();
		this.offline.clear();
		this.failing = 0;
	}

	/**
	 * Find out whose last accepted ping has worn off since the last call.
	 * @param now the time
	 * @return the agents
	 */
	synchronized List<AgentPingStatus> wornOff(Instant now) {
		List<AgentPingStatus> wornOff = new ArrayList<>();
		Iterator<Status> candidates = this.online.values().iterator();
		while (candidates.hasNext()) {
			Status status = candidates.next();
			if (now.isBefore(status.requiredLastAccepted().plus(this.onlineWindow))) {
				break;
			}
			candidates.remove();
			this.offline.put(status.agent, status);
			wornOff.add(status.toPingStatus(false));
		}
		return wornOff;
	}

	synchronized @Nullable AgentPingStatus get(AgentIdentity agent) {
		Status status = find(agent);
		return (status != null) ? status.toPingStatus(this.online.containsKey(agent)) : null;
	}

	synchronized int onlineAgents() {
		return this.online.size();
	}

	private @Nullable Status find(AgentIdentity agent) {
		Status status = this.online.get(agent);
		return (status != null) ? status : this.offline.get(agent);
	}

	/**
	 * What an accepted ping changed.
	 *
	 * @param cameOnline whether the agent was not online before
	 * @param allWell whether no agent's last ping failed, for the first time in a while
	 */
	record Accepted(boolean cameOnline, boolean allWell) {

	}

	/**
	 * What a failed ping means.
	 *
	 * @param failures how many pings of the agent failed in a row
	 * @param timeLeft the time until the agent goes offline, or less than zero
	 * @param first whether this is the first failure after all was well
	 */
	record Failed(int failures, Duration timeLeft, boolean first) {

	}

	private static final class Status {

		private final AgentIdentity agent;

		private final Instant activeSince;

		private @Nullable Instant lastAccepted;

		/**
		 * The earliest time from which the online window may have begun. A ping that was
		 * answered late may have been processed early.
		 */
		private @Nullable Instant onlineSince;

		private int failures;

		private @Nullable Throwable lastFailure;

		private Status(ActiveAgent agent) {
			this.agent = agent.identity();
			this.activeSince = agent.activeSince();
		}

		private void accepted(Instant begun, Instant now) {
			this.onlineSince = begun;
			this.lastAccepted = now;
			this.failures = 0;
			this.lastFailure = null;
		}

		private Instant onlineSince(Instant now) {
			if (this.onlineSince == null) {
				this.onlineSince = now;
			}
			return this.onlineSince;
		}

		private Instant requiredLastAccepted() {
			if (this.lastAccepted == null) {
				throw new IllegalStateException("No ping was accepted");
			}
			return this.lastAccepted;
		}

		private AgentPingStatus toPingStatus(boolean online) {
			return new AgentPingStatus(this.agent, this.activeSince, this.lastAccepted, online, this.failures,
					this.lastFailure);
		}

	}

}
