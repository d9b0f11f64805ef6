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
final class PingHistory {

	private final Duration onlineWindow;

	private final Map<AgentIdentity, PingHistoryEntry> entries = new HashMap<>();

	private final TreeSet<PingHistoryEntry> byCheck = new TreeSet<>(
			Comparator.comparing(PingHistoryEntry::checkDue).thenComparingLong(PingHistoryEntry::number));

	private long added;

	private int failing;

	private int online;

	private boolean troubled;

	PingHistory(Duration onlineWindow) {
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
		PingHistoryEntry entry = this.entries.get(agent.identity());
		if (entry == null) {
			entry = new PingHistoryEntry(agent.identity(), this.added++, now.plus(this.onlineWindow));
			this.entries.put(agent.identity(), entry);
			this.byCheck.add(entry);
		}
		if (isRecent(lastAccepted, now)) {
			acceptedElsewhere(entry, lastAccepted);
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
		PingHistoryEntry entry = this.entries.get(agent);
		if (entry == null) {
			return null;
		}
		boolean wasOnline = entry.isOnline();
		accept(entry, begun, now);
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

	private void acceptedElsewhere(PingHistoryEntry entry, Instant accepted) {
		Instant known = entry.onlineSince();
		if (!entry.isOnline() || known == null || accepted.isAfter(known)) {
			accept(entry, accepted, accepted);
		}
	}

	private void accept(PingHistoryEntry entry, Instant begun, Instant answered) {
		this.byCheck.remove(entry);
		this.online += entry.isOnline() ? 0 : 1;
		this.failing -= entry.isFailing() ? 1 : 0;
		// Brevo may have processed the ping long before its response arrived
		entry.accepted(begun, answered, begun.plus(this.onlineWindow));
		this.byCheck.add(entry);
	}

	/**
	 * Record that a ping failed.
	 * @param agent the agent
	 * @param now the time
	 * @param failure the failure
	 * @return what this means; if the agent is no longer active, as for its first ping
	 */
	synchronized Failed failed(AgentIdentity agent, Instant now, Throwable failure) {
		PingHistoryEntry entry = this.entries.get(agent);
		if (entry == null) {
			return new Failed(1, this.onlineWindow, false);
		}
		this.failing += entry.isFailing() ? 0 : 1;
		entry.failed(failure, now);
		Duration timeLeft = Duration.between(now, entry.onlineSince(now).plus(this.onlineWindow));
		boolean matters = entry.failures() > 1
				|| timeLeft.compareTo(this.onlineWindow.dividedBy(Tuning.LITTLE_TIME_PART)) < 0;
		boolean first = matters && !this.troubled;
		this.troubled |= matters;
		return new Failed(entry.failures(), timeLeft, first);
	}

	/**
	 * Record that Brevo rejected a ping.
	 * @param agent the agent
	 * @param now the time
	 * @return what this means; if the agent is no longer active, as for its first ping
	 */
	synchronized Rejected rejected(AgentIdentity agent, Instant now) {
		PingHistoryEntry entry = this.entries.get(agent);
		return (entry != null) ? new Rejected(entry.rejected(now), entry.isOnline() && now.isBefore(entry.checkDue()))
				: new Rejected(now, false);
	}

	/**
	 * Return how many agents are offline because Brevo rejects their pings, as far as
	 * this instance knows.
	 * @return the number of agents
	 */
	synchronized int rejectedAgents() {
		return (int) this.entries.values().stream().filter(PingHistoryEntry::isRejected).count();
	}

	/**
	 * Return whether a rejection of an agent must be reported, and let the next call
	 * return {@code false}, until a ping of the agent is accepted.
	 * @param agent the agent
	 * @return whether to report it
	 */
	synchronized boolean tellOnce(AgentIdentity agent) {
		PingHistoryEntry entry = this.entries.get(agent);
		return entry != null && entry.tellOnce();
	}

	synchronized boolean isUnknown(AgentIdentity agent) {
		return !this.entries.containsKey(agent);
	}

	/**
	 * Return the next pings of the agents that this instance knows to be online.
	 * @param interval the time between two pings of an agent
	 * @param now the time
	 * @return the next pings
	 */
	synchronized List<NextPing> nextPings(Duration interval, Instant now) {
		return this.entries.values()
			.stream()
			.filter(PingHistoryEntry::isOnline)
			.map((entry) -> new NextPing(entry.agent(), Duration.between(now, entry.onlineSince(now).plus(interval)),
					Duration.between(entry.onlineSince(now), now)))
			.toList();
	}

	synchronized void forget(AgentIdentity agent) {
		PingHistoryEntry entry = this.entries.remove(agent);
		if (entry != null) {
			this.byCheck.remove(entry);
			this.online -= entry.isOnline() ? 1 : 0;
			this.failing -= entry.isFailing() ? 1 : 0;
		}
	}

	synchronized void forgetAll() {
		this.entries.clear();
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
			.takeWhile((entry) -> !now.isBefore(entry.checkDue()))
			.map(PingHistoryEntry::agent)
			.toList();
	}

	/**
	 * Record what the store knows about an agent to check.
	 * @param agent the agent
	 * @param active whether it is active
	 * @param lastAccepted when its last accepted ping was made, by any instance and by
	 * this instance's clock, or {@code null} if there was none
	 * @param now the time
	 * @return the outcome of the pings of the agent if its last accepted ping has just
	 * worn off, or {@code null} otherwise
	 */
	synchronized AgentState.@Nullable Pings checked(AgentIdentity agent, boolean active, @Nullable Instant lastAccepted,
			Instant now) {
		PingHistoryEntry entry = this.entries.get(agent);
		if (!active || entry == null) {
			forget(agent);
			return null;
		}
		if (isRecent(lastAccepted, now)) {
			acceptedElsewhere(entry, lastAccepted);
		}
		if (now.isBefore(entry.checkDue())) {
			return null;
		}
		boolean wasOnline = entry.isOnline();
		this.byCheck.remove(entry);
		AgentState.Pings pings = entry.toPings(now);
		this.online -= wasOnline ? 1 : 0;
		entry.offline(now.plus(this.onlineWindow));
		this.byCheck.add(entry);
		return wasOnline ? pings : null;
	}

	/**
	 * Record that the store cannot tell whether an agent to check is online, because the
	 * store's clock was set. The agent no longer counts as online, but it is not reported
	 * either, and is checked again soon.
	 * @param agent the agent
	 * @param now the time
	 */
	synchronized void checkedInVain(AgentIdentity agent, Instant now) {
		PingHistoryEntry entry = this.entries.get(agent);
		if (entry != null && !now.isBefore(entry.checkDue())) {
			this.byCheck.remove(entry);
			this.online -= entry.isOnline() ? 1 : 0;
			entry.offline(now.plus(this.onlineWindow.dividedBy(Tuning.LITTLE_TIME_PART)));
			this.byCheck.add(entry);
		}
	}

	synchronized AgentState.@Nullable Pings get(AgentIdentity agent, Instant now) {
		PingHistoryEntry entry = this.entries.get(agent);
		return (entry != null) ? entry.toPings(now) : null;
	}

	/**
	 * Return how many agents are online now, without those whose last ping has worn off
	 * but that were not checked yet.
	 * @param now the time
	 * @return the number of agents
	 */
	synchronized int onlineAgents(Instant now) {
		long wornOff = this.byCheck.stream()
			.takeWhile((entry) -> !now.isBefore(entry.checkDue()))
			.filter(PingHistoryEntry::isOnline)
			.count();
		return (int) (this.online - wornOff);
	}

	/**
	 * Return when the first of the agents that are online goes offline, unless it is
	 * pinged before.
	 * @return the time, or {@code null} if no agent is online
	 */
	synchronized @Nullable Instant nextToWearOff() {
		return this.byCheck.stream()
			.filter(PingHistoryEntry::isOnline)
			.findFirst()
			.map(PingHistoryEntry::checkDue)
			.orElse(null);
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
