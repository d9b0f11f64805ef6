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

import java.time.DateTimeException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Reads and writes {@link EpochMillis}, whatever the settings of the mapper that does it.
 */
final class EpochMillisJson {

	private EpochMillisJson() {
	}

	/**
	 * Reads a point in time, and anything that is none as {@code null}.
	 */
	static final class Deserializer extends StdDeserializer<Instant> {

		Deserializer() {
			super(Instant.class);
		}

		@Override
		public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
			JsonToken token = parser.currentToken();
			if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
				double millis = parser.getDoubleValue();
				return (Math.abs(millis) < 1e15) ? Instant.ofEpochMilli((long) millis) : null;
			}
			if (token == JsonToken.VALUE_STRING) {
				return parse(parser.getString().trim());
			}
			parser.skipChildren();
			return null;
		}

		private static @Nullable Instant parse(String text) {
			try {
				return text.chars().allMatch(Character::isDigit) ? Instant.ofEpochMilli(Long.parseLong(text))
						: Instant.parse(text);
			}
			catch (DateTimeException | NumberFormatException ex) {
				return null;
			}
		}

	}

	/**
	 * Writes a point in time.
	 */
	static final class Serializer extends StdSerializer<Instant> {

		Serializer() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
			generator.writeNumber(value.toEpochMilli());
		}

	}

}
