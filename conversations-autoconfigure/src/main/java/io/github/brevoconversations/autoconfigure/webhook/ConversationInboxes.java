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

import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.autoconfigure.store.ConversationInboxFactory;
import io.github.brevoconversations.webhook.ConversationInbox;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Provides the inbox of each account: a bean of the application, or one that the factory
 * creates. A bean with an account's qualifier is that account's inbox, and a bean without
 * a qualifier the default account's.
 */
final class ConversationInboxes {

	private final QualifiedBeans beans;

	private final ObjectProvider<ConversationInboxFactory> factory;

	ConversationInboxes(QualifiedBeans beans, ObjectProvider<ConversationInboxFactory> factory) {
		this.beans = beans;
		this.factory = factory;
	}

	/**
	 * Return the inbox of an account.
	 * @param account the account
	 * @return the inbox
	 */
	ConversationInbox get(WebhookAccount account) {
		ConversationInbox inbox = this.beans.find(account.name(), ConversationInbox.class);
		return (inbox != null) ? inbox : this.factory.getObject().createInbox(account.name(), account.inboxSettings());
	}

}
