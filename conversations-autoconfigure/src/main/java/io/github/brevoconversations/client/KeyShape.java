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

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognizes values that were mistaken for a key, by their shape alone.
 */
final class KeyShape {

	private static final Pattern QUOTED = Pattern.compile("^[\"'`\u201c\u2018\u00ab].*|.*[\"'`\u201d\u2019\u00bb]$");

	private static final Pattern MASKED = Pattern.compile(".*(\\*{2,}|\u2022|\u2026|\\.{3}).*|^[xX*]+$");

	private static final Pattern PLACEHOLDER = Pattern.compile(".*[$#]\\{.*|^[<\\[{].*[>\\]}]$");

	private KeyShape() {
	}

	/**
	 * Check a key.
	 * @param key the key, without white space around it
	 * @param what the name of the key in the message of an exception
	 * @throws IllegalArgumentException if it cannot be a key; the message does not quote
	 * it
	 */
	static void check(String key, String what) {
		if (QUOTED.matcher(key).matches()) {
			throw new IllegalArgumentException(
					"The %s has quotation marks around it. Remove them: they would be sent as part of it."
						.formatted(what));
		}
		if (key.toLowerCase(Locale.ROOT).startsWith("xsmtpsib-")) {
			throw new IllegalArgumentException(
					"The %s is a key for SMTP, which the API does not accept. Use an API key, which starts with 'xkeysib-', from the same page in Brevo."
						.formatted(what));
		}
		if (MASKED.matcher(key).matches()) {
			throw new IllegalArgumentException(
					"The %s is masked, as Brevo shows keys once they have been created. Use the whole key; if you did not keep it, create another one."
						.formatted(what));
		}
		if (PLACEHOLDER.matcher(key).matches()) {
			throw new IllegalArgumentException("The %s is a placeholder that was not replaced.".formatted(what));
		}
	}

}
