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

package io.github.brevoconversations.autoconfigure.webhook;

import io.github.brevoconversations.webhook.ConversationEventDelivery;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.WebhookReceiver;

/**
 * The webhook of one account.
 *
 * @param account the account's name
 * @param path the path, below that of the application
 * @param receiver receives its requests
 * @param inbox keeps its events
 * @param delivery hands its events to the application
 */
public record BrevoWebhook(String account, String path, WebhookReceiver receiver, ConversationInbox inbox,
		ConversationEventDelivery delivery) {

	void start() {
		this.receiver.setAccepting(true);
		this.delivery.start();
	}

	void stop() {
		this.receiver.setAccepting(false);
		this.delivery.stop();
	}

}
