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

package io.github.brevoconversations.autoconfigure.endpoint;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link SanitizingFunction} that masks the API and partner keys of all accounts, the
 * passwords of their proxies, and the secrets of webhooks and visitors' ids. It
 * recognizes the properties by name, in any spelling, and masks every other value that
 * contains one of these secrets, such as the command line or a variable that a property
 * refers to.
 */
public class BrevoKeySanitizingFunction implements SanitizingFunction {

	/**
	 * A shorter secret could be part of many harmless values.
	 */
	private static final int SHORTEST_KEY = 8;

	private static final Pattern SECRET_NAME = Pattern.compile("(apikey|partnerkey|password|secrets?\\d*)$");

	private final SingletonSupplier<Set<String>> keys;

	/**
	 * Create a function.
	 * @param environment the environment with the keys
	 */
	public BrevoKeySanitizingFunction(Environment environment) {
		this.keys = SingletonSupplier.of(() -> keys(environment));
	}

	private static Set<String> keys(Environment environment) {
		Set<String> keys = new HashSet<>();
		Binder.get(environment)
			.bind("brevo", Bindable.mapOf(String.class, Object.class), new IgnoreErrorsBindHandler())
			.ifBound((properties) -> collect("brevo", properties, keys));
		return keys;
	}

	private static void collect(String path, Map<?, ?> properties, Set<String> keys) {
		properties.forEach((name, value) -> {
			if (value instanceof Map<?, ?> nested) {
				collect(path + "." + name, nested, keys);
			}
			else if (value instanceof Iterable<?> values) {
				values.forEach((element) -> collect(path, Map.of(name, element), keys));
			}
			else if (isKey(path + "." + name) && String.valueOf(value).length() >= SHORTEST_KEY) {
				keys.add(String.valueOf(value));
			}
		});
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		Object value = data.getValue();
		boolean sanitize = value != null && (isKey(data.getKey()) || holdsKey(value.toString()));
		return sanitize ? data.withSanitizedValue() : data;
	}

	private boolean holdsKey(String value) {
		return this.keys.obtain().stream().anyMatch(value::contains);
	}

	private static boolean isKey(String property) {
		String name = property.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
		return name.startsWith("brevo") && SECRET_NAME.matcher(name).find();
	}

}
