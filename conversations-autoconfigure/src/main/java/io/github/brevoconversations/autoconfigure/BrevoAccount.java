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

package io.github.brevoconversations.autoconfigure;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.brevoconversations.client.ConversationsClients;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * An account of Brevo Conversations in the properties: the one of {@code brevo.*}, or one
 * of {@code brevo.accounts.<name>.*}.
 */
abstract class BrevoAccount {

	private static final String ACCOUNTS = "brevo.accounts";

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

	private final String name;

	private final BrevoAccountProperties properties;

	private BrevoAccount(String name, BrevoAccountProperties properties) {
		this.name = name;
		this.properties = properties;
	}

	/**
	 * Return the account of {@code brevo.*}.
	 * @param properties its properties
	 * @return the account
	 */
	static BrevoAccount ofDefault(BrevoAccountProperties properties) {
		return new DefaultAccount(properties);
	}

	/**
	 * Return the account of {@code brevo.accounts.<name>.*}.
	 * @param name its name
	 * @param environment the environment that has its properties
	 * @return the account
	 */
	static BrevoAccount named(String name, Environment environment) {
		Binder binder = Binder.get(environment);
		BrevoAccountProperties properties = new BrevoAccountProperties();
		binder.bind("brevo", Bindable.ofInstance(properties));
		properties.setApiKey(null);
		properties.setPartnerKey(null);
		properties.getOauth2().setRegistrationId(null);
		properties.getHeartbeat().setAgents(new ArrayList<>());
		binder.bind(ACCOUNTS + "." + name, Bindable.ofInstance(properties));
		return new NamedAccount(name, properties, environment);
	}

	/**
	 * Return the names of the accounts of {@code brevo.accounts}.
	 * @param environment the environment that has their properties
	 * @return the names, in the order of the properties
	 * @throws InvalidConfigurationPropertyValueException if a name cannot be one
	 */
	static Set<String> names(Environment environment) {
		Set<String> names = Binder.get(environment)
			.bind(ACCOUNTS, Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.orElseGet(Set::of);
		for (String name : names) {
			if (!NAME.matcher(name).matches() || name.equals(ConversationsClients.DEFAULT_ACCOUNT)) {
				throw new InvalidConfigurationPropertyValueException(ACCOUNTS, name,
						"The name of an account must be of lower-case letters, digits and dashes, begin with a letter, and not be '%s'."
							.formatted(ConversationsClients.DEFAULT_ACCOUNT));
			}
		}
		return names;
	}

	String name() {
		return this.name;
	}

	BrevoAccountProperties properties() {
		return this.properties;
	}

	/**
	 * Return whether the properties have something to authenticate with.
	 * @return whether there is a key or a client registration
	 */
	boolean hasCredentials() {
		return StringUtils.hasText(this.properties.getApiKey())
				|| StringUtils.hasText(this.properties.getOauth2().getRegistrationId());
	}

	/**
	 * Return the full name of a property.
	 * @param name its name below that of the account
	 * @return the name of the property that decides, which may be the default account's
	 */
	abstract String property(String name);

	/**
	 * Return the full name of a property that is not taken from the default account.
	 * @param name its name below that of the account
	 * @return the name
	 */
	abstract String ownProperty(String name);

	/**
	 * The account of {@code brevo.*}.
	 */
	private static final class DefaultAccount extends BrevoAccount {

		private DefaultAccount(BrevoAccountProperties properties) {
			super(ConversationsClients.DEFAULT_ACCOUNT, properties);
		}

		@Override
		String property(String name) {
			return "brevo." + name;
		}

		@Override
		String ownProperty(String name) {
			return property(name);
		}

	}

	/**
	 * An account of {@code brevo.accounts}.
	 */
	private static final class NamedAccount extends BrevoAccount {

		private final Environment environment;

		private NamedAccount(String name, BrevoAccountProperties properties, Environment environment) {
			super(name, properties);
			this.environment = environment;
		}

		@Override
		String property(String name) {
			String own = ownProperty(name);
			ConfigurationPropertyName inherited = ConfigurationPropertyName.of("brevo." + name);
			return (!isSet(ConfigurationPropertyName.of(own)) && isSet(inherited)) ? inherited.toString() : own;
		}

		private boolean isSet(ConfigurationPropertyName name) {
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				if (source.getConfigurationProperty(name) != null) {
					return true;
				}
			}
			return false;
		}

		@Override
		String ownProperty(String name) {
			return "%s.%s.%s".formatted(ACCOUNTS, name(), name);
		}

	}

}
