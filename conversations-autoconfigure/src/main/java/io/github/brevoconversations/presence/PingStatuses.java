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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;

/**
 * What came of the pings of the active agents. Thread-safe. Each operation takes time
 * logarithmic in the number of agents.
 */
final class PingStatuses {

	private static final int MOST_TO_CHECK = 1000;

	/**
	 * The part of the window that is little time to retry a ping in.
	 */
	private static final int LITTLE_TIME = 4;

	private final Duration onlineWindow;

	private final Map<AgentIdentity, PingRecord> records = new HashMap<>();

	private final TreeSet<PingRecord> byCheck = new TreeSet<>(
			Comparator.comparing(PingRecord::checkDue).thenComparingLong(PingRecord::number));

	private long added;

	private int failing;

	private int online;

	private boolean troubled;

	PingStatuses(Duration onlineWindow) {
		this.onlineWindow = onlineWindow;
	}

	Duration onlineWindow() {
		return this.onlineWindow;
	}

	/**
	 * Note that an agent is pinged.
	 * @param agent the agent
	 * @param lastAccepted when the last ping was made that Brevo accepted, of any
	 * instance and on this instance's clock, or {@code null} if there was none
	 * @param now the time
	 */
	synchronized void begun(ActiveAgent agent, @Nullable Instant lastAccepted, Instant now) {
		PingRecord ping = this.records.get(agent.identity());
		if (ping == null) {
			ping = new PingRecord(agent, this.added++, now.plus(this.onlineWindow));
			this.records.put(agent.identity(), ping);
			this.byCheck.add(ping);
		}
		if (isRecent(lastAccepted, now)) {
			acceptedElsewhere(ping, lastAccepted);
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
		PingRecord ping = this.records.get(agent);
		if (ping == null) {
			return null;
		}
		boolean wasOnline = ping.isOnline();
		accept(ping, begun, now);
		boolean allWell = this.troubled && this.failing == 0;
		this.troubled &= !allWell;
		return new Accepted(!wasOnline, allWell);
	}

	// Return whether a ping has not worn off. A time to come is none that a ping was made
	// at, but comes from a clock that was set.
	@Contract("null, _ -> false")
	private boolean isRecent(@Nullable Instant accepted, Instant now) {
		return accepted != null && now.isBefore(accepted.plus(this.onlineWindow))
				&& !now.plus(this.onlineWindow.dividedBy(120)).isBefore(accepted);
	}

	private void acceptedElsewhere(PingRecord ping, Instant accepted) {
		Instant known = ping.onlineSince();
		if (!ping.isOnline() || known == null || accepted.isAfter(known)) {
			accept(ping, accepted, accepted);
		}
	}

	private void accept(PingRecord ping, Instant begun, Instant answered) {
		this.byCheck.remove(ping);
		this.online += ping.isOnline() ? 0 : 1;
		this.failing -= ping.isFailing() ? 1 : 0;
		// one that was answered late may have been processed early
		ping.accepted(begun, answered, begun.plus(this.onlineWindow));
		this.byCheck.add(ping);
	}

	/**
	 * Note that a ping failed.
	 * @param agent the agent
	 * @param now the time
	 * @param failure the failure
	 * @return what that means, or {@code null} if the agent is not active any more
	 */
	synchronized @Nullable Failed failed(AgentIdentity agent, Instant now, Throwable failure) {
		PingRecord ping = this.records.get(agent);
		if (ping == null) {
			return null;
		}
		this.failing += ping.isFailing() ? 0 : 1;
		ping.failed(failure, now);
		Duration timeLeft = Duration.between(now, ping.onlineSince(now).plus(this.onlineWindow));
		boolean matters = ping.failures() > 1 || timeLeft.compareTo(this.onlineWindow.dividedBy(LITTLE_TIME)) < 0;
		boolean first = matters && !this.troubled;
		this.troubled |= matters;
		return new Failed(ping.failures(), timeLeft, first);
	}

	/**
	 * Note that Brevo refused a ping as invalid.
	 * @param agent the agent
	 * @param now the time
	 * @return what that means, or {@code null} if the agent is not active any more
	 */
	synchronized @Nullable Refused refused(AgentIdentity agent, Instant now) {
		PingRecord ping = this.records.get(agent);
		return (ping != null) ? new Refused(ping.refused(now), ping.wasAccepted()) : null;
	}

	/**
	 * Return whether something is still to be told of an agent that is refused, which is
	 * told once.
	 * @param agent the agent
	 * @return whether to tell it
	 */
	synchronized boolean tellOnce(AgentIdentity agent) {
		PingRecord ping = this.records.get(agent);
		return ping != null && ping.tellOnce();
	}

	synchronized boolean isUnknown(AgentIdentity agent) {
		return !this.records.containsKey(agent);
	}

	/**
	 * Return the agents that this instance knows to be online, and when they are to be
	 * pinged again.
	 * @param interval the time between two pings of an agent
	 * @param now the time
	 * @return the next pings
	 */
	synchronized List<NextPing> nextPings(Duration interval, Instant now) {
		return this.records.values()
			.stream()
			.filter(PingRecord::isOnline)
			.map((ping) -> new NextPing(ping.agent(), Duration.between(now, ping.onlineSince(now).plus(interval)),
					null))
			.toList();
	}

	synchronized void forget(AgentIdentity agent) {
		PingRecord ping = this.records.remove(agent);
		if (ping != null) {
			this.byCheck.remove(ping);
			this.online -= ping.isOnline() ? 1 : 0;
			this.failing -= ping.isFailing() ? 1 : 0;
		}
	}

	synchronized void forgetAll() {
		this.records.clear();
		this.byCheck.clear();
		this.online = 0;
		this.failing = 0;
	}

	/**
	 * Return agents whose last accepted ping has worn off, as far as this instance knows,
	 * and now and then others that are offline. Each is to be {@linkplain #checked
	 * checked}.
	 * @param now the time
	 * @return some of the agents
	 */
	synchronized List<AgentIdentity> toCheck(Instant now) {
		if (this.byCheck.isEmpty() || now.isBefore(this.byCheck.first().checkDue())) {
			return List.of();
		}
		return this.byCheck.stream()
			.limit(MOST_TO_CHECK)
			.takeWhile((ping) -> !now.isBefore(ping.checkDue()))
			.map(PingRecord::agent)
			.toList();
	}

	/**
	 * Note what the store knows of an agent that was to be checked.
	 * @param agent the agent
	 * @param active whether it is active
	 * @param lastAccepted when its last accepted ping was made, of any instance and on
	 * this instance's clock, or {@code null} if there was none
	 * @param now the time
	 * @return the status of the agent if its last accepted ping has just worn off
	 */
	synchronized @Nullable AgentPingStatus checked(AgentIdentity agent, boolean active, @Nullable Instant lastAccepted,
			Instant now) {
		PingRecord ping = this.records.get(agent);
		if (!active || ping == null) {
			forget(agent);
			return null;
		}
		if (isRecent(lastAccepted, now)) {
			acceptedElsewhere(ping, lastAccepted);
		}
		if (now.isBefore(ping.checkDue())) {
			return null;
		}
		boolean wasOnline = ping.isOnline();
		this.byCheck.remove(ping);
		AgentPingStatus status = ping.toPingStatus(now);
		this.online -= wasOnline ? 1 : 0;
		ping.offline(now.plus(this.onlineWindow));
		this.byCheck.add(ping);
		return wasOnline ? status : null;
	}

	synchronized @Nullable AgentPingStatus get(AgentIdentity agent, Instant now) {
		PingRecord ping = this.records.get(agent);
		return (ping != null) ? ping.toPingStatus(now) : null;
	}

	/**
	 * Return how many agents are online now, whether or not anybody has checked since
	 * their last ping wore off.
	 * @param now the time
	 * @return the number of agents
	 */
	synchronized int onlineAgents(Instant now) {
		long wornOff = this.byCheck.stream()
			.takeWhile((ping) -> !now.isBefore(ping.checkDue()))
			.filter(PingRecord::isOnline)
			.count();
		return (int) (this.online - wornOff);
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
	 * What a refused ping means.
	 *
	 * @param since since when all pings of the agent have been refused
	 * @param acceptedBefore whether one was accepted before
	 */
	record Refused(Instant since, boolean acceptedBefore) {

	}

	/**
	 * What a failed ping means.
	 *
	 * @param failures how many pings of the agent failed in a row
	 * @param timeLeft the time until the agent goes offline, or less than zero
	 * @param first whether this is the first failure that matters after all was well
	 */
	record Failed(int failures, Duration timeLeft, boolean first) {

	}

}
