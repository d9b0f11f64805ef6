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

import java.util.Objects;

import io.github.brevoconversations.client.BrevoJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads visitors.
 */
final class Visitors {

	private static final Visitor NOBODY = new Visitor(null, null, null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

	private Visitors() {
	}

	/**
	 * Read a visitor.
	 * @param json the JSON, or {@code null}
	 * @return the visitor, whose parts are all {@code null} if there is none
	 */
	static Visitor read(@Nullable BrevoJson json) {
		if (json == null) {
			return NOBODY;
		}
		return new Visitor(json.text("id"), json.text("threadId"), json.text("threadLink"), json.text("source"),
				json.text("sourceChannelRef"), json.text("sourceChannelLink"), json.text("sourceConversationRef"),
				json.text("groupId"), json.text("color"), json.text("ip"), json.text("browserLanguage"),
				json.text("conversationLanguage"), json.text("browser"), json.text("os"), json.text("userAgent"),
				json.text("country"), json.text("city"), lastVisit(json.object("lastVisit")),
				json.text("displayedName"), json.map("contactAttributes"), json.map("integrationAttributes"),
				json.map("attributes"), json.map("formattedAttributes"), json.text("notes"), json.text("contactId"),
				json.flag("marketingConsent"), json.flag("termsOfServiceConsent"),
				json.asMap().get("outsideConnections"), json.flag("isBanned"));
	}

	private static Visitor.@Nullable LastVisit lastVisit(@Nullable BrevoJson json) {
		return (json != null) ? new Visitor.LastVisit(json.instant("startedAt"), json.instant("finishedAt"),
				json.text("hostName"),
				WebhookParser.objects(json, "viewedPages").map((page) -> Objects.requireNonNull(page(page))).toList())
				: null;
	}

	/**
	 * Read a page.
	 * @param json the JSON, or {@code null}
	 * @return the page, or {@code null} if there is none
	 */
	static Visitor.@Nullable Page page(@Nullable BrevoJson json) {
		return (json != null) ? new Visitor.Page(json.text("link"), json.text("title")) : null;
	}

}
