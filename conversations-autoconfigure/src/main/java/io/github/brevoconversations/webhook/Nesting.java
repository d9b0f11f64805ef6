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
 * Tells whether JSON is nested deeper than any webhook is, before it is read.
 */
final class Nesting {

	private static final int MAX_DEPTH = 200;

	private Nesting() {
	}

	/**
	 * Return whether JSON is nested too deep.
	 * @param json the JSON text, which may be anything
	 * @return whether it is
	 */
	static boolean isTooDeep(byte[] json) {
		int depth = 0;
		boolean text = false;
		for (int i = 0; i < json.length; i++) {
			byte current = json[i];
			if (current == '"') {
				text = !text;
			}
			else if (text) {
				i += (current == '\\') ? 1 : 0;
			}
			else if (current == '[' || current == '{') {
				depth++;
			}
			else if (current == ']' || current == '}') {
				depth--;
			}
			if (depth > MAX_DEPTH) {
				return true;
			}
		}
		return false;
	}

}
