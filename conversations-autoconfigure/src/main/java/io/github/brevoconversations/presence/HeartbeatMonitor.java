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

	private final PingStatuses statuses;

	private final RateLimitTracker rateLimit;

	private final HeartbeatReporter reporter;

	private final Clock clock;

	HeartbeatMonitor(ActiveAgentStore store, HeartbeatTimer timer, PingGate gate, PingStatuses statuses,
			RateLimitTracker rateLimit, HeartbeatReporter reporter, Clock clock) {
		this.store = store;
		this.timer = timer;
		this.gate = gate;
		this.statuses = statuses;
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
			return state(HeartbeatState.Condition.STALLED, trouble(stalledSince, "No beat has ended for too long"));
		}
		HeartbeatTrouble storeTrouble = this.reporter.storeTrouble();
		if (storeTrouble != null) {
			return state(HeartbeatState.Condition.STORE_FAILING, storeTrouble);
		}
		HeartbeatTrouble trouble = this.reporter.pingTrouble();
		if (this.gate.account().state().suspended() != null) {
			return state(HeartbeatState.Condition.SUSPENDED, trouble);
		}
		if (this.gate.isOutage()) {
			return state(HeartbeatState.Condition.OUTAGE, trouble);
		}
		boolean limited = this.gate.isUsedUp() || this.gate.pingedAgents() < this.gate.activeAgents();
		if (limited) {
			return state(HeartbeatState.Condition.RATE_LIMITED, trouble);
		}
		Instant silentSince = this.gate.silentSince(this.clock.instant());
		if (silentSince != null) {
			return state(HeartbeatState.Condition.OUTAGE, (trouble != null) ? trouble
					: trouble(silentSince, "No ping of any instance has been accepted for too long"));
		}
		return state(HeartbeatState.Condition.PINGING, null);
	}

	private static HeartbeatTrouble trouble(Instant since, String what) {
		return new HeartbeatTrouble(since, new IllegalStateException(what));
	}

	private HeartbeatState state(HeartbeatState.Condition condition, @Nullable HeartbeatTrouble trouble) {
		int kept = (condition == HeartbeatState.Condition.RATE_LIMITED && this.gate.isUsedUp()) ? 0
				: this.gate.pingedAgents();
		return new HeartbeatState(condition, trouble, this.gate.activeAgents(), kept,
				this.statuses.onlineAgents(this.clock.instant()), this.gate.pace().interval(),
				this.rateLimit.current());
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
					waiting, this.statuses.get(agent.identity(), this.clock.instant())));
		}
		return List.copyOf(states);
	}

}
