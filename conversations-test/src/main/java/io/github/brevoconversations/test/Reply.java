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

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer.
 *
 * @param status the status
 * @param contentType the content type, or {@code null} where there is no body
 * @param body the body, empty where there is none
 */
record Reply(int status, @Nullable String contentType, String body) {

	private static final String JSON = "application/json";

	static Reply empty(int status) {
		return new Reply(status, null, "");
	}

	static Reply text(int status, String contentType, String body) {
		return new Reply(status, contentType, body);
	}

	static Reply json(int status, JsonNode body) {
		return new Reply(status, JSON, JsonMapper.shared().writeValueAsString(body));
	}

	static Reply error(int status, String code, String message) {
		return new Reply(status, JSON,
				JsonMapper.shared().writeValueAsString(Map.of("code", code, "message", message)));
	}

	byte[] bytes() {
		return this.body.getBytes(StandardCharsets.UTF_8);
	}

}
