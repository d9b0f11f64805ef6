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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The conversations that webhooks and the desk's own messages have revealed. Brevo offers
 * no list of conversations. Thread-safe.
 */
@Component
class Conversations {

	private static final int CAPACITY = 1000;

	private static final Comparator<ConversationView> MOST_URGENT_FIRST = Comparator
		.comparing((ConversationView view) -> !view.waiting())
		.thenComparing((view) -> Objects.requireNonNullElse(view.waitingSince(), Instant.EPOCH))
		.thenComparing(ConversationView::touched, Comparator.reverseOrder());

	private final Map<String, Conversation> conversations = new LinkedHashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Return the conversation with a visitor, and start one if there is none.
	 * @param visitorId the visitor's id
	 * @return the conversation
	 */
	synchronized Conversation with(String visitorId) {
		Conversation conversation = this.conversations.computeIfAbsent(visitorId, Conversation::new);
		if (this.conversations.size() > CAPACITY) {
			this.conversations.remove(this.conversations.keySet().iterator().next());
		}
		return conversation;
	}

	synchronized @Nullable Conversation find(@Nullable String visitorId) {
		return (visitorId != null) ? this.conversations.get(visitorId) : null;
	}

	/**
	 * Return all conversations with messages: first those whose visitor waits for a
	 * reply, starting with the longest wait, and then the others, starting with the
	 * newest.
	 * @return the conversations as they are now
	 */
	List<ConversationView> all() {
		List<Conversation> all;
		synchronized (this) {
			all = new ArrayList<>(this.conversations.values());
		}
		return all.stream()
			.map(Conversation::view)
			.filter((view) -> !view.messages().isEmpty())
			.sorted(MOST_URGENT_FIRST)
			.toList();
	}

	void changed() {
		this.listeners.forEach(Runnable::run);
	}

	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

}
