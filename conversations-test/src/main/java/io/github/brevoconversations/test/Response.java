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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The server's response to a request.
 *
 * @param status the HTTP status
 * @param contentType the body's type, or {@code null} if there is no body
 * @param body the body, or an empty string
 * @param headers further headers, in order
 */
record Response(int status, @Nullable String contentType, String body, Map<String, String> headers) {

	private static final String JSON = "application/json";

	static Response empty(int status) {
		return new Response(status, null, "", Map.of());
	}

	static Response json(int status, String body) {
		return new Response(status, JSON, body, Map.of());
	}

	static Response error(int status, String code, String message) {
		return json(status, Json.error(code, message));
	}

	Response withHeader(String name, String value) {
		return withHeaders(Map.of(name, value));
	}

	Response withHeaders(Map<String, String> more) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.putAll(more);
		return new Response(this.status, this.contentType, this.body, all);
	}

	/**
	 * Return a response that has a body to cut off: this one, or one with an empty
	 * object.
	 * @return a response with a body
	 */
	Response withSomeBody() {
		if (!this.body.isEmpty()) {
			return this;
		}
		return new Response(mayHaveBody() ? this.status : 200, JSON, "{}", this.headers);
	}

	boolean mayHaveBody() {
		return this.status != 204 && this.status != 304;
	}

}
