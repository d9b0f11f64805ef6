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

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.webhook.ConversationEventKind;
import io.github.brevoconversations.webhook.WebhookListener;
import io.github.brevoconversations.webhook.WebhookOutcome;

/**
 * Tells several listeners.
 */
final class WebhookListenerComposite implements WebhookListener {

	private final List<WebhookListener> listeners;

	WebhookListenerComposite(List<WebhookListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void onRequest(String account, WebhookOutcome outcome) {
		this.listeners.forEach((listener) -> listener.onRequest(account, outcome));
	}

	@Override
	public void onUnexpectedAddress(String account) {
		this.listeners.forEach((listener) -> listener.onUnexpectedAddress(account));
	}

	@Override
	public void onReceived(String account, ConversationEventKind kind, Reception reception) {
		this.listeners.forEach((listener) -> listener.onReceived(account, kind, reception));
	}

	@Override
	public void onHandled(String account, ConversationEventKind kind, Handling handling, Duration waited,
			Duration took) {
		this.listeners.forEach((listener) -> listener.onHandled(account, kind, handling, waited, took));
	}

}
