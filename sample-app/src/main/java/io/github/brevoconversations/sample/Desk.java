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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceEvent;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.AgentState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * Provides what the desk shows of agents and conversations, and sets which agents are
 * active.
 */
@Service
class Desk {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final AgentPresence presence;

	private final AgentPresenceHeartbeat heartbeat;

	private final ObservedBrevo brevo;

	private final Agents agents;

	private final Conversations conversations;

	private final TroubleMaker troubleMaker;

	private final Map<AgentIdentity, BrevoException> refusals = new ConcurrentHashMap<>();

	private volatile List<AgentState> lastStates = List.of();

	private final Sinks.Many<String> changes = Sinks.many().multicast().directBestEffort();

	Desk(AgentPresence presence, AgentPresenceHeartbeat heartbeat, ObservedBrevo brevo, Agents agents,
			Conversations conversations, TroubleMaker troubleMaker) {
		this.presence = presence;
		this.heartbeat = heartbeat;
		this.brevo = brevo;
		this.agents = agents;
		this.conversations = conversations;
		this.troubleMaker = troubleMaker;
		brevo.onChange(() -> changed("Brevo"));
		conversations.onChange(() -> changed("conversations"));
		troubleMaker.onChange(() -> changed("trouble"));
	}

	Mono<DeskState> state() {
		return states().map((states) -> {
			Map<AgentIdentity, AgentState> active = states.stream()
				.collect(Collectors.toMap(AgentState::agent, (state) -> state));
			List<DeskState.DeskAgent> agents = this.agents.all()
				.stream()
				.map((agent) -> agent(agent, active.get(agent.identity())))
				.toList();
			return new DeskState(agents, this.conversations.all(), pace(agents), this.troubleMaker.current());
		});
	}

	/**
	 * Return the active agents, or the last known ones, so that the desk stays usable
	 * while the heartbeat or its store hangs.
	 * @return the active agents
	 */
	private Mono<List<AgentState>> states() {
		return Mono.fromFuture(this.heartbeat::agentStates)
			.doOnNext((states) -> this.lastStates = states)
			.timeout(PATIENCE)
			.onErrorResume((failure) -> Mono.just(this.lastStates));
	}

	private List<String> pace(List<DeskState.DeskAgent> agents) {
		return Pace.of(this.heartbeat.state(), names(agents, (agent) -> !agent.waiting() && agent.isKept()),
				names(agents, (agent) -> !agent.waiting() && !agent.isKept()),
				names(agents, DeskState.DeskAgent::waiting));
	}

	private static List<String> names(List<DeskState.DeskAgent> agents, Predicate<DeskState.DeskAgent> which) {
		return agents.stream()
			.filter(DeskState.DeskAgent::active)
			.filter(which)
			.map(DeskState.DeskAgent::name)
			.toList();
	}

	private DeskState.DeskAgent agent(DeskProperties.Agent agent, @Nullable AgentState state) {
		ObservedBrevo.Lamp lamp = this.brevo.lamp(agent);
		boolean waiting = state != null && state.waiting();
		return new DeskState.DeskAgent(agent, state != null, waiting, lamp.online(), lamp.lastPing(),
				waiting ? null : trouble(agent, state));
	}

	private @Nullable String trouble(DeskProperties.Agent agent, @Nullable AgentState state) {
		AgentState.Pings pings = (state != null) ? state.pings() : null;
		Throwable failure = (pings != null) ? pings.lastFailure() : this.refusals.get(agent.identity());
		return (failure != null) ? PlainWords.forPing(failure) : null;
	}

	@EventListener
	void heartbeatChanged(AgentPresenceEvent event) {
		if (event instanceof AgentPresenceEvent.AgentRefused refused) {
			this.refusals.put(refused.agent(), refused.failure());
		}
		changed("presence");
	}

	/**
	 * Return a signal for each change. Some may be lost if many come at once.
	 * @return the changes, without an end
	 */
	Flux<String> changes() {
		return this.changes.asFlux();
	}

	Mono<Void> setActive(DeskProperties.Agent agent, boolean active) {
		AgentIdentity identity = agent.identity();
		this.refusals.remove(identity);
		return Mono.fromFuture(() -> active ? this.presence.markActive(identity) : this.presence.markInactive(identity))
			.doOnSuccess((done) -> changed("presence"));
	}

	private void changed(String what) {
		this.changes.emitNext(what, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
	}

}
