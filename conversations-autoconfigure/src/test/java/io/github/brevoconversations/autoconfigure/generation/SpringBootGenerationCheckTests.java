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

package io.github.brevoconversations.autoconfigure.generation;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link SpringBootGenerationCheck}.
 */
class SpringBootGenerationCheckTests {

	private final ApplicationEnvironmentPreparedEvent event = new ApplicationEnvironmentPreparedEvent(
			new DefaultBootstrapContext(), new SpringApplication(), new String[0], new StandardEnvironment());

	@ParameterizedTest
	@ValueSource(strings = { "2.7.18", "3.5.7", "3.10.0", "4.0.0", "4.0.7", "4.0.0-RC1", "4.0.1-SNAPSHOT" })
	void rejectsVersionsThatAreTooOld(String version) {
		assertThatExceptionOfType(UnsupportedSpringBootException.class)
			.isThrownBy(() -> new SpringBootGenerationCheck(version).onApplicationEvent(this.event))
			.withMessageContaining("needs Spring Boot 4.1 or newer")
			.withMessageEndingWith("runs on Spring Boot " + version + ".");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "4.1.0-M1", "4.1.1", "4.2.0", "4.10.0", "5.0.0-SNAPSHOT", "10.0.1", "unknown" })
	void acceptsNewAndUnknownVersions(@Nullable String version) {
		assertThatNoException().isThrownBy(() -> new SpringBootGenerationCheck(version).onApplicationEvent(this.event));
	}

	@Test
	void acceptsEverythingWhenDisabled() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("brevo.spring-boot-check.enabled", "false")));
		ApplicationEnvironmentPreparedEvent event = new ApplicationEnvironmentPreparedEvent(
				new DefaultBootstrapContext(), new SpringApplication(), new String[0], environment);
		assertThatNoException().isThrownBy(() -> new SpringBootGenerationCheck("4.0.0").onApplicationEvent(event));
	}

	@Test
	void acceptsTheVersionItIsBuiltWith() {
		assertThatNoException().isThrownBy(() -> new SpringBootGenerationCheck().onApplicationEvent(this.event));
	}

}
