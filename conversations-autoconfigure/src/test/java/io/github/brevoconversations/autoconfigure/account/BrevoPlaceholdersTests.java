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

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link BrevoPlaceholders}.
 */
class BrevoPlaceholdersTests {

	@Test
	void rejectsAPlaceholderThatRefersToNothing() {
		StandardEnvironment environment = environment(Map.of());
		assertThatExceptionOfType(UnresolvedPlaceholderException.class)
			.isThrownBy(() -> BrevoPlaceholders.check(environment));
	}

	@Test
	void acceptsAPlaceholderThatAVariableOfTheEnvironmentOverrides() {
		StandardEnvironment environment = environment(Map.of("BREVO_API_KEY", "key"));
		assertThatNoException().isThrownBy(() -> BrevoPlaceholders.check(environment));
	}

	private static StandardEnvironment environment(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		environment.getPropertySources()
			.addLast(new MapPropertySource("file", Map.of("brevo.api-key", "${NOWHERE_TO_BE_FOUND}")));
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

}
