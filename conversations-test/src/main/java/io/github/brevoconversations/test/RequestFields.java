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

package io.github.brevoconversations.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a request's JSON body.
 */
final class RequestFields {

	private final JsonNode json;

	private RequestFields(JsonNode json) {
		this.json = json;
	}

	/**
	 * Read a body.
	 * @param body the body; an empty one has no fields
	 * @return the fields
	 * @throws RejectedRequestException if the body is not a JSON object
	 */
	static RequestFields read(String body) {
		JsonNode json = parse(body.isBlank() ? "{}" : body);
		if (!json.isObject()) {
			throw new RejectedRequestException(ErrorResponses.invalidParameter("The body must be a JSON object"));
		}
		return new RequestFields(json);
	}

	private static JsonNode parse(String body) {
		try {
			return Json.read(body);
		}
		catch (JacksonException ex) {
			throw new RejectedRequestException(ErrorResponses.invalidParameter("The body is not valid JSON"));
		}
	}

	String required(String name) {
		String value = optional(name);
		if (value == null) {
			throw new RejectedRequestException(ErrorResponses.missingParameter("'" + name + "' is missing"));
		}
		return value;
	}

	@Nullable String optional(String name) {
		JsonNode value = this.json.get(name);
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString() || value.stringValue().isBlank()) {
			throw new RejectedRequestException(
					ErrorResponses.invalidParameter("'" + name + "' must be a string that is not blank"));
		}
		return value.stringValue();
	}

}
