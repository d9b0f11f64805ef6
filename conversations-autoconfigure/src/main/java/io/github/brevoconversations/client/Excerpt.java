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

/**
 * Creates short, printable quotes of text that came from elsewhere.
 */
final class Excerpt {

	private static final int MAX_LENGTH = 200;

	private static final int MAX_MESSAGE_LENGTH = 1000;

	private Excerpt() {
	}

	/**
	 * Quote the start of a text, with each run of white space replaced by a space, and
	 * each unprintable character by a question mark.
	 * @param text the text to quote
	 * @return the quote, which is at most a little longer than 200 characters
	 */
	static String of(String text) {
		return of(text, MAX_LENGTH);
	}

	/**
	 * Quote the start of a message from Brevo. It is longer because the message may end
	 * in a link.
	 * @param text the message to quote
	 * @return the quote, which is at most a little longer than 1000 characters
	 */
	static String ofMessage(String text) {
		return of(text, MAX_MESSAGE_LENGTH);
	}

	private static String of(String text, int maxLength) {
		StringBuilder excerpt = new StringBuilder(Math.min(text.length(), maxLength));
		boolean space = false;
		int i = 0;
		while (i < text.length()) {
			if (excerpt.length() >= maxLength) {
				return excerpt.append("...").toString();
			}
			int character = text.codePointAt(i);
			i += Character.charCount(character);
			if (Character.isWhitespace(character)) {
				space = !excerpt.isEmpty();
				continue;
			}
			if (space) {
				excerpt.append(' ');
				space = false;
			}
			excerpt.appendCodePoint(isPrintable(character) ? character : '?');
		}
		return excerpt.toString();
	}

	private static boolean isPrintable(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
