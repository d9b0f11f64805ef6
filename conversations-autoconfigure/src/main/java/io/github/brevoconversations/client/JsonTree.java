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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads JSON into maps, lists and plain values. It shares nothing with the application's
 * mapper, whose naming strategy or strictness would break the wire format.
 */
final class JsonTree {

	/**
	 * Stands for input that is not JSON, because {@code null} is a JSON value.
	 */
	static final Object NO_JSON = new Object();

	// deeper values could not be written or compared without a stack overflow
	private static final int MAX_DEPTH = 64;

	// longer numbers take quadratic time, and no part of Brevo's JSON has them
	private static final int MAX_DIGITS = 400;

	// the caller already limits the size of the input
	private static final StreamReadConstraints UNBOUNDED = StreamReadConstraints.builder()
		.maxNestingDepth(Integer.MAX_VALUE)
		.maxNumberLength(Integer.MAX_VALUE)
		.maxStringLength(Integer.MAX_VALUE)
		.maxNameLength(Integer.MAX_VALUE)
		.build();

	private static final JsonFactory factory = JsonFactory.builder()
		.streamReadConstraints(UNBOUNDED)
		.enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
		.enable(JsonReadFeature.ALLOW_MISSING_VALUES)
		.enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
		.enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
		.enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
		.enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
		.enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
		.enable(JsonReadFeature.ALLOW_RS_CONTROL_CHAR)
		.build();

	private JsonTree() {
	}

	/**
	 * Read JSON.
	 * @param json the bytes to read
	 * @param charset their character set, if they have no byte order mark
	 * @return the value, or {@link #NO_JSON}
	 */
	static @Nullable Object read(byte[] json, Charset charset) {
		if (StandardCharsets.UTF_8.equals(charset)) {
			try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
				return root(parser);
			}
			catch (RuntimeException ex) {
				// perhaps only because of a few bytes that are not UTF-8, which a string
				// replaces
			}
		}
		return read(new String(json, charset));
	}

	private static @Nullable Object read(String json) {
		boolean marked = !json.isEmpty() && json.charAt(0) == '\ufeff';
		try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), marked ? json.substring(1) : json)) {
			return root(parser);
		}
		catch (RuntimeException ex) {
			return NO_JSON;
		}
	}

	private static @Nullable Object root(JsonParser parser) {
		return (parser.nextToken() != null) ? value(parser, 0) : NO_JSON;
	}

	private static @Nullable Object value(JsonParser parser, int depth) {
		JsonToken token = parser.currentToken();
		return switch (token) {
			case START_OBJECT, START_ARRAY -> container(parser, token, depth);
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			default -> null;
		};
	}

	private static @Nullable Object container(JsonParser parser, JsonToken token, int depth) {
		if (depth == MAX_DEPTH) {
			parser.skipChildren();
			if (parser.currentToken() == null) {
				throw new IllegalStateException("cut off");
			}
			return null;
		}
		return (token == JsonToken.START_OBJECT) ? object(parser, depth) : array(parser, depth);
	}

	private static Map<String, @Nullable Object> object(JsonParser parser, int depth) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			Object value = value(parser, depth + 1);
			if (value != null || !object.containsKey(name)) {
				// if a part is present twice, its last non-null value counts
				object.put(name, value);
			}
		}
		requireEnd(parser, JsonToken.END_OBJECT);
		return Collections.unmodifiableMap(object);
	}

	private static List<@Nullable Object> array(JsonParser parser, int depth) {
		List<@Nullable Object> array = new ArrayList<>();
		JsonToken token = parser.nextToken();
		while (token != null && token != JsonToken.END_ARRAY) {
			array.add(value(parser, depth + 1));
			token = parser.nextToken();
		}
		requireEnd(parser, JsonToken.END_ARRAY);
		return Collections.unmodifiableList(array);
	}

	private static void requireEnd(JsonParser parser, JsonToken end) {
		if (parser.currentToken() != end) {
			throw new IllegalStateException("cut off");
		}
	}

	private static @Nullable Number number(JsonParser parser) {
		if (parser.isNaN() || parser.getStringLength() > MAX_DIGITS) {
			return null;
		}
		if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
			return parser.getNumberValue();
		}
		double number = parser.getDoubleValue();
		return Double.isFinite(number) ? number : null;
	}

}
