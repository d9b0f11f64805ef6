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

import io.github.brevoconversations.client.ConversationsClient;

/**
 * Makes the client of an account with a webhook mark the messages that it sends in the
 * webhook's inbox. An interface, so that an application without webhooks loads no other
 * class of them.
 */
@FunctionalInterface
public interface SentMessageMarks {

	/**
	 * Return a client whose messages are not delivered to the application when they come
	 * back in a webhook.
	 * @param account the name of the client's account
	 * @param client the client
	 * @return the client that marks its messages, if the account has an inbox
	 */
	ConversationsClient mark(String account, ConversationsClient client);

}
