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

package io.github.brevoconversations.webhook;

import java.time.DateTimeException;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of webhooks and of what is stored of them. A part of an unexpected type is
 * read as {@code null}.
 */
final class WebhookJson {

	private static final int MAX_DEPTH = 200;

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.withCoercionConfigDefaults((coercion) -> coercion.setAcceptBlankAsEmpty(true)
			.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
		.addHandler(new Tolerance())
		.addModule(new SimpleModule().addDeserializer(Instant.class, new TolerantInstant()))
		.build();

	private WebhookJson() {
	}

	/**
	 * Read the JSON of a webhook.
	 * @param body the body
	 * @return the object
	 * @throws InvalidWebhookException if it is not JSON, or no object
	 */
	static ObjectNode readObject(byte[] body) {
		try {
			if (mapper.readTree(body) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new InvalidWebhookException("The body of the webhook is not JSON");
		}
		throw new InvalidWebhookException("The body of the webhook is JSON, but no object");
	}

	static @Nullable JsonNode readTree(String json) {
		try {
			return mapper.readTree(json);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Read a part of a webhook.
	 * @param <T> the type of the part
	 * @param node the part
	 * @param type the type of the part
	 * @return the part, or {@code null} if it cannot be read
	 */
	static <T> @Nullable T read(@Nullable JsonNode node, Class<T> type) {
		if (!(node instanceof ObjectNode)) {
			return null;
		}
		try {
			return mapper.treeToValue(node, type);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	static ObjectNode object() {
		return mapper.createObjectNode();
	}

	static JsonNode tree(Object value) {
		return mapper.valueToTree(value);
	}

	static String write(JsonNode node) {
		return mapper.writeValueAsString(node);
	}

	/**
	 * Reads a part of an unexpected type as {@code null}.
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

	/**
	 * Reads milliseconds since the epoch or ISO 8601, and anything else as {@code null}.
	 */
	private static final class TolerantInstant extends StdDeserializer<Instant> {

		private static final double MAX_MILLIS = 1e15;

		TolerantInstant() {
			super(Instant.class);
		}

		@Override
		public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
			JsonToken token = parser.currentToken();
			if (token.isNumeric()) {
				double millis = parser.getDoubleValue();
				return (Math.abs(millis) < MAX_MILLIS) ? Instant.ofEpochMilli((long) millis) : null;
			}
			if (token == JsonToken.VALUE_STRING) {
				try {
					return Instant.parse(parser.getString().strip());
				}
				catch (DateTimeException ex) {
					return null;
				}
			}
			parser.skipChildren();
			return null;
		}

	}

}
