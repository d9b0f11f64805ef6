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
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoJson;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationEnded;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationStarted;
import io.github.brevoconversations.webhook.ConversationEvent.UnknownEvent;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import org.jspecify.annotations.Nullable;

/**
 * Turns a webhook into events. A value of an unexpected type counts as missing. A webhook
 * of an unknown kind is kept as JSON.
 */
final class WebhookParser {

	private static final int BYTES_OF_A_PART = 64;

	private static final int MAX_MESSAGES = 1000;

	private static final int MAX_EVENTS = MAX_MESSAGES + 1;

	private final BrevoJson json;

	private final int weight;

	private final String account;

	private final Instant receivedAt;

	private final @Nullable String name;

	private final @Nullable String conversationId;

	private final Visitor visitor;

	private final WebhookAgents agents;

	private WebhookParser(BrevoJson json, int weight, String account, Instant receivedAt) {
		this.json = json;
		this.weight = weight;
		this.account = account;
		this.receivedAt = receivedAt;
		this.name = text(json, "eventName", "event_name");
		String conversationId = text(json, "conversationId", "conversation_id");
		this.conversationId = (conversationId != null) ? conversationId
				: text(json.object("identifiers"), "chat_id", "conversation_id", "conversationId");
		this.visitor = Visitors.read(json.object("visitor"));
		this.agents = new WebhookAgents(json);
	}

	/**
	 * Read a webhook.
	 * @param body the body
	 * @param account the name of the account that it was sent to
	 * @param receivedAt when it arrived
	 * @return the events
	 * @throws InvalidWebhookException if the body is neither a JSON object nor a list of
	 * them, is nested too deeply, or has more parts than any webhook
	 */
	static List<InboxEntry> parse(byte[] body, String account, Instant receivedAt) {
		Structure structure = Structure.of(body);
		if (structure.isTooDeep()) {
			throw new InvalidWebhookException("The body of the webhook is nested too deeply");
		}
		if (structure.isTooFine(body.length)) {
			throw InvalidWebhookException.tooLarge("The body of the webhook has too many parts");
		}
		if (structure.followed()) {
			throw new InvalidWebhookException("The body of the webhook contains more than one JSON value");
		}
		BrevoJson json = BrevoJson.read(body);
		if (json == null) {
			throw new InvalidWebhookException("The body of the webhook is not JSON");
		}
		long weight = body.length + (long) structure.parts() * BYTES_OF_A_PART;
		return parse(json, (int) Math.min(weight, Integer.MAX_VALUE - 1), account, receivedAt);
	}

	// It is not known whether Brevo sends several webhooks at once, so a list is accepted
	private static List<InboxEntry> parse(BrevoJson json, int weight, String account, Instant receivedAt) {
		List<BrevoJson> webhooks = json.isObject() ? List.of(json) : json.elements();
		if (webhooks == null) {
			throw new InvalidWebhookException(
					"The body of the webhook is JSON, but neither an object nor a list of objects");
		}
		List<InboxEntry> entries = new ArrayList<>();
		for (BrevoJson webhook : webhooks) {
			entries.addAll(new WebhookParser(webhook, weight / webhooks.size(), account, receivedAt).entries());
			if (entries.size() > MAX_EVENTS) {
				throw InvalidWebhookException.tooLarge("The body of the webhook has too many messages");
			}
		}
		return entries;
	}

	/**
	 * Return the objects in a member, which may be a list or a single object.
	 * @param json the object
	 * @param name the name of the member
	 * @return the objects
	 */
	static Stream<BrevoJson> objects(BrevoJson json, String name) {
		List<BrevoJson> objects = json.objects(name);
		return (objects != null) ? objects.stream() : Stream.of();
	}

	private static @Nullable String text(@Nullable BrevoJson json, String... names) {
		String text = (json != null) ? json.text(names) : null;
		return (text != null && !text.isBlank()) ? text : null;
	}

	private List<InboxEntry> entries() {
		List<Keyed> events = switch (normalizedName()) {
			case "conversationstarted" -> started();
			case "conversationfragment", "messagereceived" -> messages();
			case "conversationtranscript" -> ended();
			default -> List.of(unknown(this.name, this.json));
		};
		String conversation = conversationKey();
		int weight = this.weight / Math.max(1, events.size()) + 1;
		return events.stream()
			.map((keyed) -> new InboxEntry(keyed.event(), conversation, keyed.key(), weight))
			.toList();
	}

	private String normalizedName() {
		return (this.name != null) ? this.name.replace("_", "").toLowerCase(Locale.ROOT) : "";
	}

	// A conversation without an id is identified by its visitor. Without a visitor, each
	// webhook is a conversation of its own
	private String conversationKey() {
		if (this.conversationId != null) {
			return EventKeys.of("conversation", this.conversationId);
		}
		String visitor = (this.visitor.id() != null) ? this.visitor.id() : this.visitor.threadId();
		return (visitor != null) ? EventKeys.of("visitor", visitor) : bodyKey();
	}

	private List<Keyed> started() {
		List<Keyed> messages = messages();
		Visitor.Page page = Visitors.page(this.json.object("conversationStartPage"));
		boolean noAgent = Boolean.TRUE.equals(this.json.flag("isNoAvailableAgent"));
		ConversationStarted event = new ConversationStarted(this.account, this.conversationId, this.visitor,
				this.receivedAt, page, noAgent);
		String key = messages.isEmpty() ? bodyKey() : messages.get(0).key();
		List<Keyed> events = new ArrayList<>(List.of(new Keyed(event, EventKeys.of("started", key))));
		events.addAll(messages);
		return events;
	}

	private List<Keyed> messages() {
		List<BrevoJson> sent = sent();
		if (sent.size() > MAX_MESSAGES) {
			throw InvalidWebhookException.tooLarge("The body of the webhook has too many messages");
		}
		return MessageOrder.sort(sent, (message) -> message.instant("createdAt")).stream().map(this::message).toList();
	}

	private List<BrevoJson> sent() {
		return Stream.concat(objects(this.json, "messages"), objects(this.json, "message")).toList();
	}

	private List<Keyed> ended() {
		List<ConversationsMessage> messages = MessageOrder.sort(sent().stream().map(BrevoJson::asMessage).toList(),
				ConversationsMessage::createdAt);
		Long missed = this.json.number("missedMessagesCount");
		ConversationEnded event = new ConversationEnded(this.account, this.conversationId, this.visitor,
				this.receivedAt, messages,
				(missed != null) ? (int) Math.min(Math.max(missed, 0), Integer.MAX_VALUE) : 0);
		return List.of(new Keyed(event, EventKeys.of("ended", bodyKey())));
	}

	private Keyed message(BrevoJson json) {
		ConversationsMessage message = json.asMessage();
		if ("email_bounce".equalsIgnoreCase(message.messageType())) {
			return unknown(message.messageType(), json);
		}
		// the same words of two visitors are two messages
		String key = (message.id() != null) ? EventKeys.message(message.id())
				: EventKeys.of("text", conversationKey(), EventJson.text(json.asMap()));
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

	private Keyed unknown(@Nullable String name, BrevoJson object) {
		String json = EventJson.text(object.asMap());
		return new Keyed(new UnknownEvent(this.account, this.conversationId, this.visitor, this.receivedAt, name, json),
				EventKeys.of("unknown", conversationKey(), json));
	}

	private String bodyKey() {
		return EventKeys.of("body", EventJson.text(this.json.asMap()));
	}

	/**
	 * An event, and the key by which it is recognized when it arrives again.
	 *
	 * @param event the event
	 * @param key the key
	 */
	private record Keyed(ConversationEvent event, String key) {

	}

}
