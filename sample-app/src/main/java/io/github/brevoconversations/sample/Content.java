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

import io.github.brevoconversations.client.ConversationsMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a message says.
 *
 * @param text the text, its lines separated by {@code \n}
 * @param files the files that came with it
 */
record Content(String text, List<SharedFile> files) {

	private static final String NO_TEXT = "(This message has no text. Open it in Brevo.)";

	Content {
		text = text.replace("\r\n", "\n").replace('\r', '\n');
		files = List.copyOf(files);
	}

	static Content of(ConversationsMessage message) {
		List<SharedFile> files = SharedFile.of(message);
		String text = message.text();
		if (text == null || text.isBlank()) {
			text = files.isEmpty() ? NO_TEXT : files.get(0).name();
		}
		return new Content(text, files);
	}

	// Brevo puts the name of a file that came without words into the text
	private @Nullable SharedFile namedByText() {
		return this.files.stream().filter((file) -> file.name().equals(this.text.strip())).findFirst().orElse(null);
	}

	/**
	 * Return the text, with its links, among them the one to a file that it names.
	 * @return the parts of the text
	 */
	List<TextPart> parts() {
		SharedFile file = namedByText();
		return (file != null) ? List.of(new TextPart(file.name(), file.link())) : TextPart.split(this.text);
	}

	/**
	 * Return the files that the text does not stand for.
	 * @return the files
	 */
	List<SharedFile> otherFiles() {
		SharedFile named = namedByText();
		return this.files.stream().filter((file) -> !file.equals(named)).toList();
	}

}
