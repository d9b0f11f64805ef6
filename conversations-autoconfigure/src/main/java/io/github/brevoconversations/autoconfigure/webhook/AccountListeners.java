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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.github.brevoconversations.autoconfigure.account.AccountName;
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.webhook.ConversationEventDispatcher;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import io.github.brevoconversations.webhook.ConversationEventKind;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.WebhookListener;
import io.github.brevoconversations.webhook.WebhookOutcome;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;

/**
 * The application's beans that are notified of an account's webhook: those with the
 * account's qualifier, and those without one, which are notified of all accounts.
 */
final class AccountListeners {

	private static final Log logger = LogFactory.getLog(AccountListeners.class);

	private final QualifiedBeans beans;

	private final ApplicationEventPublisher events;

	/**
	 * Create a view of the beans.
	 * @param beans the beans of the application
	 * @param events the publisher of events to the application's listeners
	 * @param environment the environment that has the properties of the accounts
	 * @throws InvalidBrevoAccountException if a bean is for an account that does not
	 * exist
	 */
	AccountListeners(QualifiedBeans beans, ApplicationEventPublisher events, Environment environment) {
		this.beans = beans;
		this.events = events;
		Set<String> accounts = new LinkedHashSet<>(WebhookAccounts.names(environment));
		accounts.addAll(
				beans.accounts(ConversationsClient.class, BrevoApiKeyProvider.class, BrevoAccessTokenProvider.class));
		List.of(ConversationEventHandler.class, WebhookListener.class, ConversationInbox.class)
			.forEach((type) -> check(type, accounts));
	}

	private void check(Class<?> type, Set<String> accounts) {
		for (String name : this.beans.namesOfOtherAccounts(type)) {
			String qualifier = this.beans.qualifier(name);
			if (qualifier != null && accounts.stream().noneMatch((account) -> AccountName.isSame(account, qualifier))) {
				throw InvalidBrevoAccountException.unknown(type, name, qualifier, accounts);
			}
		}
	}

	/**
	 * Return the dispatcher that hands the events of an account to the application.
	 * @param account the name of the account
	 * @return the dispatcher
	 */
	ConversationEventDispatcher dispatcher(String account) {
		return ConversationEventDispatcher.to(this.events,
				this.beans.listeners(account, ConversationEventHandler.class).toList());
	}

	/**
	 * Return the listener to notify of the webhook of an account.
	 * @param account the name of the account
	 * @return the listener
	 */
	WebhookListener listener(String account) {
		return new CompositeListener(this.beans.listeners(account, WebhookListener.class).toList());
	}

	/**
	 * Notifies several listeners.
	 */
	private static final class CompositeListener implements WebhookListener {

		private final List<WebhookListener> listeners;

		private CompositeListener(List<WebhookListener> listeners) {
			this.listeners = List.copyOf(listeners);
		}

		@Override
		public void onRequest(String account, WebhookOutcome outcome) {
			tell((listener) -> listener.onRequest(account, outcome));
		}

		@Override
		public void onUnexpectedAddress(String account) {
			tell((listener) -> listener.onUnexpectedAddress(account));
		}

		@Override
		public void onReceived(String account, ConversationEventKind kind, Reception reception) {
			tell((listener) -> listener.onReceived(account, kind, reception));
		}

		@Override
		public void onHandled(String account, ConversationEventKind kind, Handling handling, Duration waited,
				Duration took) {
			tell((listener) -> listener.onHandled(account, kind, handling, waited, took));
		}

		private void tell(Consumer<WebhookListener> call) {
			for (WebhookListener listener : this.listeners) {
				try {
					call.accept(listener);
				}
				catch (Throwable ex) {
					logger.debug("A webhook listener failed: " + ex.getClass().getName());
				}
			}
		}

	}

}
