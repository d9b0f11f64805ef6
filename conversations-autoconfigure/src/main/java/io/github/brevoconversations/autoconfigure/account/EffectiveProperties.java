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

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

/**
 * Records the properties of an account while they are bound, to find those that are set
 * but have no effect. Otherwise, a misspelled property would silently be replaced by that
 * of the default account, and so would one in an environment variable that does not spell
 * the account's name correctly.
 */
class EffectiveProperties implements BindHandler {

	private static final String STORE = "heartbeatstore";

	private final String account;

	private final ConfigurationPropertyName root;

	private final Set<String> names = new HashSet<>();

	/**
	 * Create a handler.
	 * @param account the uniform name of the account
	 */
	EffectiveProperties(String account) {
		this.account = account;
		this.root = AccountSettings.ACCOUNTS.append(account);
	}

	ConfigurationPropertyName root() {
		return this.root;
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		this.names.add(uniform(name));
		return target;
	}

	void check(Environment environment, Set<String> known) {
		for (AccountSettings settings : AccountSettings.of(environment)) {
			if (AccountName.isSame(settings.name(), this.account)) {
				List<ConfigurationProperty> idle = settings.properties().stream().filter(this::hasNoEffect).toList();
				if (!idle.isEmpty()) {
					boolean misspelt = idle.size() == settings.properties().size();
					throw failure(idle, settings.name(),
							known.stream().filter((name) -> !misspelt || !name.equals(settings.name())).toList());
				}
			}
		}
	}

	private boolean hasNoEffect(ConfigurationProperty property) {
		String name = uniform(property.getName());
		return !this.names.contains(name) || name.startsWith(STORE) || name.isEmpty();
	}

	/**
	 * Return the part of a name below the account, without dashes and dots: an
	 * environment variable has an underscore in place of a dot, and nothing or an
	 * underscore in place of a dash.
	 * @param name the name
	 * @return the part below the account
	 */
	private String uniform(ConfigurationPropertyName name) {
		StringBuilder uniform = new StringBuilder();
		for (int i = this.root.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			uniform.append(name.getElement(i, Form.UNIFORM));
		}
		return uniform.toString();
	}

	private InvalidBrevoAccountException failure(List<ConfigurationProperty> idle, String account,
			List<String> accounts) {
		String names = idle.stream().map(EffectiveProperties::describe).collect(Collectors.joining(", "));
		return new InvalidBrevoAccountException(
				"The Brevo account '%s' does not support %s, so %s no effect. Known accounts: %s.".formatted(account,
						names, (idle.size() == 1) ? "it has" : "they have",
						accounts.isEmpty() ? "none" : String.join(", ", accounts)),
				action(idle.get(0)));
	}

	private static String describe(ConfigurationProperty property) {
		String variable = ServiceLinks.variable(property);
		return (variable != null) ? "the environment variable " + variable : "'%s'%s".formatted(property.getName(),
				(property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "");
	}

	private String action(ConfigurationProperty property) {
		String variable = ServiceLinks.variable(property);
		String name = uniform(property.getName());
		if (variable != null) {
			return "In an environment variable, write the name of an account without dashes or underscores, such as BREVO_ACCOUNTS_%s_APIKEY for an account called '%s'. Check the name of the property after it, too."
				.formatted("north-sales".replace("-", "").toUpperCase(Locale.ROOT), "north-sales");
		}
		if (name.startsWith(STORE) || name.equals("enabled") || name.equals("presenceenabled")) {
			return "Remove it. It can only be set for all accounts, directly under 'brevo'.%s"
				.formatted(name.startsWith(STORE)
						? " To give this account another store, define a bean of type ActiveAgentStore with the account's name as its qualifier."
						: "");
		}
		return "Correct its name, or remove it.";
	}

}
