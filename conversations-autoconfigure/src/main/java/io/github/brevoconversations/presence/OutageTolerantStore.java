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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A shared store, for the heartbeat of one instance, that may be away for a while. While
 * it is, each instance goes on with the agents that it pinged last, so that each agent is
 * still pinged by one instance. What came of those pings is stored once the store is
 * back, before anything is claimed. If the store has lost its contents, the agents are
 * added again, each by the instance that pinged it last. Thread-safe.
 */
final class OutageTolerantStore implements ActiveAgentStore {

	private static final int RESTORED_IN_ONE_TRIP = 500;

	/**
	 * A clock that is set by less does no harm.
	 */
	private static final Duration TOLERATED_STEP = Duration.ofSeconds(2);

	private final ActiveAgentStore store;

	private final HeartbeatSettings settings;

	private final Clock clock;

	private final StoreClock storeClock;

	private final HeartbeatReporter reporter;

	/**
	 * The agents that this instance pinged last, or is about to. One that is overdue has
	 * been claimed by another.
	 */
	private final InMemoryActiveAgentStore own;

	private final NextPings nextPings;

	private final AtomicBoolean renewing = new AtomicBoolean();

	private volatile int active;

	private volatile List<AgentIdentity> configured = List.of();

	private volatile boolean answered;

	private volatile @Nullable AccountState account;

	private long generation;

	private @Nullable Instant failingSince;

	/**
	 * When it was last known which agents are active.
	 */
	private Instant known = Instant.MIN;

	private Instant lossReported = Instant.MIN;

	private int failures;

	private Instant nextAttempt = Instant.MIN;

	private Instant settled = Instant.MIN;

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
		return this.settings.scaled(3);
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return Mono.defer(() -> {
			if (!isAttemptDue()) {
				return claimOwn(request);
			}
			return this.nextPings.flush()
				.then(Mono.defer(() -> this.store.claimDue(mayTake() ? request : none(request))))
				.timeout(timeout())
				.flatMap((claim) -> hasLostAgents(claim) ? restore().thenReturn(claim) : Mono.just(claim))
				.doOnNext((claim) -> claimed(claim, request.lease()))
				.onErrorResume((failure) -> {
					failed(failure);
					renew();
					return claimOwn(request);
				});
		});
	}

	private static ClaimRequest none(ClaimRequest request) {
		return new ClaimRequest(0, request.lease(), request.longestDelay(), request.first());
	}

	private synchronized boolean isAttemptDue() {
		return !this.clock.instant().isBefore(this.nextAttempt);
	}

	/**
	 * Return whether agents may be taken from the store, which is so once the other
	 * instances have had the time to store which ones they pinged while it was away.
	 * @return whether they may be taken
	 */
	private synchronized boolean mayTake() {
		Instant now = this.clock.instant();
		if (this.failingSince != null) {
			this.settled = now.plus(this.settings.scaled(3));
		}
		return !now.isBefore(this.settled);
	}

	private synchronized boolean hasLostAgents(Claim claim) {
		return this.generation != 0 && claim.generation() != this.generation;
	}

	private Mono<Void> restore() {
		AccountState account = this.account;
		return this.own.list(Integer.MAX_VALUE).flatMap((unordered) -> {
			List<ActiveAgent> agents = unordered.stream()
				.sorted(Comparator.comparing(ActiveAgent::activeSince))
				.toList();
			reportLoss(agents.size());
			return Flux.fromIterable(agents)
				.buffer(RESTORED_IN_ONE_TRIP)
				.concatMap((some) -> this.store.restore(some, account, this.storeClock.instant()).timeout(timeout()))
				.then(Mono.defer(() -> this.store.configure(this.configured).timeout(timeout())));
		});
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

	private void claimed(Claim claim, Duration lease) {
		synchronized (this) {
			this.generation = claim.generation();
			this.failingSince = null;
			this.failures = 0;
			this.active = claim.active();
		}
		this.account = claim.account();
		this.reporter.storeAnswered();
		setClock(claim.when());
		this.answered = true;
		this.own.removeOverdue(this.settings.scaled(3));
		if (claim.account() != null) {
			this.own.setAccount(claim.account());
		}
		for (ActiveAgent agent : claim.agents()) {
			this.own.hold(agent, claim.when().plus(lease));
		}
	}

	/**
	 * Follow the store's clock. Once it was set, the pings of this instance's agents are
	 * as far ahead as they were before. The store is told if they were too late for it;
	 * if they are overdue for it, it gives them to whoever asks first.
	 * @param when the store's time
	 */
	private void setClock(Instant when) {
		Instant expected = this.storeClock.instant();
		Duration step = this.answered ? Duration.between(expected, when) : Duration.ZERO;
		List<ActiveAgent> agents = (step.abs().compareTo(TOLERATED_STEP) > 0) ? this.own.listAll() : List.of();
		this.storeClock.set(when);
		if (!agents.isEmpty()) {
			List<NextPing> pings = agents.stream().map((agent) -> nextPing(agent, expected)).toList();
			this.own.scheduleAll(pings);
			if (step.isNegative()) {
				this.nextPings.add(pings, AccountUpdate.NONE);
			}
		}
	}

	/**
	 * Look whether this instance's agents are still active, which some stores tell
	 * although they let nobody claim: one that is full, or that the user may only read.
	 */
	private void renew() {
		if (!this.renewing.compareAndSet(false, true)) {
			return;
		}
		List<AgentIdentity> held = this.own.listAll().stream().map(ActiveAgent::identity).toList();
		Mono.defer(() -> this.store.find(held))
			.timeout(timeout())
			.doFinally((signal) -> this.renewing.set(false))
			.subscribe((found) -> renewed(held, found), (failure) -> {
			});
	}

	private void renewed(List<AgentIdentity> held, List<ActiveAgent> found) {
		Set<AgentIdentity> inactive = new HashSet<>(held);
		found.forEach((agent) -> inactive.remove(agent.identity()));
		if (!found.isEmpty() || held.isEmpty()) {
			inactive.forEach(this::forget);
			synchronized (this) {
				this.known = this.clock.instant();
			}
		}
	}

	private synchronized void failed(Throwable failure) {
		Instant now = this.clock.instant();
		if (this.failingSince == null) {
			this.failingSince = now;
		}
		this.nextAttempt = now.plus(this.settings.scaled(Math.min(1 << Math.min(this.failures++, 4), 5)));
		this.reporter.storeFailed(failure, now);
	}

	private Mono<Claim> claimOwn(ClaimRequest request) {
		// its order is that of the claims, and not that of the marks
		return this.own
			.claimDue(new ClaimRequest(goesOn() ? request.max() : 0, request.lease(), request.longestDelay()))
			.map((claim) -> new Claim(claim.when(), claim.agents(), Math.max(this.active, claim.active()), 0,
					untilNextAttempt(claim.nextDue()), claim.account()));
	}

	// Have all instances look for the store as often as they agreed to, so that they come
	// back together.
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
		return this.clock.instant().isBefore(known.plus(this.settings.goOnWithoutStoreFor()));
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
	 * Remove an agent from what this instance goes on with. The store is not changed.
	 * @param agent the agent
	 */
	void forget(AgentIdentity agent) {
		this.nextPings.remove(agent);
		this.own.remove(agent).subscribe();
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return Mono.defer(() -> isFailing() ? this.own.find(agents)
				: this.store.find(agents).timeout(timeout()).onErrorResume((failure) -> this.own.find(agents)));
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return this.store.list(max).timeout(timeout());
	}

	@Override
	public Mono<Integer> size() {
		return this.store.size().timeout(timeout());
	}

	@Override
	public Mono<Void> mark(Collection<Mark> marks) {
		return this.store.mark(marks).timeout(timeout());
	}

	@Override
	public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
		return this.store.drop(agent, refusedAgo).timeout(timeout());
	}

	/**
	 * Set which agents are configured. While the store has not been reached since the
	 * start, they are pinged without it.
	 */
	@Override
	public Mono<Void> configure(Collection<AgentIdentity> agents) {
		this.configured = List.copyOf(agents);
		return this.store.configure(agents)
			.timeout(timeout())
			.onErrorResume((failure) -> this.answered ? Mono.error(failure)
					: this.own.configure(agents).then(Mono.error(failure)));
	}

	@Override
	public boolean isShared() {
		return true;
	}

}
