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

import io.github.brevoconversations.autoconfigure.generation.UnsupportedSpringBootException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnsupportedSpringBootFailureAnalyzer}.
 */
class UnsupportedSpringBootFailureAnalyzerTests {

	@Test
	void saysWhatToDo() {
		FailureAnalysis analysis = new UnsupportedSpringBootFailureAnalyzer()
			.analyze(new UnsupportedSpringBootException("3.5.7", "4.1"));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getAction()).startsWith("Upgrade the application from Spring Boot 3.5.7 to 4.1 or newer")
			.contains("brevo-conversations-spring-boot-starter");
	}

}
