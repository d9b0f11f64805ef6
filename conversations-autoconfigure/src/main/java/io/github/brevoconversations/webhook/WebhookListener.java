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
 * Is told what becomes of webhooks and events, in order to count it. Called on the thread
 * on which it happens, so it must not block. What it throws is ignored.
 */
public interface WebhookListener {

	/**
	 * Called once for each request.
	 * @param account the account's name
	 * @param outcome how it was responded to
	 */
	default void onRequest(String account, WebhookOutcome outcome) {
	}

	/**
	 * Called for each request from an address that is not expected, whether it is refused
	 * for that or not.
	 * @param account the account's name
	 */
	default void onUnexpectedAddress(String account) {
	}

	/**
	 * Called for each event of an accepted request.
	 * @param account the account's name
	 * @param kind the event's kind
	 * @param reception whether it is kept
	 */
	default void onReceived(String account, ConversationEventKind kind, Reception reception) {
	}

	/**
	 * Called each time that an event was handed to the application.
	 * @param account the account's name
	 * @param kind the event's kind
	 * @param handling how that went
	 * @param waited the time since its webhook arrived
	 * @param took the time that the application took
	 */
	default void onHandled(String account, ConversationEventKind kind, Handling handling, Duration waited,
			Duration took) {
	}

	/**
	 * Whether an event is kept.
	 */
	enum Reception {

		/**
		 * It is new, and kept.
		 */
		KEPT,

		/**
		 * It came before.
		 */
		DUPLICATE,

		/**
		 * It tells of a message of the application itself.
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
		 * It failed, and will be tried again.
		 */
		FAILED,

		/**
		 * It failed too often, and the event was put aside.
		 */
		PARKED,

		/**
		 * Another instance took the conversation over in the meantime, so that the event
		 * may be handled again there.
		 */
		LOST

	}

}
