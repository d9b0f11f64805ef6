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

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Checks the placeholders in the properties under {@code brevo}. Spring Boot binds the
 * text of an unresolved placeholder as the value, so it would become a key or a host.
 */
public final class BrevoPlaceholders {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("brevo");

	private BrevoPlaceholders() {
	}

	/**
	 * Check that each placeholder can be resolved.
	 * @param environment the environment that has the properties
	 * @throws UnresolvedPlaceholderException if one cannot be resolved
	 */
	public static void check(Environment environment) {
		Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.get(environment);
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(ROOT::isAncestorOf).forEach(names::add);
			}
		}
		names.forEach((name) -> check(name, sources, environment));
	}

	// look up each source by the name, since an environment variable that overrides the
	// property is not listed under the same name
	private static void check(ConfigurationPropertyName name, Iterable<ConfigurationPropertySource> sources,
			Environment environment) {
		for (ConfigurationPropertySource source : sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				check(property, environment);
				return;
			}
		}
	}

	private static void check(ConfigurationProperty property, Environment environment) {
		if (!(property.getValue() instanceof CharSequence text) || text.toString().indexOf("${") < 0) {
			return;
		}
		try {
			environment.resolveRequiredPlaceholders(text.toString());
		}
		catch (PlaceholderResolutionException ex) {
			throw new UnresolvedPlaceholderException(property, ex);
		}
	}

}
