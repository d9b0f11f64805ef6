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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RetrySettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Takes agents whose ping is due from the store, pings them, and sets when they are due
 * again. Thread-safe, but one claim must end before the next is begun.
 */
final class PingCycle {

	private static final Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	/**
	 * How many agents to look at in one go where most of them have to wait.
	 */
	private static final int CROWD = 100;

	private final ConversationsClient client;

	private final ActiveAgentStore store;

	private final HeartbeatSettings settings;

	private final Clock clock;

	private final StoreClock storeClock;

	private final PingGate gate;

	private final PingStatuses statuses;

	private final PingOutcomes outcomes;

	private final BiConsumer<AgentIdentity, Duration> drop;

	private final Runnable roomForMore;

	private final PingSpread spread = new PingSpread();

	/**
	 * Agents whose last ping failed, with the time when it was due at first.
	 */
	private final Map<AgentIdentity, Instant> failing = new ConcurrentHashMap<>();

	private final Set<Disposable> underWay = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	private volatile int activeAgents;

	private volatile boolean full;

	/**
	 * Create a cycle.
	 * @param client the client to ping with
	 * @param store the agents to ping
	 * @param settings how to ping
	 * @param clock tells the time
	 * @param storeClock tells the store's time
	 * @param gate decides how many pings may be made
	 * @param statuses remembers what came of the pings
	 * @param outcomes decides what follows from a ping
	 * @param drop makes an agent inactive, unless it was marked active in a time before
	 * @param roomForMore is told when there is room for more pings again
	 */
	PingCycle(ConversationsClient client, ActiveAgentStore store, HeartbeatSettings settings, Clock clock,
			StoreClock storeClock, PingGate gate, PingStatuses statuses, PingOutcomes outcomes,
			BiConsumer<AgentIdentity, Duration> drop, Runnable roomForMore) {
		this.client = client;
		this.store = store;
		this.settings = settings;
		this.clock = clock;
		this.storeClock = storeClock;
		this.gate = gate;
		this.statuses = statuses;
		this.outcomes = outcomes;
		this.drop = drop;
		this.roomForMore = roomForMore;
	}

	void start() {
		this.running = true;
	}

	void stop() {
		this.running = false;
		this.underWay.forEach(Disposable::dispose);
	}

	int activeAgents() {
		return this.activeAgents;
	}

	/**
	 * Ping agents that are due.
	 * @return the claim, or nothing if the cycle is stopped
	 */
	Mono<Claimed> claim() {
		return Mono.defer(() -> {
			if (!this.running) {
				return Mono.empty();
			}
			Instant now = this.clock.instant();
			int pingsUnderWay = this.underWay.size();
			int permits = this.gate.permits(this.activeAgents, pingsUnderWay, now);
			int max = (permits > 0 && this.gate.isCrowded()) ? Math.max(permits, CROWD) : permits;
			this.full = permits == this.settings.concurrency() - pingsUnderWay;
			return GuardedCall.of(this.store.claimDue(request(max))).flatMap((claim) -> {
				this.activeAgents = claim.active();
				this.storeClock.set(claim.when());
				this.gate.update(claim.active(), now);
				this.full &= claim.agents().size() == max;
				return ping(claim, permits)
					.thenReturn(new Claimed(claim.active(), max > permits && claim.agents().size() == max));
			});
		});
	}

	private ActiveAgentStore.ClaimRequest request(int max) {
		return new ActiveAgentStore.ClaimRequest(max, lease(), this.settings.maxInterval().multipliedBy(2));
	}

	private Duration lease() {
		return this.settings.pingTimeout().plus(this.settings.scaled(2));
	}

	private Mono<Void> ping(ActiveAgentStore.Claim claim, int permits) {
		if (!this.gate.isCrowded() || claim.agents().isEmpty()) {
			claim.agents().forEach(this::ping);
			return Mono.empty();
		}
		return this.store.list(this.gate.keptAgents(this.activeAgents))
			.doOnNext(this.gate::setLongestActive)
			// those who were kept so far still are
			.onErrorComplete()
			.then(Mono.defer(() -> pingKept(claim, permits)));
	}

	private Mono<Void> pingKept(ActiveAgentStore.Claim claim, int permits) {
		Duration interval = this.gate.pace(this.activeAgents).interval();
		List<NextPing> others = new ArrayList<>();
		int pings = 0;
		for (ActiveAgent agent : claim.agents()) {
			if (!this.gate.isKept(agent.identity())) {
				others.add(new NextPing(agent.identity(), interval, null));
			}
			else if (pings++ < permits) {
				ping(agent);
			}
			else {
				others.add(new NextPing(agent.identity(), Duration.ZERO, null));
			}
		}
		return this.store.schedule(others);
	}

	private void ping(ActiveAgent agent) {
		AgentIdentity identity = agent.identity();
		Instant begun = this.clock.instant();
		Instant due = this.storeClock.toLocal(agent.pingDue());
		this.outcomes.begun(due, begun);
		Disposable.Swap ping = Disposables.swap();
		this.underWay.add(ping);
		this.statuses.begun(agent, lastAcceptedPing(agent), begun);
		this.gate.pinging();
		// repeated from here, where it is known what else there is to do
		ping.update(GuardedCall
			.of(Mono.defer(() -> this.client.pingAgentOnline(identity)).contextWrite(RetrySettings.none()::writeTo))
			.timeout(this.settings.pingTimeout())
			.doOnCancel(() -> this.underWay.remove(ping))
			.subscribe(null, (failure) -> {
				this.underWay.remove(ping);
				failed(identity, failure, due, begun);
			}, () -> {
				this.underWay.remove(ping);
				accepted(identity, begun);
			}));
		if (!this.running) {
			ping.dispose();
		}
	}

	private @Nullable Instant lastAcceptedPing(ActiveAgent agent) {
		Instant accepted = agent.lastAcceptedPing();
		return (accepted != null) ? this.storeClock.toLocal(accepted) : null;
	}

	private void accepted(AgentIdentity agent, Instant begun) {
		Instant now = this.clock.instant();
		this.failing.remove(agent);
		List<NextPing> next = new ArrayList<>();
		Duration elapsed = Duration.between(begun, now);
		PingOutcomes.Accepted accepted = this.outcomes.accepted(agent, begun, now);
		if (accepted.endedOutage()) {
			// those who have been due for longest go offline first
			this.failing.forEach((other, due) -> next.add(new NextPing(other, Duration.between(now, due), null)));
			this.failing.clear();
		}
		next.add(new NextPing(agent, delay(accepted.cameOnline(), now).minus(elapsed), elapsed));
		schedule(next);
		ended();
	}

	private Duration delay(boolean cameOnline, Instant now) {
		Duration interval = this.gate.pace(this.activeAgents).interval();
		// to spread takes additional pings, which a stretched interval has no room for
		return (cameOnline && interval.equals(this.settings.interval())) ? this.spread.secondPing(interval, now)
				: interval;
	}

	private void failed(AgentIdentity agent, Throwable failure, Instant due, Instant begun) {
		Duration delay = this.outcomes.failed(agent, failure, this.gate.keptAgents(this.activeAgents) == 1,
				this.clock.instant());
		if (delay != null) {
			this.failing.putIfAbsent(agent, due);
			schedule(List.of(new NextPing(agent, delay, null)));
		}
		else {
			this.drop.accept(agent, Duration.between(begun, this.clock.instant()));
		}
		ended();
	}

	/**
	 * Forget an agent that is not active any more.
	 * @param agent the agent
	 */
	void forget(AgentIdentity agent) {
		this.failing.remove(agent);
		this.statuses.forget(agent);
	}

	void forgetAll() {
		this.failing.clear();
		this.statuses.forgetAll();
	}

	private void schedule(List<NextPing> pings) {
		GuardedCall.of(this.store.schedule(pings))
			.subscribe(null,
					(failure) -> logger.warn(
							"The next pings could not be scheduled, and follow when the claims of their agents end",
							failure));
	}

	/**
	 * Look after agents that this instance has not pinged for an online window.
	 * @param wornOff is told of those whose last accepted ping has worn off
	 * @return completion
	 */
	Mono<Void> check(Consumer<AgentPingStatus> wornOff) {
		return Mono.defer(() -> {
			List<AgentIdentity> toCheck = this.statuses.toCheck(this.clock.instant());
			return toCheck.isEmpty() ? Mono.empty()
					: this.store.find(toCheck).doOnNext((found) -> checked(toCheck, found, wornOff)).then();
		});
	}

	private void checked(List<AgentIdentity> toCheck, List<ActiveAgent> found, Consumer<AgentPingStatus> wornOff) {
		Instant now = this.clock.instant();
		Map<AgentIdentity, ActiveAgent> active = new HashMap<>();
		found.forEach((agent) -> active.put(agent.identity(), agent));
		for (AgentIdentity identity : toCheck) {
			ActiveAgent agent = active.get(identity);
			AgentPingStatus status = this.statuses.checked(identity, agent != null,
					(agent != null) ? lastAcceptedPing(agent) : null, now);
			if (status != null) {
				wornOff.accept(status);
			}
			if (agent == null) {
				this.failing.remove(identity);
			}
		}
	}

	private void ended() {
		int free = this.settings.concurrency() - this.underWay.size();
		if (this.full && free >= Math.max(1, this.settings.concurrency() / 4)) {
			this.roomForMore.run();
		}
	}

	/**
	 * What came of a claim.
	 *
	 * @param activeAgents how many agents are active
	 * @param more whether to claim again at once, because most agents have to wait
	 */
	record Claimed(int activeAgents, boolean more) {

	}

}
