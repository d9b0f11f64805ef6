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

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Tells how a heartbeat and its agents are doing. Thread-safe.
 */
final class HeartbeatMonitor {

	private final ActiveAgentStore store;

	private final PingCycle cycle;

	private final PingGate gate;

	private final PingCircuit circuit;

	private final PingStatuses statuses;

	private final PingOutcomes outcomes;

	private final RateLimitTracker rateLimit;

	private final HeartbeatReporter reporter;

	HeartbeatMonitor(ActiveAgentStore store, PingCycle cycle, PingGate gate, PingCircuit circuit, PingStatuses statuses,
			PingOutcomes outcomes, RateLimitTracker rateLimit, HeartbeatReporter reporter) {
		this.store = store;
		this.cycle = cycle;
		this.gate = gate;
		this.circuit = circuit;
		this.statuses = statuses;
		this.outcomes = outcomes;
		this.rateLimit = rateLimit;
		this.reporter = reporter;
	}

	HeartbeatState state(boolean running) {
		if (!running) {
			return state(HeartbeatState.Condition.STOPPED, null);
		}
		HeartbeatTrouble storeTrouble = this.reporter.storeTrouble();
		if (storeTrouble != null) {
			return state(HeartbeatState.Condition.STORE_FAILING, storeTrouble);
		}
		return switch (this.circuit.state()) {
			case CLOSED -> state(HeartbeatState.Condition.PINGING, null);
			case OUTAGE -> state(HeartbeatState.Condition.OUTAGE, this.outcomes.trouble());
			case LIMITED -> state(HeartbeatState.Condition.RATE_LIMITED, this.outcomes.trouble());
			case SUSPENDED -> state(HeartbeatState.Condition.SUSPENDED, this.outcomes.trouble());
		};
	}

	private HeartbeatState state(HeartbeatState.Condition condition, @Nullable HeartbeatTrouble trouble) {
		int active = this.cycle.activeAgents();
		return new HeartbeatState(condition, trouble, active, this.gate.keptAgents(active),
				this.statuses.onlineAgents(), this.gate.pace(active).interval(), this.rateLimit.current());
	}

	CompletableFuture<List<AgentState>> agentStates(int max) {
		return DefaultAgentPresence.stored(this.store.list(max), "The active agents cannot be read")
			.defaultIfEmpty(List.of())
			.map((agents) -> agents.stream().map(this::agentState).toList())
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	private AgentState agentState(ActiveAgent agent) {
		return new AgentState(agent.identity(), agent.activeSince(), agent.pingDue(), agent.lastAcceptedPing(),
				!this.gate.isKept(agent.identity()), this.statuses.get(agent.identity()));
	}

}
