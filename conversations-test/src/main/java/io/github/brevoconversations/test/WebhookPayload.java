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

package io.github.brevoconversations.test;

import java.util.List;
import java.util.Objects;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the JSON of Brevo's webhooks, both the older and the newer ones.
 */
final class WebhookPayload {

	private final WebhookConversation conversation;

	WebhookPayload(WebhookConversation conversation) {
		this.conversation = conversation;
	}

	Event started(StoredMessage message) {
		ObjectNode json = event("conversationStarted");
		json.set("message", Json.messageNode(message));
		if (message.agentId() != null) {
			json.set("agent", agent(message));
		}
		json.set("visitor", visitor());
		json.set("conversationStartPage", startPage());
		json.put("isNoAvailableAgent", false);
		return new Event(json);
	}

	Event fragment(List<StoredMessage> messages) {
		ObjectNode json = event("conversationFragment");
		json.set("messages", messages(messages));
		json.set("agents", agents(messages));
		json.set("visitor", visitor());
		return new Event(json);
	}

	Event transcript(List<StoredMessage> messages) {
		ObjectNode json = event("conversationTranscript");
		json.set("messages", messages(messages));
		json.put("missedMessagesCount", 0);
		json.set("agents", agents(messages));
		json.set("visitor", visitor().put("isBanned", false));
		json.set("conversationStartPage", startPage());
		return new Event(json);
	}

	Event messageReceived(StoredMessage message) {
		ObjectNode json = Json.object().put("event_name", "message_received");
		json.putObject("identifiers").put("chat_id", this.conversation.visitorId());
		json.putObject("message").put("type", message.type()).put("id", message.id());
		return new Event(json);
	}

	private ObjectNode event(String name) {
		return Json.object().put("eventName", name).put("conversationId", this.conversation.id());
	}

	private ObjectNode visitor() {
		ObjectNode json = Json.object().put("id", this.conversation.visitorId());
		this.conversation.visitor().forEach((name, value) -> json.set(name, Json.node(value)));
		return json;
	}

	private ObjectNode startPage() {
		return Json.object().put("link", "https://shop.example/").put("title", "Shop");
	}

	private static ArrayNode messages(List<StoredMessage> messages) {
		ArrayNode json = Json.array();
		messages.stream().map(Json::messageNode).forEach(json::add);
		return json;
	}

	private static ArrayNode agents(List<StoredMessage> messages) {
		ArrayNode json = Json.array();
		messages.stream()
			.filter((message) -> message.agentId() != null)
			.map(WebhookPayload::agent)
			.distinct()
			.forEach(json::add);
		return json;
	}

	private static ObjectNode agent(StoredMessage message) {
		ObjectNode json = Json.object().put("id", message.agentId());
		if (message.agentName() != null) {
			json.put("name", message.agentName());
		}
		return json;
	}

	/**
	 * A webhook's body and the name of its event.
	 *
	 * @param name the name
	 * @param body the body
	 */
	record Event(String name, String body) {

		Event(ObjectNode json) {
			this(Objects.requireNonNullElse(json.path("eventName").stringValue(null), "message_received"),
					json.toString());
		}

	}

}
