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

package io.github.brevoconversations.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationEnded;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationStarted;
import io.github.brevoconversations.webhook.ConversationEvent.UnknownEvent;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns one webhook into events. Whatever is missing or of an unexpected type is taken
 * for missing; whatever is not known is kept as JSON.
 */
final class WebhookParser {

	private final ObjectNode json;

	private final int length;

	private final String account;

	private final Instant receivedAt;

	private final @Nullable String name;

	private final @Nullable String conversationId;

	private final Visitor visitor;

	private final WebhookAgents agents;

	private WebhookParser(ObjectNode json, int length, String account, Instant receivedAt) {
		this.json = json;
		this.length = length;
		this.account = account;
		this.receivedAt = receivedAt;
		this.name = Nodes.text(json, "eventName", "event_name");
		String conversationId = Nodes.text(json, "conversationId", "conversation_id");
		this.conversationId = (conversationId != null) ? conversationId
				: Nodes.text(json.get("identifiers"), "chat_id", "conversation_id", "conversationId");
		this.visitor = Visitors.read(json.get("visitor"));
		this.agents = new WebhookAgents(json);
	}

	/**
	 * Read a webhook.
	 * @param body the body
	 * @param account the name of the account that it came for
	 * @param receivedAt when it arrived
	 * @return the events
	 * @throws InvalidWebhookException if it is not a JSON object
	 */
	static List<InboxEntry> parse(byte[] body, String account, Instant receivedAt) {
		if (Nesting.isTooDeep(body)) {
			throw new InvalidWebhookException("The body of the webhook is nested too deep");
		}
		return new WebhookParser(WebhookJson.readObject(body), body.length, account, receivedAt).entries();
	}

	private List<InboxEntry> entries() {
		List<Keyed> events = switch (normalizedName()) {
			case "conversationstarted" -> started();
			case "conversationfragment", "messagereceived" -> messages();
			case "conversationtranscript" -> ended();
			default -> List.of(unknown(this.name, this.json));
		};
		String conversation = conversationKey();
		int weight = this.length / Math.max(1, events.size()) + 1;
		return events.stream()
			.map((keyed) -> new InboxEntry(keyed.event(), conversation, keyed.key(), weight))
			.toList();
	}

	private String normalizedName() {
		return (this.name != null) ? this.name.replace("_", "").toLowerCase(Locale.ROOT) : "";
	}

	// One whose id is missing is known by its visitor. Without either, the webhook stands
	// for itself
	private String conversationKey() {
		if (this.conversationId != null) {
			return EventKeys.of("conversation", this.conversationId);
		}
		String visitor = (this.visitor.id() != null) ? this.visitor.id() : this.visitor.threadId();
		return (visitor != null) ? EventKeys.of("visitor", visitor) : bodyKey();
	}

	private List<Keyed> started() {
		List<Keyed> messages = messages();
		Visitor.Page page = WebhookJson.read(this.json.get("conversationStartPage"), Visitor.Page.class);
		boolean noAgent = this.json.path("isNoAvailableAgent").asBoolean(false);
		ConversationStarted event = new ConversationStarted(this.account, this.conversationId, this.visitor,
				this.receivedAt, page, noAgent);
		String key = messages.isEmpty() ? bodyKey() : messages.get(0).key();
		List<Keyed> events = new ArrayList<>(List.of(new Keyed(event, EventKeys.of("started", key))));
		events.addAll(messages);
		return events;
	}

	private List<Keyed> messages() {
		return MessageOrder.sort(Nodes.objects(this.json, "messages", "message"), WebhookParser::createdAt)
			.stream()
			.map(this::message)
			.toList();
	}

	private static @Nullable Instant createdAt(ObjectNode message) {
		ConversationsMessage read = WebhookJson.read(message, ConversationsMessage.class);
		return (read != null) ? read.createdAt() : null;
	}

	private List<Keyed> ended() {
		List<ConversationsMessage> messages = MessageOrder.sort(Nodes.objects(this.json, "messages", "message")
			.stream()
			.map((message) -> WebhookJson.read(message, ConversationsMessage.class))
			.filter(Objects::nonNull)
			.toList(), ConversationsMessage::createdAt);
		int missed = Math.max(0, this.json.path("missedMessagesCount").asInt(0));
		ConversationEnded event = new ConversationEnded(this.account, this.conversationId, this.visitor,
				this.receivedAt, messages, missed);
		return List.of(new Keyed(event, EventKeys.of("ended", bodyKey())));
	}

	private Keyed message(ObjectNode node) {
		ConversationsMessage message = WebhookJson.read(node, ConversationsMessage.class);
		if (message == null || "email_bounce".equalsIgnoreCase(message.messageType())) {
			return unknown((message != null) ? message.messageType() : this.name, node);
		}
		String key = (message.id() != null) ? EventKeys.message(message.id())
				: EventKeys.of("text", WebhookJson.write(node));
		return new Keyed(isVisitors(message)
				? new VisitorMessageReceived(this.account, this.conversationId, this.visitor, this.receivedAt, message)
				: new AgentMessageReceived(this.account, this.conversationId, this.visitor, this.receivedAt, message,
						this.agents.find(message)),
				key);
	}

	private static boolean isVisitors(ConversationsMessage message) {
		if (Boolean.TRUE.equals(message.trigger()) || Boolean.TRUE.equals(message.pushed())
				|| Boolean.TRUE.equals(message.bot()) || "agent".equalsIgnoreCase(message.type())) {
			return false;
		}
		return "visitor".equalsIgnoreCase(message.type()) || message.agentId() == null;
	}

	private Keyed unknown(@Nullable String name, JsonNode node) {
		String json = WebhookJson.write(node);
		return new Keyed(new UnknownEvent(this.account, this.conversationId, this.visitor, this.receivedAt, name, json),
				EventKeys.of("unknown", this.conversationId, json));
	}

	private String bodyKey() {
		return EventKeys.of("body", WebhookJson.write(this.json));
	}

	/**
	 * An event and the key that it is known by when it comes again.
	 *
	 * @param event the event
	 * @param key the key
	 */
	private record Keyed(ConversationEvent event, String key) {

	}

}
