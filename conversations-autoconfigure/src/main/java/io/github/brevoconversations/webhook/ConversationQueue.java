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

import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The events of one conversation that wait in memory. Not thread-safe.
 */
final class ConversationQueue {

	private final String conversation;

	private final TreeMap<Long, QueuedEvent> events = new TreeMap<>();

	private long due;

	private long token;

	ConversationQueue(String conversation) {
		this.conversation = conversation;
	}

	String conversation() {
		return this.conversation;
	}

	long due() {
		return this.due;
	}

	void setDue(long due) {
		this.due = due;
	}

	long token() {
		return this.token;
	}

	void setToken(long token) {
		this.token = token;
	}

	boolean isHeld() {
		return this.token != 0;
	}

	boolean isEmpty() {
		return this.events.isEmpty();
	}

	void add(QueuedEvent event) {
		this.events.put(event.sequence(), event);
	}

	@Nullable QueuedEvent remove(long sequence) {
		return this.events.remove(sequence);
	}

	void countAttempt(long sequence) {
		QueuedEvent event = this.events.get(sequence);
		if (event != null) {
			event.countAttempt();
		}
	}

	ConversationInbox.Delivery head() {
		QueuedEvent head = this.events.firstEntry().getValue();
		return new ConversationInbox.Delivery(this.conversation, this.token, head.sequence(), head.attempts(),
				head.entry().event(), head.entry().trace());
	}

}
