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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Json}: that an odd part of a message does not cost the others.
 */
class JsonTests {

	@ParameterizedTest
	@ValueSource(strings = { "file", "attachments", "from", "to", "integrations", "forwardedToSourceStatus", "isPushed",
			"createdAt" })
	void readsEmptyTextInPlaceOfAPartAsNoSuchPart(String part) {
		for (String empty : new String[] { "\"\"", "\" \"" }) {
			assertThat(read("{\"id\": \"m1\", \"%s\": %s}".formatted(part, empty))).isEqualTo(read("{\"id\": \"m1\"}"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "attachments", "to" })
	void readsEmptyTextWithinAListAsNothing(String part) {
		ConversationsMessage message = read(
				"{\"id\": \"m1\", \"%s\": [\"\", {\"name\": \"a\"}, \" \"]}".formatted(part));
		assertThat(message.id()).isEqualTo("m1");
		assertThat((message.to() != null) ? message.to() : message.attachments()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "9223372036854775808", "-1e30", "1e309", "1e99999999999", "\"99999999999999999999\"",
			"\"large\"", "\"\"", "{}", "[]", "[1, {\"a\": 2}]", "true", "null" })
	void readsWhatIsNoNumberOrOutOfRangeAsNone(String number) {
		assertThat(readFile(number, "7")).isEqualTo(readFile("null", "7"));
		assertThat(readFile("7", number)).isEqualTo(readFile("7", "null"));
	}

	@Test
	void readsTextOfThousandsOfDigitsAsNoNumber() {
		String number = '"' + "9".repeat(5000) + '"';
		assertThat(readFile(number, number)).isEqualTo(readFile("null", "null"));
		assertThat(read("{\"id\": \"m1\", \"createdAt\": %s}".formatted(number))).isEqualTo(read("{\"id\": \"m1\"}"));
	}

	@ParameterizedTest
	@CsvSource({ "5000000000, 5000000000", "'\"12\"', 12", "3.7, 3", "1e3, 1000" })
	void readsANumberInAnyForm(String number, long size) {
		assertThat(readFile(number, "7").file().size()).isEqualTo(size);
	}

	private static ConversationsMessage readFile(String size, String width) {
		return read("{\"file\": {\"size\": %s, \"imageInfo\": {\"width\": %s, \"height\": 5}}, \"id\": \"m1\"}"
			.formatted(size, width));
	}

	private static ConversationsMessage read(String json) {
		return Json.readObject(json, ConversationsMessage.class);
	}

}
