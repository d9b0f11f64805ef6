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

package io.github.brevoconversations.autoconfigure.diagnostics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Failure analyzer that says which property under {@code brevo} has an invalid value,
 * why, where it is set, and what to do. Spring Boot's own analyzer is not enough: it
 * reads the value from the environment again, and thus shows a password in a URL, which
 * the exception hides. It also has no analysis for a property that is missing, or for a
 * default that conflicts with another property.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidBrevoPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

	private static final String PREFIX = "brevo.";

	private final Environment environment;

	InvalidBrevoPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure,
			InvalidConfigurationPropertyValueException cause) {
		String name = cause.getName();
		if (!name.startsWith(PREFIX)) {
			return null;
		}
		ConfigurationProperty property = property(name);
		Object value = cause.getValue();
		if (value == null) {
			return analysis("The property '%s' is missing.".formatted(name), cause, "Set '%s'.".formatted(name));
		}
		if (property == null) {
			return analysis("The property '%s' cannot keep its default, '%s'.".formatted(name, text(value)), cause,
					"Set '%s' to a value that fits, or change the property that it conflicts with.".formatted(name));
		}
		return analysis("The property '%s' cannot have the value '%s'.".formatted(name, text(value)), cause,
				"Change the value of '%s'%s.".formatted(name, place(property)));
	}

	private static FailureAnalysis analysis(String problem, InvalidConfigurationPropertyValueException cause,
			String action) {
		return new FailureAnalysis("%s %s".formatted(problem, cause.getReason()), action, cause);
	}

	private @Nullable ConfigurationProperty property(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.adapt(name, '.');
		ConfigurationProperty property = property(propertyName);
		// an element of a list that is written as one value
		return (property == null && propertyName.isLastElementIndexed()) ? property(propertyName.getParent())
				: property;
	}

	private @Nullable ConfigurationProperty property(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private static String place(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? ", which is set in " + property.getOrigin() : "";
	}

	private static Object text(Object value) {
		if (value instanceof Duration duration) {
			boolean whole = duration.equals(duration.truncatedTo(ChronoUnit.SECONDS));
			return DurationStyle.SIMPLE.print(duration, whole ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
		}
		return value;
	}

}
