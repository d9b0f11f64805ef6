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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Determines the state of a heartbeat and of its agents. Thread-safe.
 */
final class HeartbeatMonitor {

	private final ActiveAgentStore store;

	private final HeartbeatTimer timer;

	private final PingGate gate;

	private final PingHistory history;

	private final RateLimitTracker rateLimit;

	private final HeartbeatReporter reporter;

	private final Clock clock;

	HeartbeatMonitor(ActiveAgentStore store, HeartbeatTimer timer, PingGate gate, PingHistory history,
			RateLimitTracker rateLimit, HeartbeatReporter reporter, Clock clock) {
		this.store = store;
		this.timer = timer;
		this.gate = gate;
		this.history = history;
		this.rateLimit = rateLimit;
		this.reporter = reporter;
		this.clock = clock;
	}

	HeartbeatState state(boolean running) {
		if (!running) {
			return state(HeartbeatState.Condition.STOPPED, null);
		}
		Instant stalledSince = this.timer.stalledSince();
		if (stalledSince != null) {
			return state(HeartbeatState.Condition.STALLED, failure(stalledSince, "No beat has ended for too long"));
		}
		HeartbeatState.Failure storeFailure = this.reporter.storeFailure();
		if (storeFailure != null) {
			return state(HeartbeatState.Condition.STORE_FAILING, storeFailure);
		}
		HeartbeatState.Failure failure = this.reporter.pingFailure();
		if (this.gate.account().state().suspended() != null) {
			return state(HeartbeatState.Condition.SUSPENDED, failure);
		}
		if (this.gate.isOutage()) {
			return state(HeartbeatState.Condition.OUTAGE, failure);
		}
		boolean limited = this.gate.isUsedUp() || this.gate.pingedAgents() < this.gate.activeAgents();
		if (limited) {
			return state(HeartbeatState.Condition.RATE_LIMITED, failure);
		}
		Instant silentSince = this.gate.silentSince(this.clock.instant());
		if (silentSince != null) {
			return state(HeartbeatState.Condition.OUTAGE, (failure != null) ? failure
					: failure(silentSince, "No ping of any instance has been accepted for too long"));
		}
		return state(HeartbeatState.Condition.PINGING, null);
	}

	private static HeartbeatState.Failure failure(Instant since, String what) {
		return new HeartbeatState.Failure(since, new IllegalStateException(what));
	}

	private HeartbeatState state(HeartbeatState.Condition condition, HeartbeatState.@Nullable Failure failure) {
		int kept = (condition == HeartbeatState.Condition.RATE_LIMITED && this.gate.isUsedUp()) ? 0
				: this.gate.pingedAgents();
		return new HeartbeatState(condition, failure, this.gate.activeAgents(), kept,
				this.history.onlineAgents(this.clock.instant()), this.gate.pace().interval(), this.rateLimit.current());
	}

	CompletableFuture<List<AgentState>> agentStates(int max) {
		return GuardedCall.stored(this.store.list(max), "The active agents cannot be read")
			.defaultIfEmpty(List.of())
			.map(this::agentStates)
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	private List<AgentState> agentStates(List<ActiveAgent> agents) {
		Integer kept = this.gate.account().state().kept();
		List<AgentState> states = new ArrayList<>();
		for (ActiveAgent agent : agents) {
			boolean waiting = kept != null && states.size() >= kept;
			states.add(new AgentState(agent.identity(), agent.activeSince(), agent.pingDue(), agent.lastAcceptedPing(),
					waiting, this.history.get(agent.identity(), this.clock.instant())));
		}
		return List.copyOf(states);
	}

}
