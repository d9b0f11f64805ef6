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

/**
 * Reads webhooks of Brevo Conversations, from both of Brevo's webhook systems.
 */
public final class ConversationEvents {

	private static final String DEFAULT_ACCOUNT = "default";

	private ConversationEvents() {
	}

	/**
	 * Read a webhook that has just arrived for the account {@code default}. No state is
	 * kept, so a message that arrives again, or that the application sent itself, is an
	 * event as well.
	 * @param body the body, as Brevo sent it
	 * @return the events, in their order; empty if the webhook reports nothing
	 * @throws InvalidWebhookException if the body is neither a JSON object nor a list of
	 * them, is nested too deeply, or has more parts than any webhook
	 */
	public static List<ConversationEvent> parse(byte[] body) {
		return parse(body, DEFAULT_ACCOUNT, Instant.now());
	}

	/**
	 * Read a webhook.
	 * @param body the body, as Brevo sent it
	 * @param account the name of the account that it was sent to
	 * @param receivedAt when it arrived
	 * @return the events, in their order; empty if the webhook reports nothing
	 * @throws InvalidWebhookException if the body is neither a JSON object nor a list of
	 * them, is nested too deeply, or has more parts than any webhook
	 */
	public static List<ConversationEvent> parse(byte[] body, String account, Instant receivedAt) {
		return WebhookParser.parse(body, account, receivedAt).stream().map(InboxEntry::event).toList();
	}

}
