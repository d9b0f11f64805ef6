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

import org.jspecify.annotations.Nullable;

/**
 * The nine operations of the Brevo Conversations API for Spring MVC and virtual threads:
 * each method waits for the response and returns it. Thread-safe, so one instance can
 * serve a whole application.
 * <p>
 * On a thread that must not block, such as an event loop or a thread of an HTTP client,
 * each operation throws an {@link IllegalStateException} before anything is sent: use
 * {@link ConversationsClient} there. If the thread is interrupted before or while it
 * waits, the call is abandoned with a {@link BrevoCommunicationException}, which says
 * whether the request may have reached Brevo, and the thread stays interrupted.
 */
public interface BlockingConversationsClient {

	/**
	 * Send a message to a visitor as an agent: {@code POST /conversations/messages}.
	 * @param request the message to send
	 * @return the message as Brevo stored it
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	ConversationsMessage sendMessage(SendMessageRequest request);

	/**
	 * Get a message: {@code GET /conversations/messages/{id}}.
	 * @param id the message's id
	 * @return the message
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	ConversationsMessage getMessage(String id);

	/**
	 * Change the text of a message: {@code PUT /conversations/messages/{id}}. Only
	 * messages of type {@code agent} can be changed.
	 * @param id the message's id
	 * @param text the new text
	 * @return the message as Brevo stored it
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	ConversationsMessage updateMessage(String id, String text);

	/**
	 * Delete a message: {@code DELETE /conversations/messages/{id}}. Only messages of
	 * type {@code agent} can be deleted.
	 * @param id the message's id
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	void deleteMessage(String id);

	/**
	 * Push an automated message to a visitor: {@code POST /conversations/pushedMessages}.
	 * @param request the message to push
	 * @return the message as Brevo stored it
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	ConversationsMessage sendPushedMessage(SendPushedMessageRequest request);

	/**
	 * Get a pushed message: {@code GET /conversations/pushedMessages/{id}}.
	 * @param id the message's id
	 * @return the message
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	ConversationsMessage getPushedMessage(String id);

	/**
	 * Change the text of a pushed message: {@code PUT
	 * /conversations/pushedMessages/{id}}.
	 * @param id the message's id
	 * @param text the new text
	 * @return the message as Brevo stored it
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	ConversationsMessage updatePushedMessage(String id, String text);

	/**
	 * Delete a pushed message: {@code DELETE /conversations/pushedMessages/{id}}.
	 * @param id the message's id
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	void deletePushedMessage(String id);

	/**
	 * Set an agent's status to online for the next two to three minutes:
	 * {@code POST /conversations/agentOnlinePing}. Brevo has no operation that sets an
	 * agent offline: stop pinging instead.
	 * @param agent the agent
	 * @throws BrevoException if the request is invalid or the call fails
	 */
	void pingAgentOnline(AgentIdentity agent);

	/**
	 * Return the rate limit that Brevo last reported to this client. Makes no request.
	 * @return the rate limit as far as it is known now, or {@code null} if no response
	 * has reported one yet
	 */
	default @Nullable RateLimit rateLimit() {
		return null;
	}

	/**
	 * Return a blocking client that waits for the responses of the given client.
	 * @param client the client that makes the calls
	 * @return the blocking client
	 */
	static BlockingConversationsClient of(ConversationsClient client) {
		return new DefaultBlockingConversationsClient(client);
	}

}
