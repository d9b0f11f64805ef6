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

package io.github.brevoconversations.sample;

import java.util.List;

/**
 * The chat, as the visitor sees it.
 *
 * @param lines the messages, the oldest first
 * @param online the names of the agents who are online
 */
record Chat(List<Line> lines, List<String> online) {

	/**
	 * Return a text that changes whenever the chat must be rendered again.
	 * @return the text
	 */
	public String version() {
		return Integer.toHexString(hashCode());
	}

	/**
	 * A message, as the visitor sees it.
	 *
	 * @param id its id
	 * @param mine whether the visitor wrote it
	 * @param author the name of the author
	 * @param text the text
	 * @param createdAt when it was written
	 */
	record Line(String id, boolean mine, String author, String text, String createdAt) {

		public List<TextPart> parts() {
			return TextPart.split(this.text);
		}

	}

}
