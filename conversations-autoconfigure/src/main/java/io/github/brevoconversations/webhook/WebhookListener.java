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

/**
 * Is notified of webhooks and events, for example to count them. Called on the threads
 * that process them, so it must not block. Whatever it throws is ignored.
 */
public interface WebhookListener {

	/**
	 * Called once for each request.
	 * @param account the account's name
	 * @param outcome the response to the request
	 */
	default void onRequest(String account, WebhookOutcome outcome) {
	}

	/**
	 * Called for each request from an address that is not allowed, whether or not it is
	 * rejected for that.
	 * @param account the account's name
	 */
	default void onUnexpectedAddress(String account) {
	}

	/**
	 * Called for each event of an accepted request.
	 * @param account the account's name
	 * @param kind the event's kind
	 * @param reception whether the event was stored
	 */
	default void onReceived(String account, ConversationEventKind kind, Reception reception) {
	}

	/**
	 * Called after each attempt to handle an event.
	 * @param account the account's name
	 * @param kind the event's kind
	 * @param handling how the attempt ended
	 * @param waited the time from the arrival of the webhook to the beginning of the
	 * attempt
	 * @param took how long the attempt took
	 */
	default void onHandled(String account, ConversationEventKind kind, Handling handling, Duration waited,
			Duration took) {
	}

	/**
	 * Whether an event was stored.
	 */
	enum Reception {

		/**
		 * It is new, and was stored.
		 */
		KEPT,

		/**
		 * It was received before, or its message is
		 * {@linkplain ConversationInbox#markSent(String) marked} as sent by the
		 * application itself.
		 */
		DUPLICATE,

		/**
		 * Its message carries the marker of the application itself.
		 */
		OWN

	}

	/**
	 * How the handling of an event ended.
	 */
	enum Handling {

		/**
		 * It is done.
		 */
		DONE,

		/**
		 * It failed, and will be retried.
		 */
		FAILED,

		/**
		 * It failed too often, so the event was parked.
		 */
		PARKED,

		/**
		 * The conversation was no longer held, usually because another instance took it
		 * over, so the event may be handled again.
		 */
		LOST

	}

}
