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

package io.github.brevoconversations.starter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the libraries that the starter brings.
 */
class RuntimeClassPathTests {

	@Test
	void bringsNothingButWhatIsListed() throws IOException {
		assertThat(RuntimeClassPath.read().libraries()).isSubsetOf(listedLibraries());
	}

	@Test
	void bringsTheClientAndWhatItNeeds() throws IOException {
		assertThat(RuntimeClassPath.read().libraries()).contains("brevo-conversations-spring-boot-autoconfigure",
				"spring-boot-starter", "spring-boot-webclient", "spring-boot-jackson", "reactor-netty-http");
	}

	private static List<String> listedLibraries() throws IOException {
		String lines = new ClassPathResource("libraries.txt").getContentAsString(StandardCharsets.UTF_8);
		return Arrays.asList(lines.split("\n"));
	}

}
