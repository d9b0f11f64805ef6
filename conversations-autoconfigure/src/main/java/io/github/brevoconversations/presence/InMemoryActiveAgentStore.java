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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * {@link ActiveAgentStore} in the memory of this instance. For each agent that an
 * operation handles, it takes time logarithmic in the number of agents. A claim handles
 * all kept agents while only some are kept; otherwise, it handles only those that it
 * takes.
 */
public class InMemoryActiveAgentStore implements ActiveAgentStore {

	private static final Comparator<Entry> BY_DUE_TIME = Comparator.comparing((Entry entry) -> entry.claimedBefore)
		.thenComparing((entry) -> entry.due)
		.thenComparingLong((entry) -> entry.number);

	private static final Comparator<Entry> BY_EXPIRY = Comparator.comparing(Entry::requiredExpiry)
		.thenComparingLong((entry) -> entry.number);

	private final Clock clock;

	private final Map<AgentIdentity, Entry> entries = new LinkedHashMap<>();

	private final TreeSet<Entry> byDueTime = new TreeSet<>(BY_DUE_TIME);

	private final TreeSet<Entry> byExpiry = new TreeSet<>(BY_EXPIRY);

	private final Set<Entry> refused = new LinkedHashSet<>();

	private final Set<AgentIdentity> configured = new HashSet<>();

	private long added;

	private AccountState account = AccountState.UNKNOWN;

	/**
	 * Create a store whose time passes evenly, even if the system's clock is set.
	 */
	public InMemoryActiveAgentStore() {
		this(new MonotonicClock());
	}

	/**
	 * Create a store.
	 * @param clock the clock that determines what is due
	 */
	public InMemoryActiveAgentStore(Clock clock) {
		Assert.notNull(clock, "'clock' must not be null");
		this.clock = clock;
	}

	@Override
	public Mono<Void> mark(Collection<Mark> marks) {
		return Mono.fromRunnable(() -> doMark(marks));
	}

	private synchronized void doMark(Collection<Mark> marks) {
		for (Mark mark : marks) {
			if (mark.active()) {
				doAdd(mark.agent(), mark.atMost());
			}
			else {
				doRemove(mark.agent());
			}
		}
	}

	private synchronized void doAdd(AgentIdentity agent, @Nullable Duration atMost) {
		Instant now = expire();
		Entry entry = this.entries.get(agent);
		if (entry == null) {
			entry = newEntry(agent, now);
		}
		entry.agent = agent;
		entry.marked = now;
		entry.configured = false;
		this.refused.remove(entry);
		setExpiry(entry, (atMost != null) ? now.plus(atMost) : null);
	}

	private Entry newEntry(AgentIdentity agent, Instant now) {
		Entry entry = new Entry(agent, this.added++, now);
		this.entries.put(agent, entry);
		this.byDueTime.add(entry);
		return entry;
	}

	@Override
	public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
		return Mono.fromSupplier(() -> doDrop(agent, refusedAgo));
	}

	private synchronized boolean doDrop(AgentIdentity agent, Duration refusedAgo) {
		Entry entry = this.entries.get(agent);
		Instant now = this.clock.instant();
		if (entry == null || entry.wasMarkedIn(now.minus(refusedAgo), now)) {
			return false;
		}
		doRemove(agent);
		this.configured.remove(agent);
		return true;
	}

	@Override
	public Mono<Void> configure(Collection<AgentIdentity> agents) {
		return Mono.fromRunnable(() -> doConfigure(new LinkedHashSet<>(agents)));
	}

	private synchronized void doConfigure(Set<AgentIdentity> agents) {
		Instant now = expire();
		for (AgentIdentity agent : List.copyOf(this.configured)) {
			Entry entry = this.entries.get(agent);
			if (!agents.contains(agent) && this.configured.remove(agent) && entry != null && entry.configured) {
				doRemove(agent);
			}
		}
		for (AgentIdentity agent : agents) {
			Entry entry = this.entries.get(agent);
			if (entry != null) {
				entry.agent = agent;
			}
			if (this.configured.add(agent) && entry == null) {
				newEntry(agent, now).configured = true;
			}
		}
	}

	private synchronized void doRemove(AgentIdentity agent) {
		Entry entry = this.entries.remove(agent);
		if (entry != null) {
			this.byDueTime.remove(entry);
			this.refused.remove(entry);
			setExpiry(entry, null);
		}
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return Mono.fromSupplier(() -> doList(max));
	}

	List<ActiveAgent> listAll() {
		return doList(Integer.MAX_VALUE);
	}

	private synchronized List<ActiveAgent> doList(int max) {
		expire();
		return this.entries.values().stream().limit(max).map(Entry::toActiveAgent).toList();
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return Mono.fromSupplier(() -> doFind(agents));
	}

	private synchronized List<ActiveAgent> doFind(Collection<AgentIdentity> agents) {
		expire();
		return agents.stream().map(this.entries::get).filter(Objects::nonNull).map(Entry::toActiveAgent).toList();
	}

	@Override
	public Mono<Integer> size() {
		return Mono.fromSupplier(this::doSize);
	}

	/**
	 * Return whether no agent is active, without a {@link Mono}, unlike {@link #size()}.
	 * @return whether there is none
	 */
	boolean isEmpty() {
		return doSize() == 0;
	}

	private synchronized int doSize() {
		expire();
		return this.entries.size();
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return Mono.fromSupplier(() -> doClaimDue(request));
	}

	private synchronized Claim doClaimDue(ClaimRequest request) {
		Instant now = expire();
		Instant latest = now.plus(request.longestDelay());
		List<ActiveAgent> claimed = new ArrayList<>();
		Integer candidates = request.candidates(this.account);
		List<Entry> kept = (candidates != null) ? keptEntries(candidates, request.mayTakeRefused()) : null;
		for (Entry entry : due(kept, this.account.admitted(request.max(), now), now, latest)) {
			claimed.add(entry.toActiveAgent());
			moveTo(entry, now.plus(request.lease()));
		}
		this.account = this.account.claimed(claimed.size(), now, request.lease());
		return new Claim(now, claimed, this.entries.size(), 0, nextDue(kept, now, latest), this.account);
	}

	private List<Entry> due(@Nullable List<Entry> kept, int max, Instant now, Instant latest) {
		if (kept != null) {
			return kept.stream().filter((entry) -> entry.isDue(now, latest)).sorted(BY_DUE_TIME).limit(max).toList();
		}
		// agents whose due time is too far ahead are at the end
		return Stream
			.concat(this.byDueTime.stream().takeWhile((entry) -> !entry.claimedBefore || !entry.due.isAfter(now)),
					this.byDueTime.descendingSet().stream().takeWhile((entry) -> entry.due.isAfter(latest)))
			.distinct()
			.limit(max)
			.toList();
	}

	private Stream<Entry> firstAndLastDue() {
		return this.byDueTime.isEmpty() ? Stream.empty() : Stream.of(this.byDueTime.first(), this.byDueTime.last());
	}

	private List<Entry> keptEntries(int kept, boolean andRefused) {
		return Stream
			.concat(this.entries.values().stream().filter((entry) -> !this.refused.contains(entry)).limit(kept),
					andRefused ? this.refused.stream() : Stream.empty())
			.toList();
	}

	private @Nullable Duration nextDue(@Nullable List<Entry> kept, Instant now, Instant latest) {
		Stream<Entry> candidates = (kept != null) ? kept.stream() : firstAndLastDue();
		Instant due = candidates.map((entry) -> entry.isDue(now, latest) ? now : entry.due)
			.min(Comparator.naturalOrder())
			.orElse(null);
		if (due == null) {
			return null;
		}
		Instant pausedUntil = this.account.pausedUntil(now);
		return Duration.between(now, (pausedUntil != null && pausedUntil.isAfter(due)) ? pausedUntil : due);
	}

	@Override
	public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
		return Mono.fromSupplier(() -> doSchedule(pings, update));
	}

	void scheduleAll(Collection<NextPing> pings) {
		doSchedule(pings, AccountUpdate.NONE);
	}

	private synchronized Scheduled doSchedule(Collection<NextPing> pings, AccountUpdate update) {
		Instant now = expire();
		for (NextPing ping : pings) {
			Entry entry = this.entries.get(ping.agent());
			if (entry != null) {
				moveTo(entry, now.plus(ping.delay()));
				scheduled(entry, ping, now);
			}
		}
		AccountState before = this.account;
		this.account = before.merge(update, now);
		return new Scheduled(before, this.account);
	}

	private void scheduled(Entry entry, NextPing ping, Instant now) {
		if (ping.acceptedAgo() != null) {
			entry.accepted(now.minus(ping.acceptedAgo()), now);
			this.refused.remove(entry);
		}
		else if (ping.refused()) {
			this.refused.add(entry);
		}
	}

	/**
	 * Set the state of the account, as another store holds it.
	 * @param account the state, with times by this store's clock
	 */
	synchronized void setAccount(AccountState account) {
		this.account = account;
	}

	/**
	 * Add an agent that is already claimed.
	 * @param agent the agent as another store holds it, with times by this store's clock
	 * @param due when it is due
	 */
	synchronized void hold(ActiveAgent agent, Instant due) {
		doRemove(agent.identity());
		Entry entry = new Entry(agent.identity(), this.added++, agent.activeSince());
		entry.due = due;
		entry.claimedBefore = true;
		entry.configured = agent.configured();
		entry.lastAccepted = agent.lastAcceptedPing();
		this.entries.put(agent.identity(), entry);
		this.byDueTime.add(entry);
		setExpiry(entry, agent.activeUntil());
	}

	/**
	 * Remove an agent, unless its next ping was scheduled anew.
	 * @param agent the agent
	 * @param due when its next ping was due
	 */
	synchronized void remove(AgentIdentity agent, Instant due) {
		Entry entry = this.entries.get(agent);
		if (entry != null && entry.due.equals(due)) {
			doRemove(agent);
		}
	}

	/**
	 * Remove the agents whose ping is overdue by more than a time.
	 * @param tolerated the time
	 */
	synchronized void removeOverdue(Duration tolerated) {
		Instant latest = this.clock.instant().minus(tolerated);
		while (!this.byDueTime.isEmpty() && this.byDueTime.first().due.isBefore(latest)) {
			doRemove(this.byDueTime.first().agent);
		}
	}

	private void moveTo(Entry entry, Instant due) {
		this.byDueTime.remove(entry);
		entry.due = due;
		entry.claimedBefore = true;
		this.byDueTime.add(entry);
	}

	private Instant expire() {
		Instant now = this.clock.instant();
		while (!this.byExpiry.isEmpty() && !this.byExpiry.first().requiredExpiry().isAfter(now)) {
			doRemove(this.byExpiry.first().agent);
		}
		return now;
	}

	private void setExpiry(Entry entry, @Nullable Instant expiry) {
		if (entry.expiry != null) {
			this.byExpiry.remove(entry);
		}
		entry.expiry = expiry;
		if (expiry != null) {
			this.byExpiry.add(entry);
		}
	}

	/**
	 * An active agent. The fields that a sorted set is sorted by change only while the
	 * entry is not in that set.
	 */
	private static final class Entry {

		private AgentIdentity agent;

		private final long number;

		private final Instant activeSince;

		private Instant marked;

		private boolean configured;

		private Instant due;

		private boolean claimedBefore;

		private @Nullable Instant expiry;

		private @Nullable Instant lastAccepted;

		private Entry(AgentIdentity agent, long number, Instant activeSince) {
			this.agent = agent;
			this.number = number;
			this.activeSince = activeSince;
			this.marked = activeSince;
			this.due = activeSince;
		}

		// A time in the future was recorded before the clock was set back.
		private boolean wasMarkedIn(Instant begin, Instant now) {
			return this.marked.isAfter(begin) && !this.marked.isAfter(now);
		}

		private boolean isDue(Instant now, Instant latest) {
			return !this.claimedBefore || !this.due.isAfter(now) || this.due.isAfter(latest);
		}

		// A time in the future was recorded before the clock was set back.
		private void accepted(Instant accepted, Instant now) {
			Instant last = this.lastAccepted;
			if (last == null || accepted.isAfter(last) || last.isAfter(now)) {
				this.lastAccepted = accepted;
			}
		}

		private ActiveAgent toActiveAgent() {
			return new ActiveAgent(this.agent, this.activeSince, this.expiry, this.due, this.lastAccepted,
					this.configured);
		}

		private Instant requiredExpiry() {
			Assert.state(this.expiry != null, "The entry does not expire");
			return this.expiry;
		}

	}

}
