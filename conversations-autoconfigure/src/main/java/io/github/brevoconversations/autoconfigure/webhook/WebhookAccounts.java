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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.brevoconversations.autoconfigure.store.ConversationInboxProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Finds the accounts that have a webhook: those with a secret.
 */
final class WebhookAccounts {

	static final String DEFAULT_ACCOUNT = "default";

	private static final String PREFIX = "brevo.webhook";

	private static final List<String> OF_ALL_ACCOUNTS = List.of("inbox.type", "inbox.namespace", "inbox.jdbc");

	private static final String ACCOUNTS = "brevo.accounts";

	private final Binder binder;

	private WebhookAccounts(Environment environment) {
		this.binder = Binder.get(environment);
	}

	/**
	 * Return the accounts that have a webhook.
	 * @param environment the environment that has their properties
	 * @return the accounts, starting with the default one
	 * @throws InvalidConfigurationPropertyValueException if a property is wrong
	 */
	static List<WebhookAccount> from(Environment environment) {
		return new WebhookAccounts(environment).accounts();
	}

	/**
	 * Return whether any account has a webhook. Checks no property but the secrets.
	 * @param environment the environment that has the properties
	 * @return whether there is one
	 */
	static boolean exist(Environment environment) {
		WebhookAccounts accounts = new WebhookAccounts(environment);
		return accounts.hasSecret(PREFIX)
				|| accounts.names().stream().anyMatch((name) -> accounts.hasSecret(ownPrefix(name)));
	}

	/**
	 * Return the names of all named accounts in the properties, with or without a
	 * webhook.
	 * @param environment the environment that has their properties
	 * @return the names, in kebab case if an account is spelled in several ways
	 */
	static List<String> names(Environment environment) {
		return new WebhookAccounts(environment).names();
	}

	private List<WebhookAccount> accounts() {
		List<WebhookAccount> accounts = new ArrayList<>();
		BrevoWebhookProperties inherited = bind(PREFIX, new BrevoWebhookProperties());
		if (!inherited.getSecrets().isEmpty()) {
			accounts.add(new WebhookAccount(DEFAULT_ACCOUNT, PREFIX, inherited.getPath(), receivedFrom("brevo"),
					inherited, inbox(PREFIX, new ConversationInboxProperties())));
		}
		names().stream()
			.filter((name) -> hasSecret(ownPrefix(name)))
			.map((name) -> named(name, inherited.getPath()))
			.forEach(accounts::add);
		checkPaths(accounts);
		return accounts;
	}

	private WebhookAccount named(String name, String inheritedPath) {
		OF_ALL_ACCOUNTS.forEach((property) -> refuse(ownPrefix(name) + "." + property, PREFIX + "." + property));
		BrevoWebhookProperties properties = bind(PREFIX, new BrevoWebhookProperties());
		properties.setSecrets(new ArrayList<>());
		properties.setPath(inheritedPath + "/" + name);
		bind(ownPrefix(name), properties);
		String own = receivedFrom(ACCOUNTS + "." + name);
		return new WebhookAccount(name, ownPrefix(name), properties.getPath(),
				(own != null) ? own : receivedFrom("brevo"), properties,
				inbox(ownPrefix(name), inbox(PREFIX, new ConversationInboxProperties())));
	}

	private void refuse(String property, String ofAll) {
		Bindable<?> type = property.endsWith(".jdbc") ? Bindable.mapOf(String.class, Object.class)
				: Bindable.of(String.class);
		this.binder.bind(property, type).ifBound((value) -> {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It can only be set for all accounts, as '%s'. To give this account another inbox, define a bean of type ConversationInbox with the account's name as its qualifier."
						.formatted(ofAll));
		});
	}

	private List<String> names() {
		Map<String, String> names = new LinkedHashMap<>();
		this.binder.bind(ACCOUNTS, Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.keySet()
			.forEach((name) -> names.merge(name.toLowerCase(Locale.ROOT).replace("-", ""), name,
					(first, second) -> first.contains("-") ? first : second));
		return List.copyOf(names.values());
	}

	private boolean hasSecret(String prefix) {
		return this.binder.bind(prefix + ".secrets", Bindable.listOf(String.class))
			.map(List::isEmpty)
			.orElse(true)
			.equals(false);
	}

	private @Nullable String receivedFrom(String prefix) {
		String marker = this.binder.bind(prefix + ".received-from", String.class).orElse(null);
		return StringUtils.hasText(marker) ? marker : null;
	}

	private BrevoWebhookProperties bind(String prefix, BrevoWebhookProperties properties) {
		return this.binder.bind(prefix, Bindable.ofInstance(properties)).orElse(properties);
	}

	private ConversationInboxProperties inbox(String prefix, ConversationInboxProperties properties) {
		return this.binder.bind(prefix + ".inbox", Bindable.ofInstance(properties)).orElse(properties);
	}

	private static String ownPrefix(String account) {
		return ACCOUNTS + "." + account + ".webhook";
	}

	private static void checkPaths(List<WebhookAccount> accounts) {
		Map<String, WebhookAccount> byPath = new LinkedHashMap<>();
		for (WebhookAccount account : accounts) {
			WebhookAccount other = byPath.put(account.path(), account);
			if (other != null) {
				throw new InvalidConfigurationPropertyValueException(account.prefix() + ".path", account.path(),
						"The webhook of account '%s' has the same path.".formatted(other.name()));
			}
		}
	}

}
