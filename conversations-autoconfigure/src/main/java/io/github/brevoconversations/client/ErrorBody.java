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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The code and the reason in the body of an error, whatever its structure.
 *
 * @param code the code
 * @param message the reason
 */
record ErrorBody(@Nullable String code, @Nullable String message) {

	private static final String[] REASONS = { "message", "messages", "errors", "error", "error_description", "detail",
			"details", "description", "reason" };

	private static final List<String> ALONE = List.of("code", "message", "error", "errors");

	private static final Pattern FAILURE = Pattern.compile("(?i)err(or)?|fail(ed|ure)?|denied|rejected|[45]\\d\\d");

	/**
	 * Read the body of an error.
	 * @param response the response
	 * @param redaction takes secrets out of the code and the reason, because they may be
	 * escaped in the body
	 * @return the code and the reason, or {@code null} if the body is not Brevo's: it has
	 * neither a code nor a message, not even in an object named {@code error}
	 */
	static @Nullable ErrorBody of(ApiResponse response, Redaction redaction) {
		BrevoJson json = response.json();
		return (json != null) ? of(json, redaction) : null;
	}

	private static @Nullable ErrorBody of(BrevoJson json, Redaction redaction) {
		Map<String, @Nullable Object> parts = json.asMap();
		if (isTelling(parts.get("code")) || isTelling(parts.get("message"))) {
			return new ErrorBody(json.text("code"), reason(parts)).printable(redaction);
		}
		BrevoJson nested = json.object("error");
		return (nested != null) ? of(nested, redaction) : null;
	}

	/**
	 * Return whether a response with a status of success reports an error nevertheless,
	 * from Brevo or from something between the application and Brevo. A body with an id
	 * is not an error unless it also has a code and a message, because no message to a
	 * visitor has both.
	 * @param json the body
	 * @return whether it reports an error
	 */
	static boolean isInstead(BrevoJson json) {
		Map<String, @Nullable Object> parts = json.asMap();
		if (isCoded(parts) || isCoded(parts.get("error"))) {
			return true;
		}
		return json.text("id") == null && (ALONE.stream().anyMatch((name) -> isTelling(parts.get(name)))
				|| Boolean.FALSE.equals(json.flag("success")) || Boolean.FALSE.equals(json.flag("ok"))
				|| isFailure(json.text("status", "statusCode")));
	}

	private static boolean isCoded(@Nullable Object value) {
		return value instanceof Map<?, ?> parts && isTelling(parts.get("code")) && isTelling(parts.get("message"));
	}

	private static boolean isFailure(@Nullable String status) {
		return status != null && FAILURE.matcher(status.strip()).matches();
	}

	private static boolean isTelling(@Nullable Object value) {
		return value != null && !"".equals(value) && !Boolean.FALSE.equals(value) && !List.of().equals(value)
				&& !Map.of().equals(value);
	}

	private ErrorBody printable(Redaction redaction) {
		return new ErrorBody(
				(this.code != null && !this.code.isBlank()) ? Excerpt.of(redaction.apply(this.code)) : null,
				(this.message != null && !this.message.isBlank()) ? Excerpt.ofMessage(redaction.apply(this.message))
						: null);
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
