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

import io.github.brevoconversations.webhook.ConversationEventDelivery;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.DeliverySettings;
import io.github.brevoconversations.webhook.WebhookListener;
import io.github.brevoconversations.webhook.WebhookReceiver;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.context.ConfigurableWebEnvironment;

/**
 * Creates the webhook of an account.
 */
final class BrevoWebhookFactory {

	private static final Log logger = LogFactory.getLog(BrevoWebhooks.class);

	private final ConversationInboxes inboxes;

	private final AccountListeners listeners;

	private final DeliveryExecutors executors;

	private final ObservationRegistry observations;

	private final EventDispatcher.@Nullable Transaction transaction;

	private final String basePath;

	/**
	 * Create a factory.
	 * @param inboxes the inboxes
	 * @param listeners the listeners
	 * @param executors the executors on which events are handled
	 * @param observations the registry of observations
	 * @param transaction the transaction for each event, or {@code null} for none
	 * @param environment the environment that has the path of the application
	 */
	BrevoWebhookFactory(ConversationInboxes inboxes, AccountListeners listeners, DeliveryExecutors executors,
			ObservationRegistry observations, EventDispatcher.@Nullable Transaction transaction,
			Environment environment) {
		this.inboxes = inboxes;
		this.listeners = listeners;
		this.executors = executors;
		this.observations = observations;
		this.transaction = transaction;
		this.basePath = basePath(environment);
	}

	private static String basePath(Environment environment) {
		return (environment instanceof ConfigurableWebEnvironment)
				? path(environment, "server.servlet.context-path") + path(environment, "spring.mvc.servlet.path")
				: path(environment, "spring.webflux.base-path");
	}

	private static String path(Environment environment, String property) {
		String path = StringUtils.trimTrailingCharacter(environment.getProperty(property, "").strip(), '/');
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

	DeliveryExecutors executors() {
		return this.executors;
	}

	BrevoWebhook create(WebhookAccount account) {
		ConversationInbox inbox = this.inboxes.get(account);
		DeliverySettings settings = account.deliverySettings();
		WebhookListener listener = this.listeners.listener(account.name());
		EventDispatcher dispatcher = new EventDispatcher(this.listeners.dispatcher(account.name()), this.observations,
				this.transaction, this.executors.decorator());
		ConversationEventDelivery delivery = new ConversationEventDelivery(account.name(), inbox, dispatcher,
				this.executors.get(account.name()), settings, listener);
		WebhookReceiver receiver = WebhookReceiver.builder(account.name(), account.credentials(), inbox)
			.maxBodySize(account.maxBodySize())
			.allowedAddresses(account.allowedAddresses(), account.enforcesAddresses())
			.receivedFrom(account.receivedFrom())
			.listener(listener)
			.onAdded(delivery::wake)
			.build();
		logger.info(description(account));
		return new BrevoWebhook(account.name(), account.path(), this.basePath + account.path(), receiver, inbox,
				delivery);
	}

	/**
	 * Describe where the webhook is, what it accepts, and where to enter its URL.
	 * @param account the account
	 * @return a line for the log, without a secret
	 */
	private String description(WebhookAccount account) {
		BrevoWebhookProperties properties = account.properties();
		String path = this.basePath + account.path();
		StringBuilder text = new StringBuilder();
		text.append("The webhook of the Brevo account '%s' is at '%s'.".formatted(account.name(), path))
			.append(" It accepts the secret as the password of basic authentication")
			.append(" (https://brevo:<secret>@<host>%s) or as a bearer token".formatted(path));
		if (properties.getHeader() != null) {
			text.append(", or in the header '%s'".formatted(properties.getHeader()));
		}
		if (properties.getQueryParameter() != null) {
			text.append(", or in the query parameter '%s'".formatted(properties.getQueryParameter()));
		}
		return text.append(". Enter its URL in Brevo under Conversations > Settings > Integrations > Webhooks.")
			.toString();
	}

}
