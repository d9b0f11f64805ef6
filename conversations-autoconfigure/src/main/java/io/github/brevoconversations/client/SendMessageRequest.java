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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A message to send to a visitor as an agent. Immutable.
 *
 * @see ConversationsClient#sendMessage(SendMessageRequest)
 */
public final class SendMessageRequest {

	private final String visitorId;

	private final String text;

	private final AgentIdentity agent;

	private final @Nullable String receivedFrom;

	private SendMessageRequest(String visitorId, String text, AgentIdentity agent, @Nullable String receivedFrom) {
		this.visitorId = RequestChecks.requireText(visitorId, "the visitor's id");
		this.text = RequestChecks.requireText(text, "the text");
		this.agent = RequestChecks.requireNonNull(agent, "the agent");
		this.receivedFrom = receivedFrom;
	}

	/**
	 * Create a request.
	 * @param visitorId the visitor's id, from a webhook, or the one that the application
	 * gave to the visitor's widget
	 * @param text the message's text
	 * @param agent the agent to send as
	 * @return the request
	 * @throws BrevoInvalidRequestException if the visitor's id or the text is blank
	 */
	public static SendMessageRequest of(String visitorId, String text, AgentIdentity agent) {
		return new SendMessageRequest(visitorId, text, agent, null);
	}

	/**
	 * Return this request marked as coming from the given system, so that a webhook can
	 * tell it from messages that were written in Brevo. It takes precedence over the
	 * system named in an {@linkplain AgentIdentity#ofEmail agent's identity by e-mail
	 * address}.
	 * @param receivedFrom the name of the system
	 * @return the new request
	 * @throws BrevoInvalidRequestException if the name is blank
	 */
	public SendMessageRequest withReceivedFrom(String receivedFrom) {
		RequestChecks.requireText(receivedFrom, "the name of the system that the message comes from (receivedFrom)");
		return new SendMessageRequest(this.visitorId, this.text, this.agent, receivedFrom);
	}

	/**
	 * Return the visitor's id.
	 * @return the visitor's id
	 */
	public String visitorId() {
		return this.visitorId;
	}

	/**
	 * Return the message's text.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the agent to send as.
	 * @return the agent
	 */
	public AgentIdentity agent() {
		return this.agent;
	}

	/**
	 * Return the name of the system that the message comes from.
	 * @return the name, or {@code null} where it is left to the agent's identity
	 */
	public @Nullable String receivedFrom() {
		return this.receivedFrom;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof SendMessageRequest other && this.visitorId.equals(other.visitorId)
				&& this.text.equals(other.text) && this.agent.equals(other.agent)
				&& Objects.equals(this.receivedFrom, other.receivedFrom);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.visitorId, this.text, this.agent, this.receivedFrom);
	}

	@Override
	public String toString() {
		return "SendMessageRequest[visitorId=%s, text=%s, agent=%s, receivedFrom=%s]".formatted(this.visitorId,
				Excerpt.of(this.text), this.agent, this.receivedFrom);
	}

}
