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
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text that came from elsewhere, whether they are written as they
 * are or escaped as in JSON, URLs or HTML.
 */
final class Redaction {

	private static final String REPLACEMENT = "******";

	/**
	 * The invisible characters that may be between those of a secret, in another encoding
	 * or to hide it.
	 */
	private static final String BETWEEN = "[\\p{Cc}\\p{Cf}]*";

	private static final int MAX_CAUSES = 20;

	/**
	 * A shorter secret would be found within many words, and no key of Brevo is that
	 * short.
	 */
	private static final int MIN_LENGTH = 4;

	/**
	 * What an object calls itself that has no text: it is another each time, so that
	 * nobody can group errors by it, and what follows is the object's state.
	 */
	private static final Pattern OBJECT = Pattern.compile("\\s*[\\w.$:]*@[0-9a-f]{5,}.*", Pattern.DOTALL);

	private final List<String> secrets;

	private volatile @Nullable Pattern pattern;

	Redaction(String secret, @Nullable String another) {
		this.secrets = ((another != null) ? Stream.of(secret, another) : Stream.of(secret))
			.filter((each) -> each.length() >= MIN_LENGTH)
			.toList();
	}

	/**
	 * Take the secrets out of a text.
	 * @param text the text
	 * @return the text without them
	 */
	String apply(String text) {
		return pattern().matcher(text).replaceAll(REPLACEMENT);
	}

	@Nullable String applyTo(@Nullable String text) {
		return (text != null) ? apply(text) : null;
	}

	/**
	 * Return a text without the state of objects, which some connectors quote.
	 * @param text the text
	 * @return the text before that
	 */
	static String withoutObjects(String text) {
		return OBJECT.matcher(text).replaceFirst("");
	}

	/**
	 * Return a failure that can be the cause of an exception.
	 * @param failure the failure
	 * @return the failure, or one without messages if they contain a secret or the state
	 * of an object
	 */
	@Nullable Throwable applyTo(@Nullable Throwable failure) {
		return (failure != null && isIn(failure, 0)) ? new UnquotedFailure(failure) : failure;
	}

	private boolean isIn(Throwable failure, int depth) {
		if (depth > MAX_CAUSES) {
			return false;
		}
		List<@Nullable Throwable> further = new ArrayList<>(List.of(failure.getSuppressed()));
		further.add(failure.getCause());
		String text = failure.toString();
		return pattern().matcher(text).find() || OBJECT.matcher(text).find()
				|| further.stream().anyMatch((each) -> each != null && isIn(each, depth + 1));
	}

	// compiled at the first error, since most clients never need it
	private Pattern pattern() {
		Pattern pattern = this.pattern;
		if (pattern == null) {
			// if there are no secrets, nothing matches
			String expression = this.secrets.isEmpty() ? "(?!)"
					: String.join("|", this.secrets.stream().map(Redaction::expression).toList());
			pattern = Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
			this.pattern = pattern;
		}
		return pattern;
	}

	private static String expression(String secret) {
		return String.join(BETWEEN, secret.chars().mapToObj(Redaction::character).toList());
	}

	private static String character(int c) {
		String hex = HexFormat.of().toHexDigits((byte) c);
		return "(?:\\\\*%s|\\\\+u00%s|\\\\+x%s|%%(?:25)*%s|&#0*%s;|&#x0*%s;)"
			.formatted(Pattern.quote(Character.toString(c)), hex, hex, hex, c, hex);
	}

}
