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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

import io.github.brevoconversations.test.ConversationsState.Agent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nine operations: from a request to a reply and a change of the state.
 */
final class ConversationsApi {

	static final String BASE_PATH = "/v3";

	private static final String ROOT = BASE_PATH + "/conversations/";

	private final ConversationsState state;

	ConversationsApi(ConversationsState state) {
		this.state = state;
	}

	Reply handle(String method, String path, String body) {
		if (!path.startsWith(ROOT)) {
			return notFound("No such resource");
		}
		String[] segments = path.substring(ROOT.length()).split("/", -1);
		try {
			return route(method, segments, body);
		}
		catch (InvalidRequest ex) {
			return Reply.error(400, ex.code, String.valueOf(ex.getMessage()));
		}
	}

	private Reply route(String method, String[] segments, String body) {
		if (segments[0].equals("agentOnlinePing") && segments.length == 1) {
			return method.equals("POST") ? ping(parse(body)) : methodNotAllowed();
		}
		boolean pushed = segments[0].equals("pushedMessages");
		if ((!pushed && !segments[0].equals("messages")) || segments.length > 2) {
			return notFound("No such resource");
		}
		if (segments.length == 1) {
			return method.equals("POST") ? send(parse(body), pushed) : methodNotAllowed();
		}
		String id = URLDecoder.decode(segments[1].replace("+", "%2B"), StandardCharsets.UTF_8);
		return switch (method) {
			case "GET" -> withMessage(id, pushed, ConversationsApi::message);
			case "PUT" -> update(id, pushed, parse(body));
			case "DELETE" -> withMessage(id, pushed, (message) -> {
				requireAgentMessage(message);
				this.state.remove(id);
				return Reply.empty(204);
			});
			default -> methodNotAllowed();
		};
	}

	private Reply ping(ObjectNode body) {
		this.state.ping(agent(body));
		return Reply.empty(201);
	}

	private Reply send(ObjectNode body, boolean pushed) {
		String visitorId = required(body, "visitorId");
		String text = required(body, "text");
		if (pushed) {
			optional(body, "groupId");
			return message(this.state.addPushedMessage(visitorId, text, optional(body, "agentId")));
		}
		return message(this.state.addAgentMessage(visitorId, text, agent(body), optional(body, "receivedFrom")));
	}

	private Reply update(String id, boolean pushed, ObjectNode body) {
		String text = required(body, "text");
		return withMessage(id, pushed, (message) -> {
			requireAgentMessage(message);
			return this.state.change(id, pushed, (current) -> current.withText(text))
				.map(ConversationsApi::message)
				.orElseGet(ConversationsApi::noSuchMessage);
		});
	}

	private Reply withMessage(String id, boolean pushed, Function<StoredMessage, Reply> action) {
		Optional<StoredMessage> message = this.state.find(id, pushed);
		return message.map(action).orElseGet(ConversationsApi::noSuchMessage);
	}

	private static void requireAgentMessage(StoredMessage message) {
		if (!message.type().equals(StoredMessage.AGENT)) {
			throw new InvalidRequest("invalid_parameter", "Only messages of type agent can be changed or deleted");
		}
	}

	private static Agent agent(ObjectNode body) {
		String id = optional(body, "agentId");
		String email = optional(body, "agentEmail");
		String name = optional(body, "agentName");
		String receivedFrom = optional(body, "receivedFrom");
		if (id != null && email == null && name == null) {
			return new Agent(id, null, null);
		}
		if (id == null && email != null && name != null && receivedFrom != null) {
			return new Agent(null, email, name);
		}
		throw new InvalidRequest("missing_parameter",
				"Either agentId, or agentEmail, agentName and receivedFrom are required");
	}

	private static String required(ObjectNode body, String name) {
		String value = optional(body, name);
		if (value == null) {
			throw new InvalidRequest("missing_parameter", name + " is missing");
		}
		return value;
	}

	private static @Nullable String optional(ObjectNode body, String name) {
		JsonNode value = body.get(name);
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString() || value.asString().isBlank()) {
			throw new InvalidRequest("invalid_parameter", name + " is invalid");
		}
		return value.asString();
	}

	private static ObjectNode parse(String body) {
		try {
			if (JsonMapper.shared().readTree(body) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			// answered like any other body that is no object
		}
		throw new InvalidRequest("bad_request", "The body is not a JSON object");
	}

	private static Reply message(StoredMessage message) {
		ObjectNode json = JsonMapper.shared().createObjectNode();
		json.put("id", message.id());
		json.put("type", message.type());
		json.put("text", message.text());
		json.put("visitorId", message.visitorId());
		putIfPresent(json, "agentId", message.agentId());
		putIfPresent(json, "agentName", message.agentName());
		json.put("createdAt", message.createdAt().toEpochMilli());
		json.put("isPushed", message.pushed());
		putIfPresent(json, "receivedFrom", message.receivedFrom());
		return Reply.json(200, json);
	}

	private static void putIfPresent(ObjectNode json, String name, @Nullable String value) {
		if (value != null) {
			json.put(name, value);
		}
	}

	private static Reply noSuchMessage() {
		return notFound("Message not found");
	}

	private static Reply notFound(String message) {
		return Reply.error(404, "document_not_found", message);
	}

	private static Reply methodNotAllowed() {
		return Reply.error(405, "method_not_allowed", "The method is not allowed");
	}

	/**
	 * Thrown for a request that Brevo answers with 400.
	 */
	private static final class InvalidRequest extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String code;

		private InvalidRequest(String code, String message) {
			super(message);
			this.code = code;
		}

	}

}
