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

import java.time.Instant;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendMessageRequest;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a conversation, as reported by Brevo's webhooks. The events of a
 * conversation are delivered one after another, those of different conversations
 * concurrently. Each is delivered once, and again only if handling it failed, the
 * instance that handled it ended or lost the inbox, or the event was redelivered from the
 * parked ones.
 * <p>
 * Immutable. {@link Object#toString() toString()} contains no text, no name and no
 * address, so an event may be logged.
 */
public sealed interface ConversationEvent {

	/**
	 * Return the account that the webhook was sent to.
	 * @return the account's name, or {@code default} for the one without a name
	 */
	String account();

	/**
	 * Return the id of the conversation: one continuous conversation with one visitor. It
	 * outlives {@link ConversationEnded}.
	 * @return the id, or {@code null} if Brevo sent none
	 */
	@Nullable String conversationId();

	/**
	 * Return the visitor.
	 * @return the visitor, whose parts are all {@code null} if Brevo sent none
	 */
	Visitor visitor();

	/**
	 * Return when the webhook arrived, according to the clock of the receiving instance.
	 * @return the time
	 */
	Instant receivedAt();

	/**
	 * A visitor wrote a message.
	 *
	 * @param account the account's name
	 * @param conversationId the id of the conversation, or {@code null}
	 * @param visitor the visitor
	 * @param receivedAt when the webhook arrived
	 * @param message the message. If the webhook contained only its id, its text is
	 * {@code null}, and the message can be fetched with
	 * {@link io.github.brevoconversations.client.ConversationsClient#getMessage(String)}
	 */
	record VisitorMessageReceived(String account, @Nullable String conversationId, Visitor visitor, Instant receivedAt,
			ConversationsMessage message) implements ConversationEvent {

		/**
		 * Create a message to send in response.
		 * @param text the message's text
		 * @param agent the agent to send as
		 * @return the request
		 * @throws IllegalStateException if the webhook did not identify the visitor. In
		 * that case, fetch the message by its id, and reply to its visitor
		 * @throws io.github.brevoconversations.client.BrevoInvalidRequestException if the
		 * text is blank
		 */
		public SendMessageRequest reply(String text, AgentIdentity agent) {
			String visitorId = (this.visitor.id() != null) ? this.visitor.id() : this.message.visitorId();
			if (visitorId == null) {
				throw new IllegalStateException(
						"The webhook did not say who the visitor is. Get the message by its id and reply to its visitorId");
			}
			return SendMessageRequest.of(visitorId, text, agent);
		}

		@Override
		public String toString() {
			return EventText.of(this);
		}

	}

	/**
	 * An agent wrote a message that this application did not send.
	 *
	 * @param account the account's name
	 * @param conversationId the id of the conversation, or {@code null}
	 * @param visitor the visitor
	 * @param receivedAt when the webhook arrived
	 * @param message the message
	 * @param agent the agent, or {@code null} if Brevo did not send it
	 */
	record AgentMessageReceived(String account, @Nullable String conversationId, Visitor visitor, Instant receivedAt,
			ConversationsMessage message, @Nullable ConversationAgent agent) implements ConversationEvent {

		private static final String PLACEHOLDER = "This message cannot be viewed in Brevo";

		/**
		 * Return whether a person wrote the message and so has taken over the
		 * conversation. Messages of bots, pushed and triggered messages, and Brevo's
		 * placeholder for a message that it cannot display are not from a person.
		 * @return whether a person wrote the message
		 */
		public boolean isFromPerson() {
			return !isTrue(this.message.bot()) && !isTrue(this.message.pushed()) && !isTrue(this.message.trigger())
					&& !isPlaceholder();
		}

		private boolean isPlaceholder() {
			String text = (this.message.text() != null) ? this.message.text().strip() : "";
			return text.equals(PLACEHOLDER) || text.equals(PLACEHOLDER + ".");
		}

		private static boolean isTrue(@Nullable Boolean value) {
			return Boolean.TRUE.equals(value);
		}

		@Override
		public String toString() {
			return EventText.of(this);
		}

	}

	/**
	 * A visitor or an agent started a conversation. The first message, if any, follows as
	 * a separate event.
	 *
	 * @param account the account's name
	 * @param conversationId the id of the conversation, or {@code null}
	 * @param visitor the visitor
	 * @param receivedAt when the webhook arrived
	 * @param startPage the page on which it was started, or {@code null}
	 * @param isNoAgentAvailable whether Brevo said that no agent was available
	 */
	record ConversationStarted(String account, @Nullable String conversationId, Visitor visitor, Instant receivedAt,
			Visitor.@Nullable Page startPage, boolean isNoAgentAvailable) implements ConversationEvent {

		@Override
		public String toString() {
			return EventText.of(this);
		}

	}

	/**
	 * A conversation has ended, for now.
	 *
	 * @param account the account's name
	 * @param conversationId the id of the conversation, or {@code null}
	 * @param visitor the visitor
	 * @param receivedAt when the webhook arrived
	 * @param messages its messages, in the order in which they were written, including
	 * those that this application sent. Each of the others is also delivered as a
	 * separate event, before or after this one
	 * @param missedMessages how many of the visitor's messages no agent saw
	 */
	record ConversationEnded(String account, @Nullable String conversationId, Visitor visitor, Instant receivedAt,
			List<ConversationsMessage> messages, int missedMessages) implements ConversationEvent {

		/**
		 * Create an event.
		 * @param account the account's name
		 * @param conversationId the id of the conversation, or {@code null}
		 * @param visitor the visitor
		 * @param receivedAt when the webhook arrived
		 * @param messages its messages
		 * @param missedMessages how many of the visitor's messages no agent saw
		 */
		public ConversationEnded(String account, @Nullable String conversationId, Visitor visitor, Instant receivedAt,
				List<ConversationsMessage> messages, int missedMessages) {
			this.account = account;
			this.conversationId = conversationId;
			this.visitor = visitor;
			this.receivedAt = receivedAt;
			this.messages = List.copyOf(messages);
			this.missedMessages = missedMessages;
		}

		@Override
		public String toString() {
			return EventText.of(this);
		}

	}

	/**
	 * Any other webhook, or a message that reports a bounced e-mail.
	 *
	 * @param account the account's name
	 * @param conversationId the id of the conversation, or {@code null}
	 * @param visitor the visitor
	 * @param receivedAt when the webhook arrived
	 * @param name the name of the event, such as {@code email_bounce}, or {@code null} if
	 * it has none
	 * @param json the event as compact JSON
	 */
	record UnknownEvent(String account, @Nullable String conversationId, Visitor visitor, Instant receivedAt,
			@Nullable String name, String json) implements ConversationEvent {

		@Override
		public String toString() {
			return EventText.of(this);
		}

	}

}
