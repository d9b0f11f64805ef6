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

/**
 * The structure of a JSON text, determined before the text is parsed: how deeply it is
 * nested, how many parts it has, and whether anything follows it. Parsing takes memory
 * for each part, however small, and ends with the first value.
 *
 * @param depth how deeply it is nested
 * @param parts the number of objects, arrays and commas
 * @param followed whether anything but white space follows the end of an object or array
 */
record Structure(int depth, int parts, boolean followed) {

	private static final int MAX_DEPTH = 200;

	private static final int MIN_PARTS = 10_000;

	private static final int BYTES_PER_PART = 8;

	/**
	 * Determine the structure of a text.
	 * @param json the text, which need not be valid JSON
	 * @return its structure
	 */
	static Structure of(byte[] json) {
		int depth = 0;
		int deepest = 0;
		int parts = 0;
		boolean text = false;
		boolean followed = false;
		for (int i = 0; i < json.length; i++) {
			byte current = json[i];
			followed |= depth == 0 && deepest > 0 && !text && !isWhiteSpace(current);
			if (current == '"') {
				text = !text;
			}
			else if (text) {
				i += (current == '\\') ? 1 : 0;
			}
			else if (current == '[' || current == '{') {
				deepest = Math.max(deepest, ++depth);
				parts++;
			}
			else if (current == ']' || current == '}') {
				depth--;
			}
			else if (current == ',') {
				parts++;
			}
		}
		return new Structure(deepest, parts, followed);
	}

	private static boolean isWhiteSpace(byte current) {
		return current == ' ' || current == '\n' || current == '\r' || current == '\t';
	}

	/**
	 * Return whether the text is nested more deeply than any webhook.
	 * @return whether it is
	 */
	boolean isTooDeep() {
		return this.depth > MAX_DEPTH;
	}

	/**
	 * Return whether the text has more parts than any webhook of its size.
	 * @param length the number of its bytes
	 * @return whether it has
	 */
	boolean isTooFine(int length) {
		return this.parts > MIN_PARTS + length / BYTES_PER_PART;
	}

}
