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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Webhooks for tests.
 */
public final class Webhooks {

	/**
	 * When they arrive.
	 */
	public static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

	private Webhooks() {
	}

	/**
	 * Return a fragment with a message of a visitor for each id.
	 * @param conversation the id of the conversation
	 * @param ids the ids of the messages
	 * @return the JSON
	 */
	public static String fragment(String conversation, String... ids) {
		return """
				{"eventName":"conversationFragment","conversationId":"%s","visitor":{"id":"visitor-of-%s"},
				 "messages":[%s],"agents":[]}""".formatted(conversation, conversation,
				Arrays.stream(ids)
					.map((id) -> """
							{"id":"%s","type":"visitor","text":"text of %s"}""".formatted(id, id))
					.collect(Collectors.joining(",")));
	}

	/**
	 * Return the entries of a fragment.
	 * @param conversation the id of the conversation
	 * @param ids the ids of the messages
	 * @return the entries
	 */
	public static List<InboxEntry> entries(String conversation, String... ids) {
		return read(fragment(conversation, ids));
	}

	/**
	 * Return the entries of a webhook.
	 * @param json the JSON
	 * @return the entries
	 */
	public static List<InboxEntry> read(String json) {
		return WebhookParser.parse(bytes(json), "default", NOW);
	}

	/**
	 * Return the bytes of a text.
	 * @param text the text
	 * @return the bytes
	 */
	public static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the id of an event's message.
	 * @param event the event
	 * @return the id
	 */
	public static String id(ConversationEvent event) {
		return String.valueOf(((ConversationEvent.VisitorMessageReceived) event).message().id());
	}

}
