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

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationEnded;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationStarted;
import io.github.brevoconversations.webhook.ConversationEvent.UnknownEvent;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stored form of events. It has a version, so that instances of two versions can
 * share an inbox. An event that one instance cannot read fails and is retried, perhaps by
 * another instance, before it is parked.
 */
final class EventJson {

	private static final int VERSION = 1;

	private EventJson() {
	}

	static String write(ConversationEvent event, Map<String, String> trace) {
		ObjectNode json = StoredJson.object();
		json.put("v", VERSION);
		json.put("kind", ConversationEventKind.of(event).name());
		json.put("account", event.account());
		putIfPresent(json, "conversationId", event.conversationId());
		json.put("receivedAt", event.receivedAt().toString());
		if (!trace.isEmpty()) {
			json.set("trace", StoredJson.tree(trace));
		}
		json.set("visitor", StoredJson.tree(event.visitor()));
		putContent(json, event);
		return StoredJson.write(json);
	}

	private static void putContent(ObjectNode json, ConversationEvent event) {
		if (event instanceof VisitorMessageReceived message) {
			json.set("message", StoredJson.tree(message.message()));
		}
		else if (event instanceof AgentMessageReceived message) {
			json.set("message", StoredJson.tree(message.message()));
			putIfPresent(json, "agent", message.agent());
		}
		else if (event instanceof ConversationStarted started) {
			putIfPresent(json, "startPage", started.startPage());
			json.put("noAgent", started.isNoAgentAvailable());
		}
		else if (event instanceof ConversationEnded ended) {
			json.set("messages", StoredJson.tree(ended.messages()));
			json.put("missed", ended.missedMessages());
		}
		else if (event instanceof UnknownEvent unknown) {
			putIfPresent(json, "name", unknown.name());
			json.put("json", unknown.json());
		}
	}

	/**
	 * Write a part of a webhook.
	 * @param json the object
	 * @return the JSON text
	 */
	static String text(Map<String, @Nullable Object> json) {
		return StoredJson.text(json);
	}

	private static void putIfPresent(ObjectNode json, String name, @Nullable Object value) {
		if (value != null) {
			json.set(name, StoredJson.tree(value));
		}
	}

	static @Nullable ConversationEvent read(String payload) {
		return (StoredJson.readTree(payload) instanceof ObjectNode json) ? read(json) : null;
	}

	static Delivery delivery(String conversation, long token, long sequence, int attempts, String payload) {
		if (!(StoredJson.readTree(payload) instanceof ObjectNode json)) {
			return new Delivery(conversation, token, sequence, attempts, null);
		}
		Map<String, String> trace = new LinkedHashMap<>();
		json.path("trace").properties().forEach((field) -> trace.put(field.getKey(), field.getValue().asString("")));
		return new Delivery(conversation, token, sequence, attempts, read(json), trace);
	}

	private static @Nullable ConversationEvent read(ObjectNode json) {
		if (json.path("v").asInt(0) != VERSION) {
			return null;
		}
		try {
			return read(json, ConversationEventKind.valueOf(json.path("kind").asString("")));
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable ConversationEvent read(ObjectNode json, ConversationEventKind kind) {
		String account = json.path("account").asString("");
		String conversation = text(json, "conversationId");
		Instant receivedAt = Instant.parse(json.path("receivedAt").asString(""));
		Visitor visitor = visitor(json);
		ConversationsMessage message = StoredJson.read(json.get("message"), ConversationsMessage.class);
		return switch (kind) {
			case VISITOR_MESSAGE -> (message != null)
					? new VisitorMessageReceived(account, conversation, visitor, receivedAt, message) : null;
			case AGENT_MESSAGE -> (message != null) ? new AgentMessageReceived(account, conversation, visitor,
					receivedAt, message, StoredJson.read(json.get("agent"), ConversationAgent.class)) : null;
			case STARTED -> new ConversationStarted(account, conversation, visitor, receivedAt,
					StoredJson.read(json.get("startPage"), Visitor.Page.class), json.path("noAgent").asBoolean(false));
			case ENDED -> new ConversationEnded(account, conversation, visitor, receivedAt, messages(json),
					json.path("missed").asInt(0));
			case UNKNOWN -> new UnknownEvent(account, conversation, visitor, receivedAt, text(json, "name"),
					json.path("json").asString(""));
		};
	}

	private static @Nullable String text(ObjectNode json, String name) {
		return json.hasNonNull(name) ? json.get(name).asString() : null;
	}

	private static Visitor visitor(ObjectNode json) {
		Visitor visitor = StoredJson.read(json.get("visitor"), Visitor.class);
		return (visitor != null) ? visitor : Visitors.read(null);
	}

	private static List<ConversationsMessage> messages(ObjectNode json) {
		return StreamSupport.stream(json.path("messages").spliterator(), false)
			.map((node) -> StoredJson.read(node, ConversationsMessage.class))
			.filter(Objects::nonNull)
			.toList();
	}

}
