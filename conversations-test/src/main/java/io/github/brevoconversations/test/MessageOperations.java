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

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The operations on messages. Brevo has two equal sets of them, for ordinary and for
 * pushed messages. Neither sees the messages of the other.
 */
final class MessageOperations {

	private final boolean pushed;

	private final MessageStore messages;

	private final AgentDirectory agents;

	private final Clock clock;

	private final ChangeListeners listeners;

	private final Consumer<StoredMessage> created;

	MessageOperations(boolean pushed, MessageStore messages, AgentDirectory agents, Clock clock,
			ChangeListeners listeners, Consumer<StoredMessage> created) {
		this.pushed = pushed;
		this.messages = messages;
		this.agents = agents;
		this.clock = clock;
		this.listeners = listeners;
		this.created = created;
	}

	Response send(String body) {
		RequestFields fields = RequestFields.read(body);
		String visitorId = fields.required("visitorId");
		String text = fields.required("text");
		StoredMessage message = this.pushed ? pushedMessage(fields, visitorId, text)
				: agentMessage(fields, visitorId, text);
		Response response = save(message);
		this.created.accept(message);
		return response;
	}

	Response get(String id) {
		return Response.json(200, Json.message(find(id)));
	}

	Response update(String id, String body) {
		StoredMessage message = findAgentMessage(id);
		return save(message.withText(RequestFields.read(body).required("text")));
	}

	Response delete(String id) {
		this.messages.delete(findAgentMessage(id).id());
		this.listeners.changed();
		return Response.empty(204);
	}

	private StoredMessage agentMessage(RequestFields fields, String visitorId, String text) {
		AgentReference reference = AgentReference.from(fields);
		Agent agent = this.agents.resolve(reference);
		return message(visitorId, text, agent.id(), agent.name(), reference.receivedFrom());
	}

	private StoredMessage pushedMessage(RequestFields fields, String visitorId, String text) {
		fields.optional("groupId");
		String agentId = fields.optional("agentId");
		if (agentId == null) {
			return message(visitorId, text, null, null, null);
		}
		Agent agent = this.agents.resolve(new AgentReference(agentId, null, null, null));
		return message(visitorId, text, agent.id(), agent.name(), null);
	}

	private StoredMessage message(String visitorId, String text, @Nullable String agentId, @Nullable String agentName,
			@Nullable String receivedFrom) {
		return new StoredMessage(RandomIds.next(), StoredMessage.AGENT, text, visitorId, agentId, agentName,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), this.pushed, receivedFrom);
	}

	private Response save(StoredMessage message) {
		this.messages.save(message);
		this.listeners.changed();
		return Response.json(200, Json.message(message));
	}

	private StoredMessage findAgentMessage(String id) {
		StoredMessage message = find(id);
		if (!message.type().equals(StoredMessage.AGENT)) {
			throw new RejectedRequestException(
					ErrorResponses.invalidParameter("Only messages of type 'agent' can be changed"));
		}
		return message;
	}

	private StoredMessage find(String id) {
		StoredMessage message = this.messages.find(id);
		if (message == null || message.pushed() != this.pushed) {
			throw new RejectedRequestException(ErrorResponses.unknownMessage(id));
		}
		return message;
	}

}
