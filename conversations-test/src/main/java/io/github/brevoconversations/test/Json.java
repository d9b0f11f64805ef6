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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies that Brevo sends, as JSON.
 */
final class Json {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private Json() {
	}

	static JsonNode read(String json) {
		return mapper.readTree(json);
	}

	static String error(String code, String message) {
		return mapper.createObjectNode().put("code", code).put("message", message).toString();
	}

	static String error(String message) {
		return mapper.createObjectNode().put("message", message).toString();
	}

	static ObjectNode object() {
		return mapper.createObjectNode();
	}

	static ArrayNode array() {
		return mapper.createArrayNode();
	}

	static JsonNode node(@Nullable Object value) {
		return mapper.valueToTree(value);
	}

	static String message(StoredMessage message) {
		return messageNode(message).toString();
	}

	static ObjectNode messageNode(StoredMessage message) {
		ObjectNode json = mapper.createObjectNode()
			.put("id", message.id())
			.put("type", message.type())
			.put("text", message.text())
			.put("html", escape(message.text()))
			.put("visitorId", message.visitorId());
		if (message.agentId() != null) {
			json.put("agentId", message.agentId());
		}
		if (message.agentName() != null) {
			json.put("agentName", message.agentName());
		}
		json.put("createdAt", message.createdAt().toEpochMilli()).put("isPushed", message.pushed());
		if (message.receivedFrom() != null) {
			json.put("receivedFrom", message.receivedFrom());
		}
		return json;
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

}
