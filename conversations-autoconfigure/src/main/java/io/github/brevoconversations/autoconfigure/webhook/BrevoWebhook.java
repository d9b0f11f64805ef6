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
import java.util.function.Supplier;

import io.github.brevoconversations.webhook.ConversationEventDelivery;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.ParkedEvent;
import io.github.brevoconversations.webhook.WebhookReceiver;
import reactor.core.publisher.Mono;

/**
 * The webhook of one account.
 *
 * @param account the account's name
 * @param path the path, relative to those of the application and its servlet
 * @param fullPath the path, including those of the application and its servlet
 * @param receiver the receiver of its requests
 * @param inbox the inbox that stores its events
 * @param delivery the delivery that hands its events to the application
 */
public record BrevoWebhook(String account, String path, String fullPath, WebhookReceiver receiver,
		ConversationInbox inbox, ConversationEventDelivery delivery) {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Count what is in the inbox.
	 * @return how much there is; fails, whatever the inbox does, after five seconds at
	 * the latest
	 */
	public Mono<InboxSize> size() {
		return bounded(this.inbox::size);
	}

	/**
	 * List parked events.
	 * @param max how many at most
	 * @return the parked events, the oldest first; fails as {@link #size()} does
	 */
	public Mono<List<ParkedEvent>> parked(int max) {
		return bounded(() -> this.inbox.parked(max));
	}

	private static <T> Mono<T> bounded(Supplier<Mono<T>> call) {
		return Mono.defer(() -> {
			try {
				return call.get();
			}
			catch (Throwable ex) {
				// Reactor throws some errors rather than hand them on
				return Mono.error(ex);
			}
		}).timeout(TIMEOUT);
	}

	void start() {
		this.receiver.setAccepting(true);
		this.delivery.start();
	}

	void stop(Runnable onIdle) {
		this.receiver.setAccepting(false);
		this.delivery.stop(onIdle);
	}

}
