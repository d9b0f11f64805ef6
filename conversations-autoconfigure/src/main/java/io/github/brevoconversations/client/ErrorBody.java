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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says, in whatever shape.
 *
 * @param code the code
 * @param message the reason
 */
record ErrorBody(@Nullable String code, @Nullable String message) {

	private static final String[] REASONS = { "message", "messages", "errors", "error", "error_description", "detail",
			"details", "description", "reason" };

	/**
	 * Read the body of an error.
	 * @param response the response
	 * @return what it says, or {@code null} if it is not Brevo's: an object with a code
	 * or a message, which may be within another named {@code error}
	 */
	static @Nullable ErrorBody of(ApiResponse response) {
		BrevoJson json = response.json();
		return (json != null) ? of(json) : null;
	}

	static @Nullable ErrorBody of(BrevoJson json) {
		Map<String, @Nullable Object> parts = json.asMap();
		if (isTelling(parts.get("code")) || isTelling(parts.get("message"))) {
			return new ErrorBody(json.text("code"), reason(parts)).printable();
		}
		BrevoJson nested = json.object("error");
		return (nested != null) ? of(nested) : null;
	}

	private static boolean isTelling(@Nullable Object value) {
		return value != null && !"".equals(value);
	}

	private ErrorBody printable() {
		return new ErrorBody((this.code != null && !this.code.isBlank()) ? Excerpt.of(this.code) : null,
				(this.message != null && !this.message.isBlank()) ? Excerpt.ofMessage(this.message) : null);
	}

	private static @Nullable String reason(Map<String, @Nullable Object> parts) {
		for (String name : REASONS) {
			String text = text(parts.get(name));
			if (text != null) {
				return text;
			}
		}
		return null;
	}

	private static @Nullable String text(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return text(map);
		}
		if (value instanceof List<?> list) {
			List<String> texts = new ArrayList<>();
			list.forEach((each) -> add(texts, "", text(each)));
			return texts.isEmpty() ? null : String.join("; ", texts);
		}
		String text = JsonValues.text(value);
		return (text != null && !text.isBlank()) ? text : null;
	}

	private static @Nullable String text(Map<?, ?> map) {
		List<String> texts = new ArrayList<>();
		map.forEach((name, value) -> add(texts, name + ": ", text(value)));
		return texts.isEmpty() ? null : String.join(", ", texts);
	}

	private static void add(List<String> texts, String prefix, @Nullable String text) {
		if (text != null) {
			texts.add(prefix + text);
		}
	}

}
