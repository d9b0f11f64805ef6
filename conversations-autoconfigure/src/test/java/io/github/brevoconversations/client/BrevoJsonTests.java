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

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoJson}: that an odd part of a message does not cost the others.
 */
class BrevoJsonTests {

	@ParameterizedTest
	@ValueSource(strings = { "file", "attachments", "from", "to", "integrations", "forwardedToSourceStatus", "isPushed",
			"createdAt" })
	void treatsEmptyTextInPlaceOfAnObjectAsMissing(String part) {
		for (String empty : new String[] { "\"\"", "\" \"" }) {
			assertThat(read("{\"id\": \"m1\", \"%s\": %s}".formatted(part, empty))).isEqualTo(read("{\"id\": \"m1\"}"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "attachments", "to" })
	void ignoresEmptyTextWithinAList(String part) {
		ConversationsMessage message = read(
				"{\"id\": \"m1\", \"%s\": [\"\", {\"name\": \"a\"}, \" \"]}".formatted(part));
		assertThat(message.id()).isEqualTo("m1");
		assertThat((message.to() != null) ? message.to() : message.attachments()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "9223372036854775808", "-1e30", "1e309", "1e99999999999", "\"99999999999999999999\"",
			"\"large\"", "\"\"", "{}", "[]", "[1, {\"a\": 2}]", "true", "null" })
	void treatsInvalidNumbersAsMissing(String number) {
		assertThat(readFile(number, "7")).isEqualTo(readFile("null", "7"));
		assertThat(readFile("7", number)).isEqualTo(readFile("7", "null"));
	}

	@Test
	void treatsThousandsOfDigitsAsMissing() {
		String number = '"' + "9".repeat(5000) + '"';
		assertThat(readFile(number, number)).isEqualTo(readFile("null", "null"));
		assertThat(read("{\"id\": \"m1\", \"createdAt\": %s}".formatted(number))).isEqualTo(read("{\"id\": \"m1\"}"));
	}

	@ParameterizedTest
	@CsvSource({ "5000000000, 5000000000", "'\"12\"', 12", "3.7, 3", "1e3, 1000" })
	void readsANumberInAnyForm(String number, long size) {
		assertThat(readFile(number, "7").file().size()).isEqualTo(size);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ufeff{\"id\":\"m1\"}", "{\"id\":\"m1\",}", "{\"id\":\"m1\",\"a\":NaN}",
			"{\"a\":[-Infinity,],\"id\":\"m1\"}", "{\"a\":\"\u0001\n\",\"id\":\"m1\"}", "{\"a\":007,\"id\":\"m1\"}",
			"{\"a\":\"\\q\",\"id\":\"m1\"}", "{\"a\":,\"id\":\"m1\"}", "{\"a\":+1.,\"id\":\"m1\"}" })
	void readsWhatIsAlmostJson(String json) {
		assertThat(read(json).id()).isEqualTo("m1");
	}

	@Test
	void readsWhateverIsTooDeepTooLongOrTooMuch() {
		String deep = "[".repeat(30_000) + "]".repeat(30_000);
		String number = "9".repeat(200_000);
		String name = "n".repeat(100_000);
		String json = "{\"a\":%s,\"b\":%s,\"c\":{\"d\":%s},\"%s\":1,\"e\":1e%s,\"id\":\"m1\",\"source\":{\"deep\":%s}}"
			.formatted(deep, number, number, name, "9".repeat(300), deep);
		ConversationsMessage message = read(json);
		assertThat(message.id()).isEqualTo("m1");
		assertThat(message.source()).containsKey("deep");
		assertThat(message.toString()).isNotEmpty();
	}

	@Test
	void readsOtherEncodings() {
		String json = "{\"id\":\"m1\",\"text\":\"\u00e9\u4e16\ud83d\ude00\"}";
		assertThat(BrevoJson.read(json.getBytes(StandardCharsets.UTF_16)).asMessage().text()).endsWith("\ud83d\ude00");
		byte[] latin = "{\"id\":\"m1\",\"text\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
		assertThat(BrevoJson.read(latin).asMessage()).extracting(ConversationsMessage::id, ConversationsMessage::text)
			.containsExactly("m1", "caf\ufffd");
		assertThat(BrevoJson.read(latin, StandardCharsets.ISO_8859_1).asMessage().text()).isEqualTo("caf\u00e9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "{\"id\":\"m1\"", "{\"id\":\"m1", "[1,2", "<html></html>", "hello", "{id:1}",
			"{\"a\":[[[[", "\ufeff" })
	void isNullWithoutJson(String text) {
		assertThat(BrevoJson.read(text.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"name\":\"f.png\",\"filename\":null} | f.png",
					"{\"filename\":null,\"name\":\"f.png\"} | f.png", "{\"name\":\"new\",\"filename\":\"old\"} | new",
					"{\"filename\":\"old\",\"name\":\"new\"} | new", "{\"name\":null,\"fileName\":\"f.png\"} | f.png",
					"{\"name\":{},\"filename\":\"f.png\"} | f.png" })
	void takesTheNewestNameThatHasAValue(String file, String name) {
		assertThat(read("{\"file\":" + file + "}").file().name()).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "1482512803, 2016-12-23T17:06:43Z", "1482512803740, 2016-12-23T17:06:43.740Z",
			"'\"1482512803\"', 2016-12-23T17:06:43Z", "1482512803.9, 2016-12-23T17:06:43.900Z",
			"'\"2016-12-23T18:06:43+01:00\"', 2016-12-23T17:06:43Z", "0, 1970-01-01T00:00:00Z" })
	void readsSecondsAndMilliseconds(String createdAt, Instant instant) {
		assertThat(read("{\"createdAt\":" + createdAt + "}").createdAt()).isEqualTo(instant);
	}

	@Test
	void readsPartsThatHaveNoRecord() {
		BrevoJson json = BrevoJson.read("""
				{"visitor":{"id":7,"ok":"true","attributes":{"EMAIL":"a@b"}},"messages":{"id":"m1"},"n":"12"}"""
			.getBytes(StandardCharsets.UTF_8));
		assertThat(json.isObject()).isTrue();
		assertThat(json.object("visitor").text("id")).isEqualTo("7");
		assertThat(json.object("visitor").flag("ok")).isTrue();
		assertThat(json.object("visitor").map("attributes")).containsEntry("EMAIL", "a@b");
		assertThat(json.objects("messages")).singleElement()
			.satisfies((message) -> assertThat(message.asMessage().id()).isEqualTo("m1"));
		assertThat(json.number("none", "n")).isEqualTo(12);
		assertThat(json.object("n")).isNull();
		assertThat(json.objects("n")).isNull();
		assertThat(json.instant("visitor")).isNull();
	}

	private static ConversationsMessage readFile(String size, String width) {
		return read("{\"file\": {\"size\": %s, \"imageInfo\": {\"width\": %s, \"height\": 5}}, \"id\": \"m1\"}"
			.formatted(size, width));
	}

	private static ConversationsMessage read(String json) {
		return BrevoJson.read(json.getBytes(StandardCharsets.UTF_8)).asMessage();
	}

}
