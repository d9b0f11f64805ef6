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

import java.time.Instant;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.webhook.ConversationAgent;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import io.github.brevoconversations.webhook.Visitor;
import io.github.brevoconversations.webhook.WebhookListener;
import io.github.brevoconversations.webhook.WebhookOutcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Adds what webhooks report to the conversations, whether they come from the real Brevo
 * or from the built-in one.
 */
@Component
class Incoming implements ConversationEventHandler, WebhookListener {

	private final Conversations conversations;

	private final Agents agents;

	private final ConversationsClient client;

	private final Marker marker;

	private volatile @Nullable Instant lastEvent;

	private volatile @Nullable Refusal lastRefusal;

	Incoming(Conversations conversations, Agents agents, ConversationsClient client, Marker marker) {
		this.conversations = conversations;
		this.agents = agents;
		this.client = client;
		this.marker = marker;
	}

	@Override
	public Mono<Void> handle(ConversationEvent event) {
		this.lastEvent = event.receivedAt();
		if (event instanceof ConversationEvent.VisitorMessageReceived received) {
			return whole(received.message()).doOnNext(
					(message) -> add(event, message, DeskMessage.Kind.VISITOR, guest(event.visitor(), message).name()))
				.then();
		}
		if (event instanceof ConversationEvent.AgentMessageReceived received) {
			return whole(received.message()).doOnNext((message) -> addOfAgent(received, message)).then();
		}
		return Mono.fromRunnable(() -> note(event));
	}

	/**
	 * Return a message with its text, which Brevo's newer webhooks do not contain.
	 * @param message the message, as the webhook has it
	 * @return the message
	 */
	private Mono<ConversationsMessage> whole(ConversationsMessage message) {
		return (message.text() == null && message.file() == null && message.id() != null)
				? this.client.getMessage(message.id()) : Mono.just(message);
	}

	private void addOfAgent(ConversationEvent.AgentMessageReceived event, ConversationsMessage message) {
		boolean pushed = Boolean.TRUE.equals(message.pushed());
		ConversationAgent agent = event.agent();
		String name = (agent != null && agent.name() != null) ? agent.name() : message.agentName();
		if (!pushed && event.isFromPerson() && StringUtils.hasText(message.agentId()) && name != null) {
			this.agents.add(new DeskProperties.Agent(message.agentId(), name));
		}
		add(event, message, pushed ? DeskMessage.Kind.AUTOMATED : DeskMessage.Kind.AGENT,
				pushed ? "Automated message" : (name != null) ? name : "Agent");
	}

	private void add(ConversationEvent event, ConversationsMessage message, DeskMessage.Kind kind, String author) {
		String visitorId = (event.visitor().id() != null) ? event.visitor().id() : message.visitorId();
		if (visitorId == null) {
			return;
		}
		Conversation conversation = this.conversations.with(visitorId);
		conversation.guest((before) -> Guest.of(event.visitor(), before));
		conversation.ended(false);
		DeskMessage received = DeskMessage.received(message, kind, author);
		if (kind != DeskMessage.Kind.VISITOR && this.marker.isOn(message)) {
			conversation.putOwn(received);
		}
		else {
			conversation.put(received);
		}
		this.conversations.changed();
	}

	private Guest guest(Visitor visitor, ConversationsMessage message) {
		String visitorId = (visitor.id() != null) ? visitor.id() : message.visitorId();
		Conversation known = this.conversations.find(visitorId);
		return Guest.of(visitor, (known != null) ? known.view().guest() : null);
	}

	private void note(ConversationEvent event) {
		Conversation conversation = this.conversations.find(event.visitor().id());
		if (conversation != null && event instanceof ConversationEvent.ConversationEnded) {
			conversation.ended(true);
		}
		this.conversations.changed();
	}

	@Override
	public void onRequest(String account, WebhookOutcome outcome) {
		if (outcome.isRefused()) {
			this.lastRefusal = new Refusal(Instant.now(), outcome);
		}
	}

	@Nullable Instant lastEvent() {
		return this.lastEvent;
	}

	@Nullable Refusal lastRefusal() {
		return this.lastRefusal;
	}

	/**
	 * A webhook that was rejected.
	 *
	 * @param at when it was rejected
	 * @param outcome why it was rejected
	 */
	record Refusal(Instant at, WebhookOutcome outcome) {

	}

}
