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
 * The outcome of the pings of the active agents that this instance pings. Thread-safe.
 * Recording a ping takes time logarithmic in the number of agents.
 */
final class PingStatuses {

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

	/**
	 * Record that an agent is pinged.
	 * @param agent the agent
	 * @param lastAccepted when its last accepted ping was made, by any instance and by
	 * this instance's clock, or {@code null} if there was none
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
	 * Record that a ping was accepted.
	 * @param agent the agent
	 * @param begun when the ping was begun
	 * @param now the time
	 * @return what this changed, or {@code null} if the agent is no longer active
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

	// Whether a ping has not worn off yet. A time in the future comes from a clock that
	// was set, so it does not count.
	@Contract("null, _ -> false")
	private boolean isRecent(@Nullable Instant accepted, Instant now) {
		return accepted != null && now.isBefore(accepted.plus(this.onlineWindow))
				&& !now.plus(this.onlineWindow.dividedBy(Tuning.CLOCK_TOLERANCE_PART)).isBefore(accepted);
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
		// Brevo may have processed the ping long before its response arrived
		ping.accepted(begun, answered, begun.plus(this.onlineWindow));
		this.byCheck.add(ping);
	}

	/**
	 * Record that a ping failed.
	 * @param agent the agent
	 * @param now the time
	 * @param failure the failure
	 * @return what this means; if the agent is no longer active, as for its first ping
	 */
	synchronized Failed failed(AgentIdentity agent, Instant now, Throwable failure) {
		PingRecord ping = this.records.get(agent);
		if (ping == null) {
			return new Failed(1, this.onlineWindow, false);
		}
		this.failing += ping.isFailing() ? 0 : 1;
		ping.failed(failure, now);
		Duration timeLeft = Duration.between(now, ping.onlineSince(now).plus(this.onlineWindow));
		boolean matters = ping.failures() > 1
				|| timeLeft.compareTo(this.onlineWindow.dividedBy(Tuning.LITTLE_TIME_PART)) < 0;
		boolean first = matters && !this.troubled;
		this.troubled |= matters;
		return new Failed(ping.failures(), timeLeft, first);
	}

	/**
	 * Record that Brevo rejected a ping.
	 * @param agent the agent
	 * @param now the time
	 * @return what this means; if the agent is no longer active, as for its first ping
	 */
	synchronized Rejected rejected(AgentIdentity agent, Instant now) {
		PingRecord ping = this.records.get(agent);
		return (ping != null) ? new Rejected(ping.rejected(now), ping.isOnline() && now.isBefore(ping.checkDue()))
				: new Rejected(now, false);
	}

	/**
	 * Return how many agents are offline because Brevo rejects their pings, as far as
	 * this instance knows.
	 * @return the number of agents
	 */
	synchronized int rejectedAgents() {
		return (int) this.records.values().stream().filter(PingRecord::isRejected).count();
	}

	/**
	 * Return whether a rejection of an agent must be reported, and let the next call
	 * return {@code false}, until a ping of the agent is accepted.
	 * @param agent the agent
	 * @return whether to report it
	 */
	synchronized boolean tellOnce(AgentIdentity agent) {
		PingRecord ping = this.records.get(agent);
		return ping != null && ping.tellOnce();
	}

	synchronized boolean isUnknown(AgentIdentity agent) {
		return !this.records.containsKey(agent);
	}

	/**
	 * Return the next pings of the agents that this instance knows to be online.
	 * @param interval the time between two pings of an agent
	 * @param now the time
	 * @return the next pings
	 */
	synchronized List<NextPing> nextPings(Duration interval, Instant now) {
		return this.records.values()
			.stream()
			.filter(PingRecord::isOnline)
			.map((ping) -> new NextPing(ping.agent(), Duration.between(now, ping.onlineSince(now).plus(interval)),
					Duration.between(ping.onlineSince(now), now)))
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
	 * and once in a while others that are offline. Each must be {@linkplain #checked
	 * checked}.
	 * @param now the time
	 * @return some of the agents
	 */
	synchronized List<AgentIdentity> toCheck(Instant now) {
		if (this.byCheck.isEmpty() || now.isBefore(this.byCheck.first().checkDue())) {
			return List.of();
		}
		return this.byCheck.stream()
			.limit(Tuning.MOST_TO_CHECK)
			.takeWhile((ping) -> !now.isBefore(ping.checkDue()))
			.map(PingRecord::agent)
			.toList();
	}

	/**
	 * Record what the store knows about an agent to check.
	 * @param agent the agent
	 * @param active whether it is active
	 * @param lastAccepted when its last accepted ping was made, by any instance and by
	 * this instance's clock, or {@code null} if there was none
	 * @param now the time
	 * @return the status of the agent if its last accepted ping has just worn off, or
	 * {@code null} otherwise
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

	/**
	 * Record that the store cannot tell whether an agent to check is online, because the
	 * store's clock was set. The agent no longer counts as online, but it is not reported
	 * either, and is checked again soon.
	 * @param agent the agent
	 * @param now the time
	 */
	synchronized void checkedInVain(AgentIdentity agent, Instant now) {
		PingRecord ping = this.records.get(agent);
		if (ping != null && !now.isBefore(ping.checkDue())) {
			this.byCheck.remove(ping);
			this.online -= ping.isOnline() ? 1 : 0;
			ping.offline(now.plus(this.onlineWindow.dividedBy(Tuning.LITTLE_TIME_PART)));
			this.byCheck.add(ping);
		}
	}

	synchronized @Nullable AgentPingStatus get(AgentIdentity agent, Instant now) {
		PingRecord ping = this.records.get(agent);
		return (ping != null) ? ping.toPingStatus(now) : null;
	}

	/**
	 * Return how many agents are online now, without those whose last ping has worn off
	 * but that were not checked yet.
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
	 * Return when the first of the agents that are online goes offline, unless it is
	 * pinged before.
	 * @return the time, or {@code null} if no agent is online
	 */
	synchronized @Nullable Instant nextToWearOff() {
		return this.byCheck.stream().filter(PingRecord::isOnline).findFirst().map(PingRecord::checkDue).orElse(null);
	}

	/**
	 * What an accepted ping changed.
	 *
	 * @param cameOnline whether the agent was not online before
	 * @param allWell whether this ended a time with failures: no agent's last ping failed
	 * anymore
	 */
	record Accepted(boolean cameOnline, boolean allWell) {

	}

	/**
	 * What a rejected ping means.
	 *
	 * @param since since when all pings of the agent have been rejected
	 * @param online whether an accepted ping still keeps the agent online
	 */
	record Rejected(Instant since, boolean online) {

	}

	/**
	 * What a failed ping means.
	 *
	 * @param failures how many pings of the agent have failed in a row
	 * @param timeLeft the time until the agent goes offline, negative if it has
	 * @param first whether this is the first failure that matters after all was well
	 */
	record Failed(int failures, Duration timeLeft, boolean first) {

	}

}
