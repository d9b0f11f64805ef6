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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.UnmarkedAgents.Unmarked;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A shared store that may be unreachable for a while, as the heartbeat of one instance
 * uses it. During an outage, each instance continues with the agents that it pinged last,
 * so that each agent is still pinged by one instance. Once the store is back, the outcome
 * of those pings is stored before anything is claimed, and the agents that were made
 * inactive or claimed by others meanwhile are released. If the store has lost its
 * contents, the agents are added again, each by the instance that pinged it last.
 * Thread-safe.
 */
final class OutageTolerantStore implements ActiveAgentStore {

	private final ActiveAgentStore store;

	private final HeartbeatSettings settings;

	private final Clock clock;

	private final StoreClock storeClock;

	private final HeartbeatReporter reporter;

	/**
	 * The agents that this instance pinged last, or is about to ping. One that is overdue
	 * has been claimed by another instance.
	 */
	private final InMemoryActiveAgentStore own;

	private final NextPings nextPings;

	private final UnmarkedAgents unmarked = new UnmarkedAgents();

	private final AtomicBoolean renewing = new AtomicBoolean();

	private volatile int active;

	private volatile List<AgentIdentity> configured = List.of();

	private volatile boolean answered;

	private volatile @Nullable AccountState account;

	private long generation;

	private @Nullable Instant failingSince;

	/**
	 * When this instance last knew which of its agents are active, during an outage.
	 */
	private Instant known = Instant.MIN;

	/**
	 * This instance's agents that the store did not hold then.
	 */
	private Set<AgentIdentity> absent = Set.of();

	/**
	 * Whether this instance's agents were compared with the store's since the last
	 * failure.
	 */
	private boolean compared = true;

	private Instant lossReported = Instant.MIN;

	private Instant lost = Instant.MIN;

	private int failures;

	private Instant nextAttempt = Instant.MIN;

	private Instant settled = Instant.MIN;

	/**
	 * When the store first answered again without agents being taken from it.
	 */
	private @Nullable Instant unsettledSince;

	OutageTolerantStore(ActiveAgentStore store, HeartbeatSettings settings, Clock clock, StoreClock storeClock,
			HeartbeatReporter reporter) {
		this.store = store;
		this.settings = settings;
		this.clock = clock;
		this.storeClock = storeClock;
		this.reporter = reporter;
		this.own = new InMemoryActiveAgentStore(storeClock);
		this.nextPings = new NextPings(store, clock, timeout());
	}

	private Duration timeout() {
		return this.settings.scaled(Tuning.SHARED_STORE_TIMEOUT);
	}

	private <T> Mono<T> bounded(Mono<T> call) {
		return GuardedCall.storeWithin(timeout(), call);
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return Mono.defer(() -> {
			if (!isAttemptDue()) {
				return claimOwn(request);
			}
			Instant asked = this.clock.instant();
			boolean mayTake = mayTake();
			List<ActiveAgent> held = isCompared() ? List.of() : this.own.listAll();
			List<Unmarked> unmarked = unmarkedToLookUp(asked);
			return bounded(this.nextPings.flush()
				.then(Mono.defer(() -> HeldAgents.lookUp(held, unmarked, this.store)))
				.flatMap((agents) -> this.store.claimDue(mayTake ? request : none(request))
					.doOnNext((claim) -> compare(agents, claim, asked))))
				.flatMap((claim) -> hasLostAgents(claim) ? restore(claim).then(claimRestored(claim, request, mayTake))
						: Mono.just(claim))
				.flatMap((claim) -> mayTake ? Mono.just(claim) : withOwn(claim, request))
				.doOnNext((claim) -> claimed(claim, request.lease(), asked, mayTake))
				.onErrorResume((failure) -> {
					failed(failure);
					renew();
					return claimOwn(request);
				});
		});
	}

	// Keeps the generation of the first claim: if the store has lost the restored agents
	// again before the second claim, the next claim notices it.
	private Mono<Claim> claimRestored(Claim first, ClaimRequest request, boolean mayTake) {
		int max = mayTake ? Math.max(0, request.max() - first.agents().size()) : 0;
		ClaimRequest rest = new ClaimRequest(max, request.lease(), request.longestDelay(), request.first());
		return Mono.defer(() -> bounded(this.store.claimDue(rest))).map((second) -> {
			List<ActiveAgent> agents = new ArrayList<>(first.agents());
			agents.addAll(second.agents());
			return new Claim(second.when(), agents, second.active(), first.generation(), second.nextDue(),
					second.account());
		});
	}

	/**
	 * Release the agents that were made inactive or claimed by another instance during an
	 * outage. They were looked up before the claim, which shows that the store had not
	 * lost any then.
	 * @param agents this instance's agents
	 * @param claim the first claim after the outage
	 * @param asked when the agents were looked up, or before
	 */
	private void compare(HeldAgents agents, Claim claim, Instant asked) {
		Set<AgentIdentity> inactive = new HashSet<>(agents.inactive());
		synchronized (this) {
			inactive.addAll(this.absent);
			this.absent = Set.of();
			this.compared |= agents.isKnown();
		}
		if (hasLostAgents(claim)) {
			return;
		}
		Map<AgentIdentity, ActiveAgent> stored = agents.stored();
		if (stored != null) {
			this.unmarked.lookedUp(agents.unmarked(), stored.keySet(), asked);
		}
		inactive.forEach(this::release);
		if (Duration.between(this.storeClock.instant(), claim.when()).abs().compareTo(Tuning.CLOCK_TOLERANCE) <= 0) {
			agents.taken().forEach((agent) -> this.own.remove(agent.identity(), agent.pingDue()));
		}
	}

	// Until agents may be taken from the store, its own are for this instance to ping.
	private Mono<Claim> withOwn(Claim claim, ClaimRequest request) {
		AccountState account = claim.account();
		if (account != null && (account.limited() != null || account.suspended() != null)) {
			// a probe is claimed from the store, so that only one instance makes it
			return Mono.just(claim);
		}
		return this.own.claimDue(new ClaimRequest(request.max(), request.lease(), request.longestDelay()))
			.map((own) -> new Claim(claim.when(), own.agents(), claim.active(), claim.generation(), claim.nextDue(),
					claim.account()));
	}

	private static ClaimRequest none(ClaimRequest request) {
		return new ClaimRequest(0, request.lease(), request.longestDelay(), request.first());
	}

	// Times tell nothing of what came first once the store's clock was set. So it is
	// looked up from time to time who is still inactive, and only the time since counts.
	private List<Unmarked> unmarkedToLookUp(Instant now) {
		List<Unmarked> all = isFailing() ? List.of() : unmarked(now);
		Instant recently = now.minus(this.settings.interval());
		return all.stream().anyMatch((unmarked) -> unmarked.inactive().isBefore(recently)) ? all : List.of();
	}

	private List<Unmarked> unmarked(Instant now) {
		return this.unmarked.since(now.minus(Tuning.UNMARKED_REMEMBERED));
	}

	private synchronized boolean isCompared() {
		return this.compared;
	}

	private synchronized boolean isAttemptDue() {
		return !this.clock.instant().isBefore(this.nextAttempt);
	}

	/**
	 * Return whether agents may be taken from the store. After an outage, the other
	 * instances first need time to store which agents they pinged during it. That wait
	 * has a limit for a store that fails now and then.
	 * @return whether they may be taken
	 */
	private synchronized boolean mayTake() {
		Instant now = this.clock.instant();
		if (this.failingSince != null) {
			this.settled = now.plus(this.settings.scaled(Tuning.SHARED_STORE_TIMEOUT + Tuning.LONGEST_RETREAT));
		}
		Instant since = this.unsettledSince;
		return !now.isBefore(this.settled) || (since != null && !now.isBefore(since.plus(longestSettling())));
	}

	private Duration longestSettling() {
		return this.settings.scaled(Tuning.LONGEST_SETTLING);
	}

	private synchronized boolean hasLostAgents(Claim claim) {
		return this.generation != 0 && claim.generation() != this.generation;
	}

	private Mono<Void> restore(Claim claim) {
		AccountState account = this.account;
		synchronized (this) {
			this.lost = this.clock.instant();
		}
		return this.own.list(Integer.MAX_VALUE).flatMap((unordered) -> {
			List<ActiveAgent> agents = unordered.stream()
				.sorted(Comparator.comparing(ActiveAgent::activeSince))
				.toList();
			reportLoss(agents.size());
			return Flux.fromIterable(agents)
				.buffer(Tuning.MOST_IN_ONE_TRIP)
				.concatMap((some) -> bounded(this.store.restore(some, account, this.storeClock.instant())))
				.then(Mono.defer(() -> bounded(this.store.configure(this.configured))))
				.then(Mono.defer(() -> removeUnmarked(agents, claim)));
		});
	}

	// A store that came back with older contents still holds agents that were made
	// inactive since.
	private Mono<Void> removeUnmarked(List<ActiveAgent> restored, Claim claim) {
		Instant now = this.clock.instant();
		Duration step = Duration.between(this.storeClock.instant(), claim.when());
		// the marks are by the clock before
		Duration forward = step.isNegative() ? Duration.ZERO : step;
		Set<AgentIdentity> markedAgain = restored.stream().map(ActiveAgent::identity).collect(Collectors.toSet());
		return Flux.fromIterable(unmarked(now))
			.filter((unmarked) -> !markedAgain.contains(unmarked.agent()))
			.concatMap((unmarked) -> bounded(
					this.store.drop(unmarked.agent(), Duration.between(unmarked.inactive(), now).plus(forward))))
			.then();
	}

	// Right after a loss, an overdue agent need not have been claimed by another
	// instance: the store may have lost it again.
	private synchronized boolean isIntact() {
		return !this.clock.instant().isBefore(this.lost.plus(this.settings.onlineWindow()));
	}

	private void reportLoss(int agents) {
		Instant now = this.clock.instant();
		synchronized (this) {
			if (now.isBefore(this.lossReported.plus(this.settings.onlineWindow()))) {
				return;
			}
			this.lossReported = now;
		}
		this.reporter.storeLostAgents(agents);
	}

	private static NextPing nextPing(ActiveAgent agent, Instant now) {
		return new NextPing(agent.identity(), Duration.between(now, agent.pingDue()),
				(agent.lastAcceptedPing() != null) ? Duration.between(agent.lastAcceptedPing(), now) : null);
	}

	private void claimed(Claim claim, Duration lease, Instant asked, boolean taken) {
		synchronized (this) {
			this.generation = claim.generation();
			this.failingSince = null;
			this.failures = 0;
			this.active = claim.active();
			this.unsettledSince = taken ? null : Objects.requireNonNullElse(this.unsettledSince, asked);
		}
		this.account = claim.account();
		this.reporter.storeResponded();
		setClock(claim.when(), asked);
		this.answered = true;
		if (taken && isIntact()) {
			this.own.removeOverdue(this.settings.scaled(Tuning.SHARED_STORE_TIMEOUT));
		}
		if (claim.account() != null) {
			this.own.setAccount(claim.account());
		}
		for (ActiveAgent agent : claim.agents()) {
			this.own.hold(agent, claim.when().plus(lease));
		}
	}

	/**
	 * Follow the store's clock. If it was set, the next pings of this instance's agents
	 * keep their distance from now. If it was set back, they would be too late in the
	 * store, so it is given the new due times. If it was set forward, they are overdue in
	 * the store, which gives them to the next instance that claims.
	 * @param when the store's time
	 * @param asked when the store was asked
	 */
	private void setClock(Instant when, Instant asked) {
		Instant expected = this.storeClock.instant();
		Duration before = this.storeClock.offset();
		this.storeClock.set(when, asked);
		Duration step = this.storeClock.offset().minus(before);
		if (!this.answered || step.abs().compareTo(Tuning.CLOCK_TOLERANCE) <= 0) {
			return;
		}
		List<NextPing> pings = this.own.listAll().stream().map((agent) -> nextPing(agent, expected)).toList();
		this.own.scheduleAll(pings);
		if (step.isNegative()) {
			this.nextPings.add(pings, AccountUpdate.NONE);
		}
	}

	/**
	 * Look up whether this instance's agents are still active. Some stores can be read
	 * even if claims fail: one that is full, or one that the user may only read.
	 */
	private void renew() {
		if (!this.renewing.compareAndSet(false, true)) {
			return;
		}
		bounded(Mono.defer(() -> HeldAgents.lookUp(this.own.listAll(), List.of(), this.store)))
			.doFinally((signal) -> this.renewing.set(false))
			.subscribe(this::renewed, (failure) -> {
			});
	}

	// They may be absent because the store has lost them, so they are only released once
	// a claim shows that it has not.
	private synchronized void renewed(HeldAgents agents) {
		if (this.failingSince == null || !agents.isKnown()) {
			return;
		}
		List<AgentIdentity> inactive = agents.inactive();
		boolean knows = inactive.size() < agents.held().size();
		this.absent = knows ? Set.copyOf(inactive) : Set.of();
		if (knows) {
			this.known = this.clock.instant();
		}
	}

	private synchronized void failed(Throwable failure) {
		Instant now = this.clock.instant();
		this.compared = false;
		if (this.failingSince == null) {
			this.failingSince = now;
		}
		if (!now.isBefore(this.failingSince.plus(longestSettling()))) {
			this.unsettledSince = null;
		}
		this.nextAttempt = now
			.plus(this.settings.scaled(Math.min(1 << Math.min(this.failures++, 4), Tuning.LONGEST_RETREAT)));
		this.reporter.storeFailed(failure, now);
	}

	private Mono<Claim> claimOwn(ClaimRequest request) {
		// without the first ones: the order of this store is that of the claims, not of
		// the marks
		return this.own
			.claimDue(new ClaimRequest(goesOn() ? request.max() : 0, request.lease(), request.longestDelay()))
			.map((claim) -> new Claim(claim.when(), present(claim.agents()), Math.max(this.active, claim.active()), 0,
					untilNextAttempt(claim.nextDue()), claim.account()));
	}

	private synchronized List<ActiveAgent> present(List<ActiveAgent> agents) {
		return agents.stream().filter((agent) -> !this.absent.contains(agent.identity())).toList();
	}

	// All instances must retry at the agreed rate, so that they return to the store
	// together.
	private synchronized Duration untilNextAttempt(@Nullable Duration nextDue) {
		Duration attempt = Duration.between(this.clock.instant(), this.nextAttempt);
		Duration next = (nextDue != null && nextDue.compareTo(attempt) < 0) ? nextDue : attempt;
		return next.isNegative() ? Duration.ZERO : next;
	}

	private synchronized boolean goesOn() {
		if (this.failingSince == null) {
			return true;
		}
		Instant known = this.known.isAfter(this.failingSince) ? this.known : this.failingSince;
		return this.clock.instant().isBefore(known.plus(this.settings.continueWithoutStoreFor()));
	}

	private synchronized boolean isFailing() {
		return this.failingSince != null;
	}

	@Override
	public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
		return Mono.defer(() -> {
			this.nextPings.add(pings, update);
			Mono<Scheduled> own = this.own.schedule(pings, update);
			return isFailing() ? own : own.flatMap((scheduled) -> flush().defaultIfEmpty(scheduled));
		});
	}

	private Mono<Scheduled> flush() {
		return this.nextPings.flush().onErrorResume((failure) -> {
			failed(failure);
			return Mono.empty();
		});
	}

	/**
	 * Forget an agent that this instance has made inactive, so that it does not continue
	 * with it during an outage. The wrapped store is not changed.
	 * @param agent the agent
	 */
	void forget(AgentIdentity agent) {
		this.unmarked.add(agent, this.clock.instant());
		release(agent);
	}

	private void release(AgentIdentity agent) {
		this.nextPings.remove(agent);
		this.own.remove(agent).subscribe();
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return Mono.defer(() -> isFailing() ? findOwn(agents)
				: bounded(this.store.find(agents)).onErrorResume((failure) -> findOwn(agents)));
	}

	private Mono<List<ActiveAgent>> findOwn(Collection<AgentIdentity> agents) {
		return this.own.find(agents).map(this::present);
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return bounded(this.store.list(max));
	}

	@Override
	public Mono<Integer> size() {
		return bounded(this.store.size());
	}

	@Override
	public Mono<Void> mark(Collection<Mark> marks) {
		return bounded(this.store.mark(marks));
	}

	@Override
	public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
		return bounded(this.store.drop(agent, refusedAgo));
	}

	/**
	 * Set which agents are configured. If the store has not been reached since the start,
	 * this instance pings them without it.
	 */
	@Override
	public Mono<Void> configure(Collection<AgentIdentity> agents) {
		this.configured = List.copyOf(agents);
		return bounded(this.store.configure(agents)).onErrorResume((failure) -> this.answered ? Mono.error(failure)
				: this.own.configure(agents).then(Mono.error(failure)));
	}

	@Override
	public boolean isShared() {
		return true;
	}

}
