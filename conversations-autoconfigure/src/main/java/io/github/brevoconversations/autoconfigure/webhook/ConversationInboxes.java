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

import io.github.brevoconversations.autoconfigure.store.ConversationInboxFactory;
import io.github.brevoconversations.webhook.ConversationInbox;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * Gives each account its inbox: the application's own bean, or one that a factory makes.
 * A bean with an account's qualifier is that account's, one without a qualifier the
 * default account's.
 */
final class ConversationInboxes {

	private final ListableBeanFactory beanFactory;

	private final ObjectProvider<ConversationInboxFactory> factory;

	ConversationInboxes(ListableBeanFactory beanFactory, ObjectProvider<ConversationInboxFactory> factory) {
		this.beanFactory = beanFactory;
		this.factory = factory;
	}

	/**
	 * Return the inbox of an account.
	 * @param account the account
	 * @return the inbox
	 */
	ConversationInbox get(WebhookAccount account) {
		for (String bean : this.beanFactory.getBeanNamesForType(ConversationInbox.class)) {
			if (belongs(bean, account.name())) {
				return this.beanFactory.getBean(bean, ConversationInbox.class);
			}
		}
		return this.factory.getObject().createInbox(account.name(), account.inboxSettings());
	}

	private boolean belongs(String bean, String account) {
		boolean isDefault = account.equals(WebhookAccounts.DEFAULT_ACCOUNT);
		return BeanFactoryAnnotationUtils.isQualifierMatch((qualifier) -> qualifier.equals(account), bean,
				this.beanFactory) || (isDefault && isUnqualified(bean, this.beanFactory));
	}

	private static boolean isUnqualified(String bean, BeanFactory beanFactory) {
		return BeanFactoryAnnotationUtils.isQualifierMatch(bean::equals, bean, beanFactory)
				&& !BeanFactoryAnnotationUtils.isQualifierMatch((qualifier) -> !qualifier.equals(bean), bean,
						beanFactory);
	}

}
