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

package io.github.brevoconversations.compatibility;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of an application whose Spring Boot is too old for the starter.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnsupportedSpringBootTests {

	@Test
	void reportsThatSpringBootIsTooOld(CapturedOutput output) {
		String version = SpringBootVersion.getVersion();
		assertThat(version).matches("(3\\.5|4\\.0)\\..*");
		assertThatException()
			.isThrownBy(() -> SpringApplication.run(EmptyApplication.class, "--brevo.api-key=secret-key").close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Brevo Conversations for Spring Boot needs Spring Boot 4.1 or newer, but this application runs on"
					+ " Spring Boot " + version + ".")
			.contains("Upgrade the application from Spring Boot " + version + " to 4.1 or newer")
			.doesNotContain("NoClassDefFoundError")
			.doesNotContain("NoSuchMethodError");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EmptyApplication {

	}

}
