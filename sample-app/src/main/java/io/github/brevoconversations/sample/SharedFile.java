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

import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.ConversationsFile;
import io.github.brevoconversations.client.ConversationsMessage;
import org.jspecify.annotations.Nullable;

/**
 * A file that came with a message.
 *
 * @param name its name
 * @param link its URL, or {@code null} if there is none that is safe to follow
 */
record SharedFile(String name, @Nullable String link) {

	/**
	 * Return the files of a message.
	 * @param message the message
	 * @return the file that was sent, and the attachments if the message is an e-mail
	 */
	static List<SharedFile> of(ConversationsMessage message) {
		List<SharedFile> files = new ArrayList<>();
		add(files, message.file());
		if (message.attachments() != null) {
			message.attachments().forEach((attachment) -> add(files, attachment));
		}
		return List.copyOf(files);
	}

	private static void add(List<SharedFile> files, @Nullable ConversationsFile file) {
		if (file != null) {
			String name = (file.name() != null) ? Guest.cut(file.name()).strip() : "";
			String link = TextPart.isSafe(file.link()) ? file.link() : null;
			if (link != null || !name.isEmpty()) {
				files.add(new SharedFile(name.isEmpty() ? "File" : name, link));
			}
		}
	}

}
