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

package io.github.brevoconversations.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextPart}.
 */
class TextPartTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "Hello", "https://shop.example", "See https://shop.example/a, or http://b.example!",
			"(https://shop.example/a) https://", "a https://a.example b https://b.example c",
			"https://user@evil.example", "line one\nhttps://a.example\nline three", "https://a.example<b>",
			"HTTPS://A.example/Ä" })
	void losesNothing(String text) {
		assertThat(String.join("", TextPart.split(text).stream().map(TextPart::text).toList())).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://shop.example/orders/1047        | https://shop.example/orders/1047
			See https://shop.example/a.             | https://shop.example/a
			(https://shop.example/a)                | https://shop.example/a
			HTTP://shop.example?b=1&c=2             | HTTP://shop.example?b=1&c=2
			https://shop.example/"onclick="x        | https://shop.example/
			https://shop.example/<b>                | https://shop.example/
			""")
	void findsALink(String text, String link) {
		assertThat(links(text)).containsExactly(link);
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example",
			"xhttps://a.example", "https://", "https:///path", "https://good.example@evil.example",
			"https://a.example\\@b.example", "java\tscript:alert(1)", "https://[", "file:///etc/passwd",
			"mailto:a@b.example", "vbscript:x" })
	void takesNothingElseForALink(String text) {
		assertThat(links(text)).isEmpty();
	}

	@Test
	void endsALinkBeforeWhatTurnsTheText() {
		assertThat(links("https://a.example/\u202Egpj.exe")).containsExactly("https://a.example/");
	}

	private static List<String> links(String text) {
		return TextPart.split(text).stream().map(TextPart::link).filter((link) -> link != null).toList();
	}

}
