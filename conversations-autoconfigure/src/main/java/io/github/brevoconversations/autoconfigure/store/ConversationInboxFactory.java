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

package io.github.brevoconversations.autoconfigure.store;

import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;

/**
 * Creates the inboxes of webhooks, one for each Brevo account. A bean of this type
 * replaces the factory that the properties under {@code brevo.webhook.inbox} configure.
 */
@FunctionalInterface
public interface ConversationInboxFactory {

	/**
	 * Create the inbox of an account. Inboxes of different accounts must not share
	 * events. An inbox that is {@link AutoCloseable} is closed when the application
	 * stops.
	 * @param account the name of the account
	 * @param settings how much the inbox holds
	 * @return the inbox
	 */
	ConversationInbox createInbox(String account, InboxSettings settings);

}
