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

import java.time.Duration;

import io.github.brevoconversations.webhook.WebhookListener.Handling;
import io.github.brevoconversations.webhook.WebhookListener.Reception;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Notifies a {@link WebhookListener}, and ignores whatever it throws.
 */
final class WebhookListeners {

	private static final Log logger = LogFactory.getLog(WebhookListeners.class);

	private final WebhookListener listener;

	WebhookListeners(WebhookListener listener) {
		this.listener = listener;
	}

	void request(String account, WebhookOutcome outcome) {
		tell(() -> this.listener.onRequest(account, outcome));
	}

	void unexpectedAddress(String account) {
		tell(() -> this.listener.onUnexpectedAddress(account));
	}

	void received(InboxEntry entry, Reception reception) {
		tell(() -> this.listener.onReceived(entry.event().account(), ConversationEventKind.of(entry.event()),
				reception));
	}

	void handled(String account, ConversationEventKind kind, Handling handling, Duration waited, Duration took) {
		tell(() -> this.listener.onHandled(account, kind, handling, waited, took));
	}

	private static void tell(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.debug("A webhook listener failed: " + ex.getClass().getName());
		}
	}

}
