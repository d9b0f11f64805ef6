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
 * An automated message to push to a visitor, such as an order's status. Immutable.
 * Jackson can write it as JSON and read it again, so that an outbox can store it; that
 * JSON is not Brevo's.
 *
 * @param visitorId the visitor's id
 * @param text the message's text
 * @param agentId the id of the agent that the message appears to come from, or
 * {@code null} to leave the choice to Brevo
 * @param groupId the id of the group that the message appears to come from, or
 * {@code null} to name none
 * @see ConversationsClient#sendPushedMessage(SendPushedMessageRequest)
 * @serial exclude
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SendPushedMessageRequest(String visitorId, String text, @Nullable String agentId,
		@Nullable String groupId) implements Serializable {

	/**
	 * Create a request.
	 * @param visitorId the visitor's id
	 * @param text the message's text; unpaired surrogates in it are replaced
	 * @param agentId the id of the agent that the message appears to come from, or
	 * {@code null} to leave the choice to Brevo
	 * @param groupId the id of the group that the message appears to come from, or
	 * {@code null} to name none
	 * @throws BrevoInvalidRequestException if a required part is missing, if a part is
	 * blank, or if an id contains an unpaired surrogate
	 */
	public SendPushedMessageRequest {
		visitorId = RequestChecks.requireName(visitorId, "the visitor's id");
		text = RequestChecks.requireTextToSend(text, "the text");
		agentId = RequestChecks.requireNameIfPresent(agentId, "the agent's id");
		groupId = RequestChecks.requireNameIfPresent(groupId, "the group's id");
	}

	/**
	 * Create a request that leaves the choice of the agent to Brevo.
	 * @param visitorId the visitor's id, from a webhook, or the one that the application
	 * gave to the visitor's widget
	 * @param text the message's text; unpaired surrogates in it are replaced
	 * @return the request
	 * @throws BrevoInvalidRequestException if a part is missing or blank, or if the
	 * visitor's id contains an unpaired surrogate
	 */
	public static SendPushedMessageRequest of(String visitorId, String text) {
		return new SendPushedMessageRequest(visitorId, text, null, null);
	}

	/**
	 * Return this request with the agent that the message appears to come from.
	 * @param agentId the agent's id
	 * @return the new request
	 * @throws BrevoInvalidRequestException if the id is blank or contains an unpaired
	 * surrogate
	 */
	public SendPushedMessageRequest withAgentId(String agentId) {
		RequestChecks.requireText(agentId, "the agent's id");
		return new SendPushedMessageRequest(this.visitorId, this.text, agentId, this.groupId);
	}

	/**
	 * Return this request with the group of agents that the message appears to come from.
	 * @param groupId the group's id
	 * @return the new request
	 * @throws BrevoInvalidRequestException if the id is blank or contains an unpaired
	 * surrogate
	 */
	public SendPushedMessageRequest withGroupId(String groupId) {
		RequestChecks.requireText(groupId, "the group's id");
		return new SendPushedMessageRequest(this.visitorId, this.text, this.agentId, groupId);
	}

	@Override
	public String toString() {
		return "SendPushedMessageRequest[visitorId=%s, text=%s, agentId=%s, groupId=%s]".formatted(this.visitorId,
				Excerpt.of(this.text), this.agentId, this.groupId);
	}

}
