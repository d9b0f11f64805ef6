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

package io.github.brevoconversations.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The messages of all conversations, in order of creation. Holds a bounded number of
 * messages and characters, and forgets the oldest. Safe to use from several threads.
 */
final class MessageStore {

	private final int maxMessages;

	private final long maxCharacters;

	private final Map<String, StoredMessage> messages = new LinkedHashMap<>();

	private long characters;

	MessageStore(int maxMessages, long maxCharacters) {
		this.maxMessages = maxMessages;
		this.maxCharacters = maxCharacters;
	}

	synchronized StoredMessage save(StoredMessage message) {
		StoredMessage previous = this.messages.put(message.id(), message);
		this.characters += message.text().length() - lengthOf(previous);
		while (this.messages.size() > this.maxMessages || this.characters > this.maxCharacters) {
			delete(this.messages.keySet().iterator().next());
		}
		return message;
	}

	synchronized @Nullable StoredMessage find(String id) {
		return this.messages.get(id);
	}

	synchronized void delete(String id) {
		this.characters -= lengthOf(this.messages.remove(id));
	}

	synchronized void clear() {
		this.messages.clear();
		this.characters = 0;
	}

	synchronized List<StoredMessage> ofVisitor(String visitorId) {
		return this.messages.values().stream().filter((message) -> message.visitorId().equals(visitorId)).toList();
	}

	private static int lengthOf(@Nullable StoredMessage message) {
		return (message != null) ? message.text().length() : 0;
	}

}
