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

import java.util.List;
import java.util.function.Consumer;

import io.github.brevoconversations.autoconfigure.store.ConversationInboxProperties;
import io.github.brevoconversations.webhook.AllowedAddresses;
import io.github.brevoconversations.webhook.DeliverySettings;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.WebhookCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * An account that has a webhook, and the checks of its properties.
 *
 * @param name the account's name
 * @param prefix the prefix of the account's own properties, such as {@code brevo.webhook}
 * @param path the webhook's path
 * @param receivedFrom the marker of the application's own messages, or {@code null} for
 * none
 * @param properties the properties of the webhook, including inherited ones
 * @param inbox the properties of its inbox, including inherited ones
 */
record WebhookAccount(String name, String prefix, String path, @Nullable String receivedFrom,
		BrevoWebhookProperties properties, ConversationInboxProperties inbox) {

	WebhookAccount {
		require(path.matches("/[^{}*?#;%\\s]*[^{}*?#;%\\s/]"), prefix, "path", path,
				"It must begin with a slash, end without one, and contain no wildcards, spaces or escapes.");
	}

	WebhookCredentials credentials() {
		List<String> secrets = this.properties.getSecrets();
		for (int i = 0; i < secrets.size(); i++) {
			String secret = secrets.get(i);
			require(StringUtils.hasText(secret), this.prefix, "secrets[" + i + "]", "", "It must not be blank.");
			require(!isQuoted(secret), this.prefix, "secrets[" + i + "]", "******",
					"It has quotation marks around it. Remove them: Brevo would have to send them too.");
		}
		WebhookCredentials credentials = WebhookCredentials.of(secrets);
		if (StringUtils.hasText(this.properties.getHeader())) {
			credentials = credentials.withHeader(this.properties.getHeader());
		}
		if (StringUtils.hasText(this.properties.getQueryParameter())) {
			credentials = credentials.withQueryParameter(this.properties.getQueryParameter());
		}
		return credentials;
	}

	private static boolean isQuoted(String secret) {
		char first = secret.charAt(0);
		return secret.length() > 1 && (first == '"' || first == '\'') && secret.charAt(secret.length() - 1) == first;
	}

	int maxBodySize() {
		long bytes = this.properties.getMaxBodySize().toBytes();
		require(bytes > 0 && bytes < Integer.MAX_VALUE, this.prefix, "max-body-size", this.properties.getMaxBodySize(),
				"It must be positive, and less than 2 GB.");
		return (int) bytes;
	}

	AllowedAddresses allowedAddresses() {
		for (int i = 0; i < this.properties.getAllowedAddresses().size(); i++) {
			String address = this.properties.getAllowedAddresses().get(i);
			check("allowed-addresses[" + i + "]", address, (value) -> AllowedAddresses.of(List.of(value)));
		}
		return AllowedAddresses.of(this.properties.getAllowedAddresses());
	}

	boolean enforcesAddresses() {
		return this.properties.getAddressCheck() == BrevoWebhookProperties.AddressCheck.ENFORCE;
	}

	DeliverySettings deliverySettings() {
		BrevoWebhookProperties properties = this.properties;
		DeliverySettings defaults = DeliverySettings.defaults();
		check("concurrency", properties.getConcurrency(), defaults::withConcurrency);
		check("handling-timeout", properties.getHandlingTimeout(), defaults::withHandlingTimeout);
		check("max-attempts", properties.getMaxAttempts(),
				(value) -> defaults.withRetries(value, defaults.retryDelay(), defaults.maxRetryDelay()));
		check("retry-delay", properties.getRetryDelay(),
				(value) -> defaults.withRetries(1, value, properties.getMaxRetryDelay()));
		return defaults.withConcurrency(properties.getConcurrency())
			.withHandlingTimeout(properties.getHandlingTimeout())
			.withRetries(properties.getMaxAttempts(), properties.getRetryDelay(), properties.getMaxRetryDelay());
	}

	InboxSettings inboxSettings() {
		check("inbox.capacity", this.inbox.getCapacity(), InboxSettings.defaults()::withCapacity);
		check("inbox.remember", this.inbox.getRemember(), InboxSettings.defaults()::withRemember);
		return new InboxSettings(this.inbox.getCapacity(), this.inbox.getRemember());
	}

	private <T> void check(String property, T value, Consumer<T> check) {
		try {
			check.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + "." + property, value, ex.getMessage());
		}
	}

	private static void require(boolean condition, String prefix, String property, Object value, String reason) {
		if (!condition) {
			throw new InvalidConfigurationPropertyValueException(prefix + "." + property, value, reason);
		}
	}

	@Override
	public String toString() {
		return this.name + " at " + this.path;
	}

}
