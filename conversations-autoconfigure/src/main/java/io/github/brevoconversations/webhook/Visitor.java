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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A visitor as described by a webhook. Each part is {@code null} if Brevo did not send
 * it, or sent something that cannot be read. Immutable.
 * <p>
 * <strong>Not all of it is true.</strong> Whatever is marked as a claim is set by the
 * visitor's browser, and anybody can claim any e-mail address. Only {@link #id()} proves
 * who a visitor is, and only if it cannot be guessed; see {@link VisitorIds}.
 * {@link #toString()} contains only the channel.
 *
 * @param id the visitor's id, to send messages to
 * @param threadId the id of the conversation's thread
 * @param threadLink the URL of the thread in Brevo
 * @param source the channel: {@code widget}, {@code whatsapp}, {@code instagram},
 * {@code facebook} or {@code email}; an open set
 * @param sourceChannelRef the account's identifier on the channel
 * @param sourceChannelLink the URL of the account on the channel
 * @param sourceConversationRef the conversation's identifier on the channel: on WhatsApp,
 * the phone number, with or without {@code +}
 * @param groupId the id of the group of agents that the visitor is assigned to
 * @param color the color in which Brevo shows the visitor
 * @param ip the IP address
 * @param browserLanguage the language of the browser (a claim)
 * @param conversationLanguage the language of the conversation
 * @param browser the browser (a claim)
 * @param os the operating system (a claim)
 * @param userAgent the browser's {@code User-Agent} (a claim)
 * @param country the country, from the IP address
 * @param city the city, from the IP address
 * @param lastVisit the last visit to the site (a claim)
 * @param displayedName the name that agents see (may be based on a claim)
 * @param contactAttributes the attributes of the contact in Brevo
 * @param integrationAttributes what the website's page set, including an e-mail address
 * (a claim)
 * @param attributes the attributes in upper case, such as {@code EMAIL} and {@code SMS}
 * (may be based on claims)
 * @param formattedAttributes the attributes as agents see them (may be based on claims)
 * @param notes the notes on the visitor (may be based on claims)
 * @param contactId the id of the contact in Brevo
 * @param marketingConsent whether the visitor agreed to receive marketing messages (a
 * claim)
 * @param termsOfServiceConsent whether the visitor agreed to the terms of service (a
 * claim)
 * @param outsideConnections the connections to other systems, as Brevo sent them: values,
 * lists and maps
 * @param banned whether the visitor is banned; sent only when a conversation ends
 */
public record Visitor(@Nullable String id, @Nullable String threadId, @Nullable String threadLink,
		@Nullable String source, @Nullable String sourceChannelRef, @Nullable String sourceChannelLink,
		@Nullable String sourceConversationRef, @Nullable String groupId, @Nullable String color, @Nullable String ip,
		@Nullable String browserLanguage, @Nullable String conversationLanguage, @Nullable String browser,
		@Nullable String os, @Nullable String userAgent, @Nullable String country, @Nullable String city,
		@Nullable LastVisit lastVisit, @Nullable String displayedName,
		@Nullable Map<String, @Nullable Object> contactAttributes,
		@Nullable Map<String, @Nullable Object> integrationAttributes,
		@Nullable Map<String, @Nullable Object> attributes, @Nullable Map<String, @Nullable Object> formattedAttributes,
		@Nullable String notes, @Nullable String contactId, @Nullable Boolean marketingConsent,
		@Nullable Boolean termsOfServiceConsent, @Nullable Object outsideConnections, @Nullable Boolean banned) {

	/**
	 * Create a visitor.
	 * @param id the visitor's id, to send messages to
	 * @param threadId the id of the conversation's thread
	 * @param threadLink the URL of the thread in Brevo
	 * @param source the channel: {@code widget}, {@code whatsapp}, {@code instagram},
	 * {@code facebook} or {@code email}; an open set
	 * @param sourceChannelRef the account's identifier on the channel
	 * @param sourceChannelLink the URL of the account on the channel
	 * @param sourceConversationRef the conversation's identifier on the channel
	 * @param groupId the id of the group of agents that the visitor is assigned to
	 * @param color the color in which Brevo shows the visitor
	 * @param ip the IP address
	 * @param browserLanguage the language of the browser (a claim)
	 * @param conversationLanguage the language of the conversation
	 * @param browser the browser (a claim)
	 * @param os the operating system (a claim)
	 * @param userAgent the browser's {@code User-Agent} (a claim)
	 * @param country the country, from the IP address
	 * @param city the city, from the IP address
	 * @param lastVisit the last visit to the site (a claim)
	 * @param displayedName the name that agents see (may be based on a claim)
	 * @param contactAttributes the attributes of the contact in Brevo
	 * @param integrationAttributes what the website's page set (a claim)
	 * @param attributes the attributes in upper case (may be based on claims)
	 * @param formattedAttributes the attributes as agents see them (may be based on
	 * claims)
	 * @param notes the notes on the visitor (may be based on claims)
	 * @param contactId the id of the contact in Brevo
	 * @param marketingConsent whether the visitor agreed to receive marketing messages (a
	 * claim)
	 * @param termsOfServiceConsent whether the visitor agreed to the terms of service (a
	 * claim)
	 * @param outsideConnections the connections to other systems, as Brevo sent them
	 * @param banned whether the visitor is banned
	 */
	public Visitor {
		contactAttributes = copy(contactAttributes);
		integrationAttributes = copy(integrationAttributes);
		attributes = copy(attributes);
		formattedAttributes = copy(formattedAttributes);
	}

	private static @Nullable Map<String, @Nullable Object> copy(@Nullable Map<String, @Nullable Object> map) {
		return (map != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(map)) : null;
	}

	@Override
	public String toString() {
		return "Visitor[source=" + this.source + "]";
	}

	/**
	 * A visit to the site (a claim).
	 *
	 * @param startedAt when it began
	 * @param finishedAt when it ended
	 * @param hostName the site's host
	 * @param viewedPages the pages that were viewed, empty if Brevo sent none
	 */
	public record LastVisit(@Nullable Instant startedAt, @Nullable Instant finishedAt, @Nullable String hostName,
			List<Page> viewedPages) {

		/**
		 * Create a visit.
		 * @param startedAt when it began
		 * @param finishedAt when it ended
		 * @param hostName the site's host
		 * @param viewedPages the pages that were viewed
		 */
		public LastVisit {
			viewedPages = Objects.requireNonNullElse(viewedPages, List.<Page>of())
				.stream()
				.filter(Objects::nonNull)
				.toList();
		}

	}

	/**
	 * A page of the site (a claim).
	 *
	 * @param link its URL
	 * @param title its title
	 */
	public record Page(@Nullable String link, @Nullable String title) {

	}

}
