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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The properties that the property sources set for one account under
 * {@code brevo.accounts}, in all spellings of its name.
 */
final class AccountSettings {

	static final ConfigurationPropertyName ACCOUNTS = ConfigurationPropertyName.of("brevo.accounts");

	private static final Set<String> OTHERS = Set.of("receivedfrom", "visitorids", "webhook");

	private final String uniformName;

	private String name;

	private final List<ConfigurationProperty> properties = new ArrayList<>();

	private AccountSettings(String uniformName) {
		this.uniformName = uniformName;
		this.name = uniformName;
	}

	/**
	 * Read the accounts of an environment.
	 * @param environment the environment
	 * @return the accounts in the order of the property sources, including those whose
	 * names are not valid
	 */
	static Collection<AccountSettings> of(Environment environment) {
		Map<String, AccountSettings> accounts = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> ACCOUNTS.isAncestorOf(name) && !isOfAnother(name))
					.map(iterable::getConfigurationProperty)
					.filter(Objects::nonNull)
					.filter((property) -> !ServiceLinks.isOne(property))
					.forEach((property) -> accounts
						.computeIfAbsent(property.getName().getElement(2, Form.UNIFORM), AccountSettings::new)
						.add(property));
			}
		}
		return accounts.values();
	}

	/**
	 * Return whether a property belongs to webhooks or to ids of visitors. Such a
	 * property alone does not require a key for the account.
	 * @param name the name of the property
	 * @return whether something else reads it
	 */
	private static boolean isOfAnother(ConfigurationPropertyName name) {
		return name.getNumberOfElements() > 3 && OTHERS.contains(name.getElement(3, Form.UNIFORM));
	}

	private void add(ConfigurationProperty property) {
		String spelling = property.getName().getElement(2, Form.ORIGINAL);
		// prefer any other spelling, since environment variables only have the uniform
		// one
		if (this.name.equals(this.uniformName)) {
			this.name = spelling;
		}
		this.properties.add(property);
	}

	/**
	 * Return the name as the properties spell it.
	 * @return the name, in its uniform spelling only if there is no other
	 */
	String name() {
		return this.name;
	}

	List<ConfigurationProperty> properties() {
		return this.properties;
	}

}
