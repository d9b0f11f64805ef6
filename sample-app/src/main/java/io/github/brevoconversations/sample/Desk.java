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
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import io.github.brevoconversations.presence.AgentPingStatus;
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
 * What can be done at the desk.
 */
@Service
class Desk {

	private final ConversationsClient client;

	private final AgentPresence presence;

	private final AgentPresenceHeartbeat heartbeat;

	private final ObservedBrevo brevo;

	private final DeskProperties properties;

	private final Map<AgentIdentity, BrevoException> refusals = new ConcurrentHashMap<>();

	private final Sinks.Many<String> changes = Sinks.many().multicast().directBestEffort();

	Desk(ConversationsClient client, AgentPresence presence, AgentPresenceHeartbeat heartbeat, ObservedBrevo brevo,
			DeskProperties properties) {
		this.client = client;
		this.presence = presence;
		this.heartbeat = heartbeat;
		this.brevo = brevo;
		this.properties = properties;
		brevo.onChange(() -> changed("Brevo"));
	}

	Mono<DeskState> state() {
		return Mono.fromFuture(this.heartbeat::agentStates).map((states) -> {
			Map<AgentIdentity, AgentState> active = states.stream()
				.collect(Collectors.toMap(AgentState::agent, (state) -> state));
			List<DeskState.DeskAgent> agents = this.properties.agents()
				.stream()
				.map((agent) -> agent(agent, active.get(agent.identity())))
				.toList();
			return new DeskState(agents, this.brevo.messages(), PlainWords.forHeartbeat(this.heartbeat.state()));
		});
	}

	private DeskState.DeskAgent agent(DeskProperties.Agent agent, @Nullable AgentState state) {
		ObservedBrevo.Lamp lamp = this.brevo.lamp(agent);
		return new DeskState.DeskAgent(agent.id(), agent.name(), state != null, lamp.online(), lamp.lastPing(),
				trouble(agent, state));
	}

	private @Nullable String trouble(DeskProperties.Agent agent, @Nullable AgentState state) {
		if (state != null && state.waiting()) {
			return PlainWords.WAITING;
		}
		AgentPingStatus pings = (state != null) ? state.pings() : null;
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
	 * Return a signal for each change. One may be lost where many come at once.
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

	Mono<Void> send(DeskProperties.Agent agent, String text) {
		return this.client.sendMessage(SendMessageRequest.of(this.properties.visitor().id(), text, agent.identity()))
			.doOnNext((message) -> stored(message, false))
			.then();
	}

	Mono<Void> push(String text) {
		return this.client.sendPushedMessage(SendPushedMessageRequest.of(this.properties.visitor().id(), text))
			.doOnNext((message) -> stored(message, true))
			.then();
	}

	/**
	 * Return a message as it now is in Brevo, where somebody else may have changed it.
	 * @param message the message, as it is known here
	 * @return the message, or nothing if Brevo's answer has no text
	 */
	Mono<DeskMessage> current(DeskMessage message) {
		Mono<ConversationsMessage> current = pushed(message) ? this.client.getPushedMessage(message.id())
				: this.client.getMessage(message.id());
		return current.flatMap((answer) -> Mono.justOrEmpty(DeskMessage.of(answer, pushed(message), this.properties)));
	}

	Mono<Void> edit(DeskMessage message, String text) {
		Mono<ConversationsMessage> edited = pushed(message) ? this.client.updatePushedMessage(message.id(), text)
				: this.client.updateMessage(message.id(), text);
		return edited.doOnNext((answer) -> stored(answer, pushed(message))).then();
	}

	Mono<Void> delete(DeskMessage message) {
		Mono<Void> deleted = pushed(message) ? this.client.deletePushedMessage(message.id())
				: this.client.deleteMessage(message.id());
		return deleted.doOnSuccess((done) -> this.brevo.deleted(message.id()));
	}

	Mono<Void> writeAsVisitor(String text) {
		return Mono.fromRunnable(() -> this.brevo.writeAsVisitor(text));
	}

	@Nullable DeskMessage message(String id) {
		return this.brevo.messages().stream().filter((message) -> message.id().equals(id)).findFirst().orElse(null);
	}

	private static boolean pushed(DeskMessage message) {
		return message.kind() == DeskMessage.Kind.AUTOMATED;
	}

	private void stored(ConversationsMessage answer, boolean pushed) {
		DeskMessage message = DeskMessage.of(answer, pushed, this.properties);
		if (message != null) {
			this.brevo.stored(message);
		}
	}

	private void changed(String what) {
		this.changes.emitNext(what, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
	}

}
