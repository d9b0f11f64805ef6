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

package io.github.brevoconversations.autoconfigure.account;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * An account of Brevo Conversations with its properties: the default one under
 * {@code brevo.*}, or a named one under {@code brevo.accounts.<name>.*}.
 */
public abstract class BrevoAccount {

	/**
	 * Name of the property for the key of the default account.
	 */
	public static final String API_KEY = "brevo.api-key";

	/**
	 * Name of the property for the client registration of the default account.
	 */
	public static final String REGISTRATION_ID = "brevo.oauth2.registration-id";

	private final String name;

	private final BrevoAccountProperties properties;

	private BrevoAccount(String name, BrevoAccountProperties properties) {
		this.name = name;
		this.properties = properties;
	}

	/**
	 * Return the default account, whose properties are under {@code brevo.*}.
	 * @param properties its properties
	 * @return the account
	 */
	public static BrevoAccount ofDefault(BrevoAccountProperties properties) {
		return new DefaultAccount(properties);
	}

	/**
	 * Return a named account, whose properties are under {@code brevo.accounts.<name>.*}.
	 * @param name its name
	 * @param environment the environment that has its properties
	 * @return the account
	 * @throws InvalidBrevoAccountException if one of its properties has no effect
	 */
	public static BrevoAccount named(String name, Environment environment) {
		return NamedAccount.of(name, environment);
	}

	/**
	 * Return the names of the accounts under {@code brevo.accounts}.
	 * @param environment the environment that has their properties
	 * @return the names, in the order of the properties
	 * @throws InvalidBrevoAccountException if a name is not valid
	 */
	public static Set<String> names(Environment environment) {
		Set<String> names = new LinkedHashSet<>();
		for (AccountSettings account : AccountSettings.of(environment)) {
			if (!AccountName.isValid(account.name())) {
				throw new InvalidBrevoAccountException(
						"The property '%s' belongs to an account called '%s', which is not a valid name."
							.formatted(account.properties().get(0).getName(), account.name()),
						"Choose a name that begins with a letter, has no dot and is not '%s'. The properties of the default account are directly under 'brevo', such as 'brevo.api-key'."
							.formatted(AccountName.DEFAULT));
			}
			names.add(account.name());
		}
		return names;
	}

	/**
	 * Return the names of all accounts except the default one: those in the properties,
	 * and those that are qualifiers of clients, connection details or providers of
	 * credentials.
	 * @param environment the environment that has their properties
	 * @param qualifiers the qualifiers of such beans
	 * @return the names, each account in one spelling only
	 */
	public static Set<String> names(Environment environment, Set<String> qualifiers) {
		Set<String> names = names(environment);
		for (String name : qualifiers) {
			if (AccountName.isValid(name) && names.stream().noneMatch((other) -> AccountName.isSame(name, other))) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Return whether the properties have credentials for the default account.
	 * @param environment the environment that has its properties
	 * @return whether there is a key or a client registration
	 */
	public static boolean hasDefaultCredentials(Environment environment) {
		return StringUtils.hasText(environment.getProperty(API_KEY))
				|| StringUtils.hasText(environment.getProperty(REGISTRATION_ID));
	}

	/**
	 * Return the names of the accounts in the properties, including the default one if it
	 * has credentials there.
	 * @param environment the environment that has their properties
	 * @return the names
	 */
	public static Set<String> known(Environment environment) {
		Set<String> known = new LinkedHashSet<>();
		if (hasDefaultCredentials(environment)) {
			known.add(AccountName.DEFAULT);
		}
		known.addAll(names(environment));
		return known;
	}

	/**
	 * Return the name of the account, as the properties spell it.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the properties of the account, including those that it inherits from the
	 * default account.
	 * @return the properties
	 */
	public BrevoAccountProperties properties() {
		return this.properties;
	}

	/**
	 * Return whether the account has credentials in its properties.
	 * @return whether there is a key or a client registration
	 */
	public boolean hasCredentials() {
		return StringUtils.hasText(this.properties.getApiKey())
				|| StringUtils.hasText(this.properties.getOauth2().getRegistrationId());
	}

	/**
	 * Create the exception for missing credentials.
	 * @return the exception
	 */
	public InvalidBrevoAccountException missingCredentials() {
		String key = ownProperty("api-key");
		return new InvalidBrevoAccountException(
				"The Brevo account '%s' has no API key: neither '%s' nor '%s' is set.%s".formatted(this.name, key,
						ownProperty("oauth2.registration-id"), others()),
				"Set '%s' (or the environment variable %s), define a bean of type BrevoApiKeyProvider for this account, or remove the properties of this account."
					.formatted(key, key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT)));
	}

	/**
	 * Return a sentence that names the known accounts, if this one is a named account.
	 * @return the sentence, or an empty string
	 */
	abstract String others();

	/**
	 * Return the full name of a property.
	 * @param name the name of the property below the account
	 * @return the name of the property that applies, which may be that of the default
	 * account
	 */
	public abstract String property(String name);

	/**
	 * Return the full name of a property that is not inherited from the default account.
	 * @param name the name of the property below the account
	 * @return the name
	 */
	public abstract String ownProperty(String name);

	/**
	 * The default account.
	 */
	private static final class DefaultAccount extends BrevoAccount {

		private DefaultAccount(BrevoAccountProperties properties) {
			super(AccountName.DEFAULT, properties);
		}

		@Override
		public String property(String name) {
			return "brevo." + name;
		}

		@Override
		public String ownProperty(String name) {
			return property(name);
		}

		@Override
		String others() {
			return "";
		}

	}

	/**
	 * A named account.
	 */
	private static final class NamedAccount extends BrevoAccount {

		private final Environment environment;

		private NamedAccount(String name, BrevoAccountProperties properties, Environment environment) {
			super(name, properties);
			this.environment = environment;
		}

		private static BrevoAccount of(String name, Environment environment) {
			Binder binder = Binder.get(environment);
			BrevoAccountProperties properties = new BrevoAccountProperties();
			binder.bind("brevo", Bindable.ofInstance(properties));
			properties.setApiKey(null);
			properties.setPartnerKey(null);
			properties.getOauth2().setRegistrationId(null);
			properties.getHeartbeat().setAgents(new ArrayList<>());
			EffectiveProperties effective = new EffectiveProperties(AccountName.uniform(name));
			binder.bind(effective.root(), Bindable.ofInstance(properties), effective);
			effective.check(environment, known(environment));
			return new NamedAccount(name, properties, environment);
		}

		@Override
		public String property(String name) {
			String own = ownProperty(name);
			ConfigurationPropertyName inherited = ConfigurationPropertyName.of("brevo." + name);
			return (!isSet(ConfigurationPropertyName.adapt(own, '.')) && isSet(inherited)) ? inherited.toString() : own;
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
		public String ownProperty(String name) {
			return "%s.%s.%s".formatted(AccountSettings.ACCOUNTS, name(), name);
		}

		@Override
		String others() {
			return " Known accounts: %s.".formatted(String.join(", ", known(this.environment)));
		}

	}

}
