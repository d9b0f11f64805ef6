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

import org.springframework.util.StringUtils;

/**
 * Checks arguments before anything is sent.
 */
final class RequestChecks {

	private static final String FORBIDDEN_IN_ID = "/\\?#%";

	private RequestChecks() {
	}

	static String requireText(@Nullable String value, String what) {
		if (!StringUtils.hasText(value)) {
			throw new BrevoInvalidRequestException(
					"Nothing was sent: %s must not be %s".formatted(what, (value != null) ? "blank" : "null"));
		}
		return value;
	}

	/**
	 * Check a text that people read, and replace each unpaired surrogate, such as the
	 * half of an emoji that remains if a text is cut off: strict parsers reject the whole
	 * request because of it.
	 * @param value the text to check
	 * @param what the name of the text in the message of an exception
	 * @return the text with replacements
	 */
	static String requireTextToSend(@Nullable String value, String what) {
		String text = requireText(value, what);
		int half = half(text, 0);
		if (half == -1) {
			return text;
		}
		StringBuilder mended = new StringBuilder(text);
		while (half != -1) {
			mended.setCharAt(half, '\ufffd');
			half = half(mended, half + 1);
		}
		return mended.toString();
	}

	/**
	 * Check a text that names something, so an unpaired surrogate in it must not be
	 * replaced.
	 * @param value the text to check
	 * @param what the name of the text in the message of an exception
	 * @return the text
	 */
	static String requireName(@Nullable String value, String what) {
		String name = requireText(value, what);
		if (half(name, 0) != -1) {
			throw new BrevoInvalidRequestException(
					"Nothing was sent: %s contains an unpaired surrogate, such as half an emoji".formatted(what));
		}
		return name;
	}

	static @Nullable String requireNameIfPresent(@Nullable String value, String what) {
		return (value != null) ? requireName(value, what) : null;
	}

	static String requireEmail(@Nullable String value, String what) {
		String email = requireName(value, what);
		int at = email.indexOf('@');
		if (at < 1 || at == email.length() - 1 || email.chars().anyMatch((c) -> c <= ' ')) {
			throw new BrevoInvalidRequestException("Nothing was sent: %s must look like liz@example.org, but is '%s'"
				.formatted(what, Excerpt.of(email)));
		}
		return email;
	}

	private static int half(CharSequence text, int from) {
		for (int i = from; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
			}
			else if (Character.isSurrogate(c)) {
				return i;
			}
		}
		return -1;
	}

	static <T> T requireNonNull(@Nullable T value, String what) {
		if (value == null) {
			throw new BrevoInvalidRequestException("Nothing was sent: %s must not be null".formatted(what));
		}
		return value;
	}

	/**
	 * Check an id that becomes a segment of the path. Brevo documents no format, so this
	 * rejects only characters other than printable ASCII, and what an intermediary could
	 * take for another path even if it is percent-encoded.
	 * @param candidate the id to check
	 * @return the id
	 */
	static String requireId(@Nullable String candidate) {
		String id = requireText(candidate, "the message's id");
		if (!isId(id)) {
			throw new BrevoInvalidRequestException(
					"Nothing was sent: '%s' cannot be a message's id; ".formatted(Excerpt.of(id))
							+ "pass the id exactly as the API or a webhook provided it");
		}
		return id;
	}

	private static boolean isId(String id) {
		boolean dots = true;
		for (int i = 0; i < id.length(); i++) {
			char c = id.charAt(i);
			if (c <= ' ' || c >= 0x7f || FORBIDDEN_IN_ID.indexOf(c) != -1) {
				return false;
			}
			dots &= c == '.';
		}
		return !dots;
	}

}
