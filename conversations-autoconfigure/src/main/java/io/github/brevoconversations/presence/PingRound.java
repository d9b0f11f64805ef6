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
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RetrySettings;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Makes one round of pings after another: claims the agents whose ping is due from the
 * store, pings them, and schedules their next pings. Thread-safe, but a claim must end
 * before the next one begins.
 */
final class PingRound {

	private final ConversationsClient client;

	private final ActiveAgentStore store;

	private final HeartbeatSettings settings;

	private final StoreClock storeClock;

	private final Clock clock;

	private final PingGate gate;

	private final PingResultHandler results;

	private final Callback callback;

	private final PingSpread spread = new PingSpread();

	/**
	 * The agents whose last ping failed, with the time when the first of the failed pings
	 * was due.
	 */
	private final Map<AgentIdentity, Instant> failing = new ConcurrentHashMap<>();

	private final KeptPings keptPings;

	private final Set<Ping> underWay = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	private volatile boolean full;

	/**
	 * Create an instance.
	 * @param client the client to ping with
	 * @param store the agents to ping
	 * @param settings how to ping
	 * @param storeClock the store's clock
	 * @param gate decides how many pings may be made
	 * @param results decides what follows from the outcome of a ping
	 * @param callback does what this class cannot do itself
	 */
	PingRound(ConversationsClient client, ActiveAgentStore store, HeartbeatSettings settings, StoreClock storeClock,
			PingGate gate, PingResultHandler results, Callback callback) {
		this.client = client;
		this.store = store;
		this.settings = settings;
		this.storeClock = storeClock;
		this.clock = storeClock.local();
		this.keptPings = new KeptPings(storeClock);
		this.gate = gate;
		this.results = results;
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
	 * Claim the agents that are due, and begin to ping them.
	 * @return the result of the claim, or empty if no rounds are made
	 */
	Mono<Result> claim() {
		return Mono.defer(() -> {
			if (!this.running) {
				return Mono.empty();
			}
			int pingsUnderWay = this.underWay.size();
			Instant asked = this.clock.instant();
			int max = this.gate.permits(pingsUnderWay, asked);
			Duration timeout = this.settings.pingTimeout(this.gate.pace().interval());
			ClaimRequest request = new ClaimRequest(max, timeout.plus(this.settings.scaled(Tuning.LEASE_AFTER_PING)),
					this.settings.longestDelay(), this.gate.ranks(pingsUnderWay));
			return GuardedCall.of(this.store.claimDue(request)).map((claim) -> {
				this.full = max == this.settings.concurrency() - pingsUnderWay && claim.agents().size() == max;
				claimed(claim, asked);
				claim.agents().forEach((agent) -> new Ping(agent, timeout).begin());
				return new Result(claim.active(), nextBeat(claim, max));
			});
		});
	}

	private void claimed(Claim claim, Instant asked) {
		Instant now = this.clock.instant();
		if (!this.store.isShared()) {
			// a shared store sets the clock itself
			this.storeClock.set(claim.when(), asked);
		}
		Duration step = this.storeClock.takeStep();
		AccountView account = this.gate.account();
		account.claimed(claim);
		this.gate.claimed(claim, account.lastAccepted(), now);
		if (step.abs().compareTo(this.settings.scaled((double) Tuning.CLOCK_TOLERANCE.toSeconds())) > 0) {
			this.callback.storeClockWasSet(step);
			Set<AgentIdentity> claimed = claim.agents().stream().map(ActiveAgent::identity).collect(Collectors.toSet());
			List<NextPing> others = this.results.history()
				.nextPings(this.gate.pace().interval(), now)
				.stream()
				.filter((ping) -> !claimed.contains(ping.agent()))
				.toList();
			schedule(others);
		}
		else if (account.hasNews()) {
			schedule(List.of());
		}
	}

	// If no ping was permitted, nobody knows when one will be, so the next beat comes
	// soon. If the store cannot tell when the next agent is due, the beats come once a
	// second by default.
	private Duration nextBeat(Claim claim, int max) {
		Duration next = claim.nextDue();
		if (next == null) {
			return (claim.active() > 0 || claim.account() == null)
					? this.settings.interval().dividedBy(Tuning.BLIND_BEATS_PER_INTERVAL) : this.settings.maxInterval();
		}
		return next.isZero() ? this.settings.scaled((max > 0) ? Tuning.NEXT_CLAIM : Tuning.NEXT_PERMIT) : next;
	}

	private Duration delay(boolean cameOnline, Instant now) {
		return this.spread.next(this.gate.pace().interval(), this.gate.keptAgents(),
				cameOnline && this.gate.hasRoomToSpread(), now);
	}

	/**
	 * Forget an agent that is no longer active.
	 * @param agent the agent
	 */
	void forget(AgentIdentity agent) {
		this.failing.remove(agent);
		this.keptPings.forget(agent);
		this.results.history().forget(agent);
	}

	void forgetAll() {
		this.failing.clear();
		this.keptPings.forgetAll();
		this.results.history().forgetAll();
	}

	private void schedule(List<NextPing> pings) {
		AccountUpdate update = this.gate.account().take();
		GuardedCall.of(this.store.schedule(pings, update)).subscribe((scheduled) -> {
			ActiveAgentStore.Scheduled change = this.gate.account().stored(scheduled);
			this.results.changed(change);
			if (mayAdmitMore(change)) {
				// those that may be pinged from now on have long been due
				this.callback.beatIn(Duration.ZERO);
			}
			pings.stream().map(NextPing::delay).min(Duration::compareTo).ifPresent(this.callback::beatIn);
		}, this.callback::notScheduled);
	}

	private boolean mayAdmitMore(ActiveAgentStore.Scheduled change) {
		Instant now = this.gate.account().now();
		boolean pauseIsOver = change.before().pausedUntil(now) != null && change.after().pausedUntil(now) == null;
		return pauseIsOver || !Objects.equals(change.before().kept(), change.after().kept());
	}

	/**
	 * Check in the store the agents whose last accepted ping has worn off, as far as this
	 * instance knows.
	 * @param wornOff receives the agents whose last accepted ping has indeed worn off,
	 * each with the time of that ping, or {@code null} if none was accepted
	 * @return completion
	 */
	Mono<Void> check(BiConsumer<AgentIdentity, @Nullable Instant> wornOff) {
		return Mono.defer(() -> {
			List<AgentIdentity> toCheck = this.results.history().toCheck(this.clock.instant());
			return toCheck.isEmpty() ? Mono.empty()
					: this.store.find(toCheck).doOnNext((found) -> checked(toCheck, found, wornOff)).then();
		});
	}

	private void checked(List<AgentIdentity> toCheck, List<ActiveAgent> found,
			BiConsumer<AgentIdentity, @Nullable Instant> wornOff) {
		Instant now = this.clock.instant();
		Map<AgentIdentity, ActiveAgent> active = new HashMap<>();
		found.forEach((agent) -> active.put(agent.identity(), agent));
		for (AgentIdentity identity : toCheck) {
			ActiveAgent agent = active.get(identity);
			Instant lastAccepted = (agent != null) ? this.keptPings.lastAccepted(agent) : null;
			if (agent != null && agent.lastAcceptedPing() != null && lastAccepted == null) {
				this.results.history().checkedInVain(identity, now);
				continue;
			}
			AgentState.Pings pings = this.results.history().checked(identity, agent != null, lastAccepted, now);
			if (pings != null) {
				wornOff.accept(identity, pings.lastAcceptedPing());
			}
			if (agent == null) {
				this.failing.remove(identity);
				this.keptPings.forget(identity);
			}
		}
	}

	private void ended() {
		int free = this.settings.concurrency() - this.underWay.size();
		if (this.full && free >= Math.max(1, this.settings.concurrency() / Tuning.FREE_PART)) {
			this.callback.roomForMore();
		}
	}

	/**
	 * The ping of one agent, which ends exactly once, whatever is thrown.
	 */
	private final class Ping {

		private final ActiveAgent agent;

		private final Duration timeout;

		private final Instant due;

		private final Instant begun;

		private final Disposable.Swap subscription = Disposables.swap();

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean nothingLeft;

		private Ping(ActiveAgent agent, Duration timeout) {
			this.agent = agent;
			this.timeout = timeout;
			this.begun = PingRound.this.clock.instant();
			this.due = PingRound.this.storeClock.toLocal(agent.pingDue());
		}

		private void begin() {
			PingRound.this.underWay.add(this);
			try {
				this.nothingLeft = PingRound.this.results.begun(this.agent,
						PingRound.this.keptPings.lastAccepted(this.agent), this.due, this.begun);
				this.subscription.update(Mono.defer(() -> PingRound.this.client.pingAgentOnline(this.agent.identity()))
					// the heartbeat retries pings itself, with regard to all other pings
					.contextWrite(RetrySettings.none()::writeTo)
					.transform((ping) -> GuardedCall.within(this.timeout, ping, "Brevo", "the ping"))
					.subscribe(null, this::failed, this::accepted));
			}
			catch (Throwable ex) {
				// Reactor throws errors that it considers fatal
				failed(ex);
			}
			if (!PingRound.this.running) {
				abandon();
			}
		}

		private void accepted() {
			if (!end()) {
				return;
			}
			Instant now = PingRound.this.clock.instant();
			List<NextPing> next = new ArrayList<>();
			Map<AgentIdentity, Instant> failing = PingRound.this.failing;
			failing.remove(this.agent.identity());
			PingResultHandler.Accepted accepted = PingRound.this.results.accepted(this.agent.identity(), this.begun,
					this.nothingLeft, now);
			if (accepted.endedOutage()) {
				// retry all of them now: those that have been due for longest go first,
				// since they go offline first
				failing.forEach((other, due) -> next.add(new NextPing(other, Duration.between(now, due), null)));
				failing.clear();
			}
			Duration elapsed = Duration.between(this.begun, now);
			Duration delay = delay(accepted.cameOnline(), now).minus(elapsed);
			next.add(new NextPing(this.agent.identity(), delay, elapsed));
			schedule(next);
			PingRound.this.ended();
		}

		private void failed(Throwable failure) {
			if (PingListener.Outcome.of(failure) == PingListener.Outcome.ACCEPTED) {
				accepted();
				return;
			}
			if (!end()) {
				return;
			}
			AgentIdentity identity = this.agent.identity();
			NextPing next = PingRound.this.results.failed(identity, this.begun, failure,
					PingRound.this.clock.instant());
			if (next != null) {
				PingRound.this.failing.putIfAbsent(identity, this.due);
				schedule(List.of(next));
				if (PingRound.this.results.history().isUnknown(identity)) {
					PingRound.this.failing.remove(identity);
				}
			}
			else {
				// only a rejection by Brevo ends the pings of an agent
				PingRound.this.callback.drop(identity, (BrevoException) failure,
						Duration.between(this.begun, PingRound.this.clock.instant()));
			}
			PingRound.this.ended();
		}

		private boolean end() {
			PingRound.this.underWay.remove(this);
			return this.ended.compareAndSet(false, true);
		}

		private void abandon() {
			end();
			this.subscription.dispose();
		}

	}

	/**
	 * Does what {@link PingRound} cannot do itself.
	 */
	interface Callback {

		/**
		 * Make an agent inactive, unless it was marked active since its ping was begun.
		 * @param agent the agent
		 * @param rejection why Brevo rejected the ping
		 * @param rejectedAgo the time since the ping was begun
		 */
		void drop(AgentIdentity agent, BrevoException rejection, Duration rejectedAgo);

		/**
		 * Beat soon, because there is room for more pings again.
		 */
		void roomForMore();

		/**
		 * Beat when a ping is due.
		 * @param delay the time until the ping is due
		 */
		void beatIn(Duration delay);

		/**
		 * Report that pings could not be scheduled; they follow when the claims of their
		 * agents end.
		 * @param failure the failure of the store
		 */
		void notScheduled(Throwable failure);

		/**
		 * Report that the clock of the store was set.
		 * @param step by how much it was set
		 */
		void storeClockWasSet(Duration step);

	}

	/**
	 * The result of a claim.
	 *
	 * @param activeAgents how many agents are active
	 * @param nextBeat the time until the next claim
	 */
	record Result(int activeAgents, Duration nextBeat) {

	}

}
