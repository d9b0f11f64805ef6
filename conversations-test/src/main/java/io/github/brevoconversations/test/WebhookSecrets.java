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

package io.github.brevoconversations.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * The secrets of the application's webhook: its own, or one for the test if it has none.
 */
final class WebhookSecrets {

	private static final String PROPERTY = "brevo.webhook.secrets";

	private static final String SECRET = "secret-of-a-test";

	private WebhookSecrets() {
	}

	/**
	 * Add a secret, unless there is one.
	 * @param environment the environment of the application
	 */
	static void addIfMissing(ConfigurableEnvironment environment) {
		addIfMissing(environment, SECRET);
	}

	static void addIfMissing(ConfigurableEnvironment environment, String secret) {
		if (first(environment) == null) {
			// first, since the existing property may be empty, as ${SECRET:} is without
			// that variable
			environment.getPropertySources()
				.addFirst(new MapPropertySource("brevoConversationsServer", Map.of(PROPERTY, secret)));
		}
	}

	/**
	 * Return the first secret.
	 * @param environment the environment of the application
	 * @return the secret, or {@code null} if there is none
	 */
	static @Nullable String first(Environment environment) {
		return Binder.get(environment)
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElse(List.of())
			.stream()
			.findFirst()
			.orElse(null);
	}

}
