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

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Consumer;

import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * The nine operations of the Conversations API, by method and path.
 */
final class ConversationsApi {

	static final String VERSION = "/v3";

	private static final String ROOT = VERSION + "/conversations/";

	private final MessageOperations messages;

	private final MessageOperations pushedMessages;

	private final AgentDirectory agents;

	private final Clock clock;

	private final ChangeListeners listeners;

	ConversationsApi(MessageStore messages, AgentDirectory agents, Clock clock, ChangeListeners listeners,
			Consumer<StoredMessage> created) {
		this.messages = new MessageOperations(false, messages, agents, clock, listeners, created);
		this.pushedMessages = new MessageOperations(true, messages, agents, clock, listeners, created);
		this.agents = agents;
		this.clock = clock;
		this.listeners = listeners;
	}

	/**
	 * Carry out a request.
	 * @param request the request
	 * @return the response
	 * @throws RejectedRequestException if Brevo would reject the request
	 */
	Response respond(ReceivedRequest request) {
		if (!request.path().startsWith(ROOT)) {
			return ErrorResponses.unknownPath();
		}
		String[] segments = request.path().substring(ROOT.length()).split("/", -1);
		return switch (segments[0]) {
			case "agentOnlinePing" -> (segments.length == 1) ? ping(request) : ErrorResponses.unknownPath();
			case "messages" -> respond(request, this.messages, segments);
			case "pushedMessages" -> respond(request, this.pushedMessages, segments);
			default -> ErrorResponses.unknownPath();
		};
	}

	private Response respond(ReceivedRequest request, MessageOperations operations, String[] segments) {
		if (segments.length == 1) {
			return request.method().equals("POST") ? operations.send(request.body()) : methodNotAllowed("POST");
		}
		if (segments.length > 2 || segments[1].isEmpty()) {
			return ErrorResponses.unknownPath();
		}
		String id = decode(segments[1]);
		return switch (request.method()) {
			case "GET" -> operations.get(id);
			case "PUT" -> operations.update(id, request.body());
			case "DELETE" -> operations.delete(id);
			default -> methodNotAllowed("GET, PUT, DELETE");
		};
	}

	private Response ping(ReceivedRequest request) {
		if (!request.method().equals("POST")) {
			return methodNotAllowed("POST");
		}
		this.agents.ping(AgentReference.from(RequestFields.read(request.body())), this.clock.instant());
		this.listeners.changed();
		return Response.empty(201);
	}

	private static Response methodNotAllowed(String allowed) {
		return ErrorResponses.methodNotAllowed().withHeader("allow", allowed);
	}

	private static String decode(String segment) {
		try {
			return new QueryStringDecoder(segment, StandardCharsets.UTF_8).path();
		}
		catch (IllegalArgumentException ex) {
			throw new RejectedRequestException(
					ErrorResponses.invalidParameter("The id is not percent-encoded properly"));
		}
	}

}
