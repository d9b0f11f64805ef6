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

package io.github.brevoconversations.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Excerpt}.
 */
class ExcerptTests {

	@ParameterizedTest
	@CsvSource({ "plain, plain", "'  two  \n lines\t', 'two lines'", "'', ''", "a\u0000b\u001b[31m, a?b?[31m",
			"\u00e9\u4e16, \u00e9\u4e16", "\u202eevil, ?evil", "\ud83d\ude00, \ud83d\ude00", "a\ud83d, a?",
			"\ude00b, ?b" })
	void quotesPrintableCharacters(String text, String excerpt) {
		assertThat(Excerpt.of(text)).isEqualTo(excerpt);
	}

	@Test
	void isBounded() {
		assertThat(Excerpt.of("x".repeat(1_000_000))).hasSize(203).endsWith("...");
		assertThat(Excerpt.of("x".repeat(200))).hasSize(200);
		assertThat(Excerpt.of(" ".repeat(1_000_000))).isEmpty();
	}

}
