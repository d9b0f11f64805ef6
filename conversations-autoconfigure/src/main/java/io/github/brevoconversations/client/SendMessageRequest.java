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

package io.github.brevoconversations.client;

import java.io.Serializable;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A message to send to a visitor as an agent. Immutable. Jackson can write it as JSON and
 * read it again, so that an outbox can store it; that JSON is not Brevo's.
 *
 * @param visitorId the visitor's id
 * @param text the message's text
 * @param agent the agent to send as
 * @param receivedFrom the name of the system that the message comes from, or {@code null}
 * to leave it to the agent's identity and the client
 * @see ConversationsClient#sendMessage(SendMessageRequest)
 * @serial exclude
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SendMessageRequest(String visitorId, String text, AgentIdentity agent,
		@Nullable String receivedFrom) implements Serializable {

	/**
	 * Create a request.
	 * @param visitorId the visitor's id
	 * @param text the message's text; unpaired surrogates in it are replaced
	 * @param agent the agent to send as
	 * @param receivedFrom the name of the system that the message comes from, or
	 * {@code null} to leave it to the agent's identity and the client
	 * @throws BrevoInvalidRequestException if a required part is missing, if a part is
	 * blank, or if the visitor's id or the name of the system contains an unpaired
	 * surrogate
	 */
	public SendMessageRequest {
		visitorId = RequestChecks.requireName(visitorId, "the visitor's id");
		text = RequestChecks.requireTextToSend(text, "the text");
		agent = RequestChecks.requireNonNull(agent, "the agent");
		receivedFrom = RequestChecks.requireNameIfPresent(receivedFrom,
				"the name of the system that the message comes from (receivedFrom)");
	}

	/**
	 * Create a request.
	 * @param visitorId the visitor's id, from a webhook, or the one that the application
	 * gave to the visitor's widget
	 * @param text the message's text; unpaired surrogates in it are replaced
	 * @param agent the agent to send as
	 * @return the request
	 * @throws BrevoInvalidRequestException if a part is missing or blank, or if the
	 * visitor's id contains an unpaired surrogate
	 */
	public static SendMessageRequest of(String visitorId, String text, AgentIdentity agent) {
		return new SendMessageRequest(visitorId, text, agent, null);
	}

	/**
	 * Return this request marked as coming from the given system, so that the receiver of
	 * a webhook can tell it from messages that were written in Brevo. The name takes
	 * precedence over the system named in an {@linkplain AgentIdentity#ofEmail agent's
	 * identity by e-mail address}.
	 * @param receivedFrom the name of the system
	 * @return the new request
	 * @throws BrevoInvalidRequestException if the name is blank or contains an unpaired
	 * surrogate
	 */
	public SendMessageRequest withReceivedFrom(String receivedFrom) {
		RequestChecks.requireText(receivedFrom, "the name of the system that the message comes from (receivedFrom)");
		return new SendMessageRequest(this.visitorId, this.text, this.agent, receivedFrom);
	}

	@Override
	public String toString() {
		return "SendMessageRequest[visitorId=%s, text=%s, agent=%s, receivedFrom=%s]".formatted(this.visitorId,
				Excerpt.of(this.text), this.agent, this.receivedFrom);
	}

}
