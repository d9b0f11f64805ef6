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

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The client's own JSON mapping. It shares nothing with the application's, whose naming
 * strategy or strictness would break the wire format.
 */
final class Json {

	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
		.withCoercionConfigDefaults((coercion) -> coercion.setAcceptBlankAsEmpty(true)
			.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
		.addHandler(new Tolerance())
		.addModule(new SimpleModule().setDeserializerModifier(new TolerantNumber.Modifier()))
		.build();

	private Json() {
	}

	static byte[] write(Object value) {
		return mapper.writeValueAsBytes(value);
	}

	/**
	 * Read an object.
	 * @param <T> the type of the object
	 * @param content the JSON text
	 * @param type the type of the object
	 * @return the object, or {@code null} if the text is JSON but no object
	 * @throws JacksonException if the text is not JSON
	 */
	static <T> @Nullable T readObject(String content, Class<T> type) {
		try (JsonParser parser = mapper.createParser(content)) {
			return (parser.nextToken() == JsonToken.START_OBJECT) ? mapper.readValue(parser, type) : null;
		}
	}

	/**
	 * Read a tree.
	 * @param content the JSON text
	 * @return the tree
	 * @throws JacksonException if the text is not JSON
	 */
	static JsonNode readTree(String content) {
		return mapper.readTree(content);
	}

	/**
	 * Reads a part of an unexpected type as {@code null}. A message that was sent must
	 * not look like one that was not, only because one of its parts is odd.
	 */
	private static final class Tolerance extends DeserializationProblemHandler {

		@Override
		public @Nullable Object handleUnexpectedToken(DeserializationContext context, JavaType targetType,
				JsonToken token, JsonParser parser, @Nullable String failureMessage) {
			parser.skipChildren();
			return null;
		}

		@Override
		public @Nullable Object handleMissingInstantiator(DeserializationContext context, Class<?> targetType,
				ValueInstantiator instantiator, JsonParser parser, @Nullable String failureMessage) {
			parser.skipChildren();
			return null;
		}

		@Override
		public @Nullable Object handleWeirdStringValue(DeserializationContext context, Class<?> targetType,
				String valueToConvert, @Nullable String failureMessage) {
			return null;
		}

		@Override
		public @Nullable Object handleWeirdNumberValue(DeserializationContext context, Class<?> targetType,
				Number valueToConvert, @Nullable String failureMessage) {
			return null;
		}

	}

}
