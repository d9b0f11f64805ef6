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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for what is wanted in JSON that may hold anything.
 */
final class Nodes {

	private Nodes() {
	}

	/**
	 * Return the text of the first of some members that has one.
	 * @param object the object, or anything else
	 * @param names the names of the members
	 * @return the text, not blank, or {@code null}
	 */
	static @Nullable String text(@Nullable JsonNode object, String... names) {
		if (object != null) {
			for (String name : names) {
				JsonNode value = object.get(name);
				if (value != null && (value.isString() || value.isNumber()) && !value.asString().isBlank()) {
					return value.asString();
				}
			}
		}
		return null;
	}

	/**
	 * Return the objects in some members, each of which may be an array or a single one.
	 * @param object the object
	 * @param names the names of the members
	 * @return the objects
	 */
	static List<ObjectNode> objects(JsonNode object, String... names) {
		List<ObjectNode> objects = new ArrayList<>();
		for (String name : names) {
			JsonNode value = object.get(name);
			if (value instanceof ObjectNode single) {
				objects.add(single);
			}
			else if (value instanceof ArrayNode array) {
				array.forEach((element) -> {
					if (element instanceof ObjectNode one) {
						objects.add(one);
					}
				});
			}
		}
		return objects;
	}

}
