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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

/**
 * Makes answers that Brevo might give, and ones that nobody should. The same seed gives
 * the same answer.
 */
final class RandomResponses {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private static final List<JsonNode> MODELS = List.of(model("generation-1"), model("generation-2"),
			model("generation-3"), model("all-null"), model("odd"),
			mapper.readTree("{\"code\":\"invalid_parameter\",\"message\":\"text is missing\"}"),
			mapper.readTree("{\"error\":{\"code\":\"not_found\",\"message\":\"No such message\"}}"));

	private static final int[] STATUSES = { 200, 200, 200, 200, 200, 201, 202, 204, 302, 400, 401, 402, 403, 404, 408,
			422, 429, 500, 503 };

	private static final List<String> HEADERS = List.of("x-sib-ratelimit-limit", "x-sib-ratelimit-remaining",
			"x-sib-ratelimit-reset", "Retry-After", "sib-request-id", "Content-Type", "Content-Length",
			"Content-Encoding", "Location");

	private static final List<String> CONTENT_TYPES = List.of("application/json", "application/json;charset=UTF-8",
			"text/html;charset=ISO-8859-1", "application/json;charset=UTF-16", "application/json;charset=UTF-32LE",
			"application/json;charset=ISO-2022-KR", "application/json;charset=x-JISAutoDetect",
			"application/json;charset=nonsense-8", "application/json;charset=", "application/json;charset=\"",
			"application/json;charset=\u00e4", "application/json;charset=*", "application", "/", ";", "", "a/b/c",
			"*/*;q=nonsense", "application/json;charset=utf-7;charset=utf-8");

	private static final List<String> NUMBERS = List.of("0", "1", "-1", "60", "100", "3600", "999999999",
			"9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e9", "0x10", "\u0661\u0662", " 5 ",
			"", " ", "NaN", "5,5", "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
			"Fri, 99 Foo 2015 99:99:99 GMT", "2015-10-21T07:28:00Z", "null", "\u0000", "%s%n%d");

	private final SplittableRandom random;

	private final RawJson rawJson;

	RandomResponses(long seed) {
		this.random = new SplittableRandom(seed);
		this.rawJson = new RawJson(this.random);
	}

	RandomResponse next() {
		Map<String, String> headers = headers();
		String json = json();
		byte[] body = (this.random.nextInt(5) != 0) ? json.getBytes(StandardCharsets.UTF_8) : damagedBytes(json);
		return new RandomResponse(status(), headers, body, this.random.nextInt(400) == 0);
	}

	private int status() {
		return (this.random.nextInt(8) != 0) ? STATUSES[this.random.nextInt(STATUSES.length)]
				: 200 + this.random.nextInt(400);
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		int count = Math.max(0, this.random.nextInt(8) - 3);
		for (int i = 0; i < count; i++) {
			String name = pick(HEADERS);
			headers.put(name, headerValue(name));
		}
		return headers;
	}

	private String headerValue(String name) {
		return switch (this.random.nextInt(6)) {
			case 0 -> this.rawJson.text();
			case 1 -> pick(CONTENT_TYPES);
			default -> name.equals("Content-Type") ? pick(CONTENT_TYPES) : pick(NUMBERS);
		};
	}

	private String json() {
		if (this.random.nextInt(20) == 0) {
			return this.rawJson.value();
		}
		Map<String, String> raw = new LinkedHashMap<>();
		JsonNode mutated = pick(MODELS).deepCopy();
		int mutations = this.random.nextInt(6);
		for (int i = 0; i < mutations; i++) {
			mutate(mutated, raw);
		}
		String json = mutated.toString();
		for (Map.Entry<String, String> entry : raw.entrySet()) {
			json = json.replace('"' + entry.getKey() + '"', entry.getValue());
		}
		return (this.random.nextInt(5) != 0) ? json : damagedText(json);
	}

	private void mutate(JsonNode tree, Map<String, String> raw) {
		JsonNode container = container(tree);
		String mark = "@raw-%d@".formatted(raw.size());
		raw.put(mark, this.rawJson.value());
		if (container instanceof ObjectNode object) {
			List<String> names = new ArrayList<>(object.propertyNames());
			String name = (names.isEmpty() || this.random.nextInt(6) == 0) ? this.rawJson.text() : pick(names);
			switch (this.random.nextInt(8)) {
				case 0 -> object.remove(name);
				case 1 -> object.set(name, pick(MODELS).deepCopy());
				default -> object.put(name, mark);
			}
		}
		else if (container instanceof ArrayNode array) {
			array.add(mark);
		}
	}

	private JsonNode container(JsonNode tree) {
		JsonNode container = tree;
		while (this.random.nextInt(3) != 0) {
			List<JsonNode> children = container.valueStream().filter(JsonNode::isContainer).toList();
			if (children.isEmpty()) {
				return container;
			}
			container = pick(children);
		}
		return container;
	}

	private String damagedText(String json) {
		int at = this.random.nextInt(json.length() + 1);
		return switch (this.random.nextInt(6)) {
			case 0 -> json.substring(0, at);
			case 1 -> json.substring(at);
			case 2 -> json.substring(0, at) + this.rawJson.text() + json.substring(at);
			case 3 -> "\ufeff" + json;
			case 4 -> json + json;
			default -> "<!DOCTYPE html><html><title>502 Bad Gateway</title>" + json;
		};
	}

	private byte[] damagedBytes(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		switch (this.random.nextInt(6)) {
			case 0 -> {
				return json.getBytes(StandardCharsets.UTF_16);
			}
			case 1 -> {
				return json.getBytes(StandardCharsets.ISO_8859_1);
			}
			case 2 -> {
				return Arrays.copyOf(bytes, this.random.nextInt(bytes.length + 1));
			}
			case 3 -> {
				byte[] noise = new byte[this.random.nextInt(300)];
				this.random.nextBytes(noise);
				return noise;
			}
			default -> {
				for (int i = 0; i <= bytes.length / 40 && bytes.length > 0; i++) {
					bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt(256);
				}
				return bytes;
			}
		}
	}

	private <T> T pick(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private static JsonNode model(String name) {
		try {
			return mapper.readTree(new ClassPathResource("messages/" + name + ".json").getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
