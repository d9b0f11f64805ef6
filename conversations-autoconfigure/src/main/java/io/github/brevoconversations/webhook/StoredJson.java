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

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON mapper for stored events. It is independent of the application's mapper, and
 * writes only ASCII, which every store can hold.
 */
final class StoredJson {

	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private StoredJson() {
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
	 * Read a part of a stored event.
	 * @param <T> the type of the part
	 * @param node the part
	 * @param type the type of the part
	 * @return the part, or {@code null} if it is missing or cannot be read
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

	static String text(Object value) {
		return mapper.writeValueAsString(value);
	}

}
