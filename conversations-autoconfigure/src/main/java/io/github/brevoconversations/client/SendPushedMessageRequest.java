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
 * An automated message to push to a visitor, such as an order's status. Immutable.
 *
 * @see ConversationsClient#sendPushedMessage(SendPushedMessageRequest)
 */
public final class SendPushedMessageRequest {

	private final String visitorId;

	private final String text;

	private final @Nullable String agentId;

	private final @Nullable String groupId;

	private SendPushedMessageRequest(String visitorId, String text, @Nullable String agentId,
			@Nullable String groupId) {
		this.visitorId = RequestChecks.requireText(visitorId, "the visitor's id");
		this.text = RequestChecks.requireText(text, "the text");
		this.agentId = agentId;
		this.groupId = groupId;
	}

	/**
	 * Create a request that leaves the choice of the agent to Brevo.
	 * @param visitorId the visitor's id, from a webhook, or the one that the application
	 * gave to the visitor's widget
	 * @param text the message's text
	 * @return the request
	 * @throws BrevoInvalidRequestException if the visitor's id or the text is blank
	 */
	public static SendPushedMessageRequest of(String visitorId, String text) {
		return new SendPushedMessageRequest(visitorId, text, null, null);
	}

	/**
	 * Return this request with the agent whom the message appears to come from.
	 * @param agentId the agent's id
	 * @return the new request
	 * @throws BrevoInvalidRequestException if the id is blank
	 */
	public SendPushedMessageRequest withAgentId(String agentId) {
		RequestChecks.requireText(agentId, "the agent's id");
		return new SendPushedMessageRequest(this.visitorId, this.text, agentId, this.groupId);
	}

	/**
	 * Return this request with the group of agents whom the message appears to come from.
	 * @param groupId the group's id
	 * @return the new request
	 * @throws BrevoInvalidRequestException if the id is blank
	 */
	public SendPushedMessageRequest withGroupId(String groupId) {
		RequestChecks.requireText(groupId, "the group's id");
		return new SendPushedMessageRequest(this.visitorId, this.text, this.agentId, groupId);
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
	 * Return the id of the agent whom the message appears to come from.
	 * @return the id, or {@code null} where none was given
	 */
	public @Nullable String agentId() {
		return this.agentId;
	}

	/**
	 * Return the id of the group whom the message appears to come from.
	 * @return the id, or {@code null} where none was given
	 */
	public @Nullable String groupId() {
		return this.groupId;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof SendPushedMessageRequest other && this.visitorId.equals(other.visitorId)
				&& this.text.equals(other.text) && Objects.equals(this.agentId, other.agentId)
				&& Objects.equals(this.groupId, other.groupId);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.visitorId, this.text, this.agentId, this.groupId);
	}

	@Override
	public String toString() {
		return "SendPushedMessageRequest[visitorId=%s, text=%s, agentId=%s, groupId=%s]".formatted(this.visitorId,
				Excerpt.of(this.text), this.agentId, this.groupId);
	}

}
