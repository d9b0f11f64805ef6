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
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation. Brevo has changed the model twice, and responds with all
 * three generations of it. A part is {@code null} if Brevo did not send it or sent an
 * unusable value. Immutable.
 * <p>
 * The application's JSON mapper can write it, in the format of the application, and read
 * it again. To read Brevo's JSON, use {@link BrevoJson#asMessage()}.
 *
 * @param id the message's id
 * @param type who wrote it: {@code agent} or {@code visitor}; an open set
 * @param text the text, or the name of the attached file
 * @param html the text as HTML
 * @param rawUnsafeHtml the text as HTML that Brevo has not escaped; showing it allows
 * script injection
 * @param visitorId the visitor's id
 * @param agentId the id of the agent who wrote it; messages of agents only
 * @param agentName the name of the agent who wrote it; messages of agents only
 * @param agentUserpic the URL of the agent's picture
 * @param createdAt when it was written
 * @param pushed whether it was pushed
 * @param receivedFrom the name of the system that it came from
 * @param file the attached file
 * @param attachments the attached files of an e-mail
 * @param subject the subject of an e-mail
 * @param from the sender of an e-mail
 * @param replyTo where to reply to an e-mail
 * @param to the recipients of an e-mail
 * @param cc the recipients of a copy of an e-mail
 * @param bcc the recipients of a blind copy of an e-mail
 * @param trigger whether a trigger wrote it
 * @param missed whether no agent replied to it
 * @param missedByVisitor whether the visitor did not see it
 * @param bot whether a bot wrote it
 * @param sentViaJsApi whether it came through the widget's API
 * @param forward whether it is a forwarded message
 * @param sourceMessageId its id in the system that it came from
 * @param forwardedToSourceStatus whether it reached the system that the conversation
 * takes place in
 * @param messageType the kind of message; an open set
 * @param integrations what integrations added, as Brevo sent it
 * @param source where it came from, as Brevo sent it
 * @serial exclude
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConversationsMessage(@Nullable String id, @Nullable String type, @Nullable String text,
		@Nullable String html, @Nullable String rawUnsafeHtml, @Nullable String visitorId, @Nullable String agentId,
		@Nullable String agentName, @Nullable String agentUserpic, @Nullable Instant createdAt,
		@Nullable Boolean pushed, @Nullable String receivedFrom, @Nullable ConversationsFile file,
		@Nullable List<ConversationsFile> attachments, @Nullable String subject, @Nullable MailAddress from,
		@Nullable MailAddress replyTo, @Nullable List<MailAddress> to, @Nullable List<MailAddress> cc,
		@Nullable List<MailAddress> bcc, @Nullable Boolean trigger, @Nullable Boolean missed,
		@Nullable Boolean missedByVisitor, @Nullable Boolean bot, @Nullable Boolean sentViaJsApi,
		@Nullable Boolean forward, @Nullable String sourceMessageId, @Nullable ForwardingStatus forwardedToSourceStatus,
		@Nullable String messageType, @Nullable Map<String, @Nullable Object> integrations,
		@Nullable Map<String, @Nullable Object> source) implements Serializable {

	/**
	 * Create a message.
	 * @param id the message's id
	 * @param type who wrote it: {@code agent} or {@code visitor}; an open set
	 * @param text the text, or the name of the attached file
	 * @param html the text as HTML
	 * @param rawUnsafeHtml the text as HTML that Brevo has not escaped; showing it allows
	 * script injection
	 * @param visitorId the visitor's id
	 * @param agentId the id of the agent who wrote it; messages of agents only
	 * @param agentName the name of the agent who wrote it; messages of agents only
	 * @param agentUserpic the URL of the agent's picture
	 * @param createdAt when it was written
	 * @param pushed whether it was pushed
	 * @param receivedFrom the name of the system that it came from
	 * @param file the attached file
	 * @param attachments the attached files of an e-mail
	 * @param subject the subject of an e-mail
	 * @param from the sender of an e-mail
	 * @param replyTo where to reply to an e-mail
	 * @param to the recipients of an e-mail
	 * @param cc the recipients of a copy of an e-mail
	 * @param bcc the recipients of a blind copy of an e-mail
	 * @param trigger whether a trigger wrote it
	 * @param missed whether no agent replied to it
	 * @param missedByVisitor whether the visitor did not see it
	 * @param bot whether a bot wrote it
	 * @param sentViaJsApi whether it came through the widget's API
	 * @param forward whether it is a forwarded message
	 * @param sourceMessageId its id in the system that it came from
	 * @param forwardedToSourceStatus whether it reached the system that the conversation
	 * takes place in
	 * @param messageType the kind of message; an open set
	 * @param integrations what integrations added, as Brevo sent it
	 * @param source where it came from, as Brevo sent it
	 */
	public ConversationsMessage {
		attachments = Unmodifiable.list(attachments);
		to = Unmodifiable.list(to);
		cc = Unmodifiable.list(cc);
		bcc = Unmodifiable.list(bcc);
		integrations = Unmodifiable.map(integrations);
		source = Unmodifiable.map(source);
	}

	/**
	 * A sender or a recipient of an e-mail.
	 *
	 * @param email the address
	 * @param name the name
	 * @serial exclude
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record MailAddress(@Nullable String email, @Nullable String name) implements Serializable {

	}

	/**
	 * Whether a message reached the system that the conversation takes place in.
	 *
	 * @param success whether it did
	 * @param error why it did not
	 * @serial exclude
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record ForwardingStatus(@Nullable Boolean success, @Nullable String error) implements Serializable {

	}

}
