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
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A shared store, for the heartbeat of one instance, that may be away for a while. While
 * it is, each instance goes on with the agents that it pinged last, so that each agent is
 * still pinged by one instance. What came of those pings is stored once the store is
 * back, before anything is claimed. Where the store has lost what it held, the agents are
 * added again, each by the instance that pinged it last. Thread-safe.
 */
final class OutageTolerantStore implements ActiveAgentStore {

	/**
	 * Agents may have been marked inactive meanwhile, which nobody can tell.
	 */
	private static final int ONLINE_WINDOWS_TO_GO_ON = 5;

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

	private volatile int active;

	private long generation;

	private @Nullable Instant failingSince;

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
				.flatMap((claim) -> hasLostAgents(claim) ? restore().thenReturn(claim) : Mono.just(claim))
				.timeout(timeout())
				.doOnNext((claim) -> claimed(claim, request.lease()))
				.onErrorResume((failure) -> {
					failed(failure);
					return claimOwn(request);
				});
		});
	}

	private static ClaimRequest none(ClaimRequest request) {
		return new ClaimRequest(0, request.lease(), request.longestDelay());
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
		Instant now = this.storeClock.instant();
		return this.own.list(Integer.MAX_VALUE).flatMap((agents) -> {
			this.reporter.storeLostAgents(agents.size());
			this.nextPings.add(agents.stream().map((agent) -> nextPing(agent, now)).toList(), AccountUpdate.NONE);
			return Flux.fromIterable(agents)
				.concatMap((agent) -> this.store.add(agent.identity(), between(now, agent.activeUntil())))
				.then(this.nextPings.flush())
				.then();
		});
	}

	private static NextPing nextPing(ActiveAgent agent, Instant now) {
		return new NextPing(agent.identity(), Duration.between(now, agent.pingDue()),
				(agent.lastAcceptedPing() != null) ? Duration.between(agent.lastAcceptedPing(), now) : null);
	}

	private static @Nullable Duration between(Instant now, @Nullable Instant until) {
		return (until != null) ? Duration.between(now, until) : null;
	}

	private void claimed(Claim claim, Duration lease) {
		synchronized (this) {
			this.generation = claim.generation();
			this.failingSince = null;
			this.failures = 0;
			this.active = claim.active();
		}
		this.reporter.storeAnswered();
		this.storeClock.set(claim.when());
		this.own.removeOverdue(this.settings.scaled(3));
		if (claim.account() != null) {
			this.own.setAccount(claim.account());
		}
		for (ActiveAgent agent : claim.agents()) {
			this.own.hold(agent.identity(), between(claim.when(), agent.activeUntil()), lease);
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
		return this.own.claimDue(goesOn() ? request : none(request))
			.map((claim) -> new Claim(claim.when(), claim.agents(), Math.max(this.active, claim.active()), 0,
					claim.nextDue(), claim.account()));
	}

	private synchronized boolean goesOn() {
		return this.failingSince == null || this.clock.instant()
			.isBefore(this.failingSince.plus(this.settings.onlineWindow().multipliedBy(ONLINE_WINDOWS_TO_GO_ON)));
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
	public Mono<Void> add(AgentIdentity agent, @Nullable Duration atMost) {
		return this.store.add(agent, atMost);
	}

	@Override
	public Mono<Void> remove(AgentIdentity agent) {
		forget(agent);
		return this.store.remove(agent);
	}

	@Override
	public boolean isShared() {
		return true;
	}

}
