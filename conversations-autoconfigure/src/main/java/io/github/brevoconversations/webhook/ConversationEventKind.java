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

import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationEnded;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationStarted;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;

/**
 * The kinds of {@link ConversationEvent}, as shown in metrics, in the log and by the
 * endpoint.
 */
public enum ConversationEventKind {

	/**
	 * {@link VisitorMessageReceived}.
	 */
	VISITOR_MESSAGE,

	/**
	 * {@link AgentMessageReceived}.
	 */
	AGENT_MESSAGE,

	/**
	 * {@link ConversationStarted}.
	 */
	STARTED,

	/**
	 * {@link ConversationEnded}.
	 */
	ENDED,

	/**
	 * {@link ConversationEvent.UnknownEvent}, or a stored event that cannot be read.
	 */
	UNKNOWN;

	/**
	 * Return the kind of an event.
	 * @param event the event
	 * @return its kind
	 */
	public static ConversationEventKind of(ConversationEvent event) {
		if (event instanceof VisitorMessageReceived) {
			return VISITOR_MESSAGE;
		}
		if (event instanceof AgentMessageReceived) {
			return AGENT_MESSAGE;
		}
		if (event instanceof ConversationStarted) {
			return STARTED;
		}
		return (event instanceof ConversationEnded) ? ENDED : UNKNOWN;
	}

}
