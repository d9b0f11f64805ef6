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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RetrySettings;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Takes agents whose ping is due from the store, pings them, and sets when they are due
 * again. Thread-safe, but one claim must end before the next is begun.
 */
final class PingCycle {

	private final ConversationsClient client;

	private final ActiveAgentStore store;

	private final HeartbeatSettings settings;

	private final StoreClock storeClock;

	private final Clock clock;

	private final PingGate gate;

	private final PingOutcomes outcomes;

	private final Callback callback;

	private final PingSpread spread = new PingSpread();

	/**
	 * Agents whose last ping failed, with the time when it was due at first.
	 */
	private final Map<AgentIdentity, Instant> failing = new ConcurrentHashMap<>();

	private final Set<Ping> underWay = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	private volatile boolean full;

	/**
	 * Create a cycle.
	 * @param client the client to ping with
	 * @param store the agents to ping
	 * @param settings how to ping
	 * @param storeClock tells the store's time
	 * @param gate decides how many pings may be made
	 * @param outcomes decides what follows from a ping
	 * @param callback is told what to do next
	 */
	PingCycle(ConversationsClient client, ActiveAgentStore store, HeartbeatSettings settings, StoreClock storeClock,
			PingGate gate, PingOutcomes outcomes, Callback callback) {
		this.client = client;
		this.store = store;
		this.settings = settings;
		this.storeClock = storeClock;
		this.clock = storeClock.local();
		this.gate = gate;
		this.outcomes = outcomes;
		this.callback = callback;
	}

	void start() {
		this.running = true;
	}

	void stop() {
		this.running = false;
		this.underWay.forEach(Ping::abandon);
		this.underWay.clear();
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
			int pingsUnderWay = this.underWay.size();
			int max = this.gate.permits(pingsUnderWay, this.clock.instant());
			Duration timeout = this.settings.pingTimeout(this.gate.pace().interval());
			ClaimRequest request = new ClaimRequest(max, timeout.plus(this.settings.scaled(2)),
					this.settings.longestDelay(), this.gate.ranks(pingsUnderWay));
			return GuardedCall.of(this.store.claimDue(request)).map((claim) -> {
				this.full = max == this.settings.concurrency() - pingsUnderWay && claim.agents().size() == max;
				claimed(claim);
				claim.agents().forEach((agent) -> new Ping(agent, timeout).begin());
				return new Claimed(claim.active(), nextBeat(claim, max));
			});
		});
	}

	private void claimed(Claim claim) {
		Instant now = this.clock.instant();
		this.storeClock.set(claim.when());
		Duration step = this.storeClock.takeStep();
		AccountView account = this.gate.account();
		account.claimed(claim);
		this.gate.claimed(claim, account.lastAccepted(), now);
		if (step.abs().compareTo(this.settings.scaled(2)) > 0) {
			this.callback.storeClockWasSet(step);
			schedule(this.outcomes.statuses().nextPings(this.gate.pace().interval(), now));
		}
		else if (account.hasNews()) {
			schedule(List.of());
		}
	}

	// Return when to beat again. If there was no permission to claim what is due, that
	// is not known, and tried soon; if the store cannot tell, once a second.
	private Duration nextBeat(Claim claim, int max) {
		Duration next = claim.nextDue();
		if (next == null) {
			return (claim.active() > 0 || claim.account() == null) ? this.settings.interval().dividedBy(60)
					: this.settings.maxInterval();
		}
		return next.isZero() ? this.settings.scaled((max > 0) ? 0.1 : 0.25) : next;
	}

	private @Nullable Instant lastAcceptedPing(ActiveAgent agent) {
		return this.storeClock.keptToLocal(agent.lastAcceptedPing());
	}

	private Duration delay(boolean cameOnline, Instant now) {
		Duration interval = this.gate.pace().interval();
		// to spread takes additional pings, which a stretched interval has no room for
		return (cameOnline && interval.equals(this.settings.interval())) ? this.spread.secondPing(interval, now)
				: interval;
	}

	/**
	 * Forget an agent that is not active any more.
	 * @param agent the agent
	 */
	void forget(AgentIdentity agent) {
		this.failing.remove(agent);
		this.outcomes.statuses().forget(agent);
	}

	void forgetAll() {
		this.failing.clear();
		this.outcomes.statuses().forgetAll();
	}

	private void schedule(List<NextPing> pings) {
		AccountUpdate update = this.gate.account().take();
		GuardedCall.of(this.store.schedule(pings, update)).subscribe((scheduled) -> {
			ActiveAgentStore.Scheduled change = this.gate.account().stored(scheduled);
			this.outcomes.changed(change);
			if (!Objects.equals(change.before().kept(), change.after().kept())) {
				// whoever is kept from now on has been due for long
				this.callback.beatIn(Duration.ZERO);
			}
			pings.stream().map(NextPing::delay).min(Duration::compareTo).ifPresent(this.callback::beatIn);
		}, this.callback::notScheduled);
	}

	/**
	 * Look after agents that this instance has not pinged for an online window.
	 * @param wornOff is told of those whose last accepted ping has worn off
	 * @return completion
	 */
	Mono<Void> check(Consumer<AgentPingStatus> wornOff) {
		return Mono.defer(() -> {
			List<AgentIdentity> toCheck = this.outcomes.statuses().toCheck(this.clock.instant());
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
			AgentPingStatus status = this.outcomes.statuses()
				.checked(identity, agent != null, (agent != null) ? lastAcceptedPing(agent) : null, now);
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
			this.callback.roomForMore();
		}
	}

	/**
	 * The ping of one agent, which ends once, whatever is thrown by whom.
	 */
	private final class Ping {

		private final ActiveAgent agent;

		private final Duration timeout;

		private final Instant due;

		private final Instant begun;

		private final Disposable.Swap subscription = Disposables.swap();

		private final AtomicBoolean ended = new AtomicBoolean();

		private Ping(ActiveAgent agent, Duration timeout) {
			this.agent = agent;
			this.timeout = timeout;
			this.begun = PingCycle.this.clock.instant();
			this.due = PingCycle.this.storeClock.toLocal(agent.pingDue());
		}

		private void begin() {
			PingCycle.this.underWay.add(this);
			try {
				PingCycle.this.outcomes.begun(this.agent, lastAcceptedPing(this.agent), this.due, this.begun);
				this.subscription.update(Mono.defer(() -> PingCycle.this.client.pingAgentOnline(this.agent.identity()))
					// retried from here, which knows what else there is to do
					.contextWrite(RetrySettings.none()::writeTo)
					.timeout(this.timeout)
					.subscribe(null, this::failed, this::accepted));
			}
			catch (Throwable ex) {
				// Reactor throws what it takes for fatal
				failed(ex);
			}
			if (!PingCycle.this.running) {
				abandon();
			}
		}

		private void accepted() {
			if (!end()) {
				return;
			}
			Instant now = PingCycle.this.clock.instant();
			List<NextPing> next = new ArrayList<>();
			Map<AgentIdentity, Instant> failing = PingCycle.this.failing;
			failing.remove(this.agent.identity());
			PingOutcomes.Accepted accepted = PingCycle.this.outcomes.accepted(this.agent.identity(), this.begun, now);
			if (accepted.endedOutage()) {
				// those who have been due for longest go offline first
				failing.forEach((other, due) -> next.add(new NextPing(other, Duration.between(now, due), null)));
				failing.clear();
			}
			Duration elapsed = Duration.between(this.begun, now);
			Duration delay = delay(accepted.cameOnline(), now).minus(elapsed);
			next.add(new NextPing(this.agent.identity(), delay, elapsed));
			schedule(next);
			PingCycle.this.ended();
		}

		private void failed(Throwable failure) {
			if (!end()) {
				return;
			}
			AgentIdentity identity = this.agent.identity();
			Duration delay = PingCycle.this.outcomes.failed(identity, failure, PingCycle.this.clock.instant());
			if (delay != null) {
				PingCycle.this.failing.putIfAbsent(identity, this.due);
				schedule(List.of(new NextPing(identity, delay, null)));
				if (PingCycle.this.outcomes.statuses().isUnknown(identity)) {
					PingCycle.this.failing.remove(identity);
				}
			}
			else {
				PingCycle.this.callback.drop(identity, Duration.between(this.begun, PingCycle.this.clock.instant()));
			}
			PingCycle.this.ended();
		}

		private boolean end() {
			PingCycle.this.underWay.remove(this);
			return this.ended.compareAndSet(false, true);
		}

		private void abandon() {
			end();
			this.subscription.dispose();
		}

	}

	/**
	 * Is told what to do next.
	 */
	interface Callback {

		/**
		 * An agent is to become inactive, unless it was marked active since its ping was
		 * begun.
		 * @param agent the agent
		 * @param refusedAgo the time since the ping was begun
		 */
		void drop(AgentIdentity agent, Duration refusedAgo);

		/**
		 * There is room for more pings again.
		 */
		void roomForMore();

		/**
		 * A ping is due.
		 * @param delay the time until then
		 */
		void beatIn(Duration delay);

		/**
		 * Pings could not be scheduled; they follow when the claims of their agents end.
		 * @param failure why
		 */
		void notScheduled(Throwable failure);

		/**
		 * The clock of the store does not go like this instance's own.
		 * @param step by how much it was set
		 */
		void storeClockWasSet(Duration step);

	}

	/**
	 * What came of a claim.
	 *
	 * @param activeAgents how many agents are active
	 * @param nextBeat the time until the next claim
	 */
	record Claimed(int activeAgents, Duration nextBeat) {

	}

}
