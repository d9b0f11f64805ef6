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

package io.github.brevoconversations.autoconfigure.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;

import io.github.brevoconversations.autoconfigure.account.AccountName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The namespaces that separate what is stored for an account from what is stored for
 * others in the same Redis or database. By default, they contain the application's name,
 * or else the package of its main class: an application that shares a Redis with others
 * must not ping their agents with its own key. A digest of the key would not do, since it
 * changes with the key.
 *
 * @param base the namespace of the default account
 * @param property the name of the property that sets it
 */
record Namespaces(String base, String property) {

	static final String DEFAULT_ACCOUNT = "default";

	private static final String AGENTS = "brevo";

	/**
	 * Differs from that of agents, since both may have keys in the same Redis.
	 */
	private static final String EVENTS = "brevo-inbox";

	/**
	 * Leaves enough of the 100 characters of the column for the name of an account.
	 */
	private static final int MAX_LENGTH = 50;

	static Namespaces ofAgents(@Nullable String configured, Environment environment, BeanFactory beanFactory) {
		return of(configured, "brevo.heartbeat.store.namespace", AGENTS, application(environment, beanFactory));
	}

	static Namespaces ofEvents(@Nullable String configured, Environment environment, BeanFactory beanFactory) {
		return of(configured, "brevo.webhook.inbox.namespace", EVENTS, application(environment, beanFactory));
	}

	private static Namespaces of(@Nullable String configured, String property, String prefix, String application) {
		return new Namespaces((configured != null) ? configured : defaultNamespace(prefix, application), property);
	}

	private static String application(Environment environment, BeanFactory beanFactory) {
		String name = environment.getProperty("spring.application.name", "");
		if (StringUtils.hasText(name)) {
			return name.strip();
		}
		return AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory).get(0) : "";
	}

	private static String defaultNamespace(String prefix, String application) {
		if (application.isEmpty()) {
			return prefix;
		}
		// encode colons, which separate the name of an account
		String name = URLEncoder.encode(application, StandardCharsets.UTF_8);
		if (name.length() > MAX_LENGTH) {
			name = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
		}
		return prefix + ":" + name;
	}

	/**
	 * Return the namespace of an account, which is the same for all spellings of its
	 * name.
	 * @param account the name of the account
	 * @return the namespace
	 */
	String of(String account) {
		return AccountName.isDefault(account) ? this.base : this.base + ":" + AccountName.uniform(account);
	}

	/**
	 * Create the store of an account.
	 * @param <T> the type of the store
	 * @param account the name of the account
	 * @param factory creates a store for a namespace
	 * @return the store
	 * @throws InvalidConfigurationPropertyValueException if the namespace is not valid
	 */
	<T> T create(String account, Function<String, T> factory) {
		try {
			return factory.apply(of(account));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(this.property, this.base, ex.getMessage());
		}
	}

}
