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

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The conversations whose events wait in memory, ordered by when they are due. Not
 * thread-safe.
 */
final class ConversationQueues {

	private final Map<String, ConversationQueue> queues = new HashMap<>();

	private final TreeSet<ConversationQueue> byDue = new TreeSet<>(
			Comparator.comparingLong(ConversationQueue::due).thenComparing(ConversationQueue::conversation));

	private final Map<String, QueuedEvent> byKey = new HashMap<>();

	private long weight;

	private int size;

	int size() {
		return this.size;
	}

	long weight() {
		return this.weight;
	}

	/**
	 * Add an event. If it is the only one of its conversation, the conversation is due
	 * now.
	 * @param event the event
	 * @param now the time
	 */
	void add(QueuedEvent event, long now) {
		ConversationQueue queue = this.queues.get(event.entry().conversation());
		if (queue == null) {
			queue = new ConversationQueue(event.entry().conversation());
			queue.setDue(now);
			this.queues.put(queue.conversation(), queue);
			this.byDue.add(queue);
		}
		queue.add(event);
		this.byKey.put(event.entry().key(), event);
		this.weight += event.entry().weight();
		this.size++;
	}

	@Nullable ConversationQueue first() {
		return this.byDue.isEmpty() ? null : this.byDue.first();
	}

	/**
	 * Return the queue of a claimed conversation.
	 * @param delivery the claimed event
	 * @return the queue, or {@code null} if it is no longer held
	 */
	@Nullable ConversationQueue held(ConversationInbox.Delivery delivery) {
		ConversationQueue queue = this.queues.get(delivery.conversation());
		return (queue != null && queue.token() == delivery.token()) ? queue : null;
	}

	void move(ConversationQueue queue, long due) {
		this.byDue.remove(queue);
		queue.setDue(due);
		this.byDue.add(queue);
	}

	/**
	 * Remove an event and, if it was the last one, its conversation.
	 * @param queue the queue of its conversation
	 * @param sequence the number of the event
	 * @return the event, or {@code null} if it is not there
	 */
	@Nullable QueuedEvent remove(ConversationQueue queue, long sequence) {
		QueuedEvent event = take(queue, sequence);
		endIfEmpty(queue);
		return event;
	}

	/**
	 * Remove an event, if it waits. If it is being handled, its conversation stays held
	 * until that has ended, so that nothing that comes meanwhile overtakes it.
	 * @param key the key that it is known by
	 */
	void remove(String key) {
		QueuedEvent event = this.byKey.get(key);
		ConversationQueue queue = (event != null) ? this.queues.get(event.entry().conversation()) : null;
		if (event != null && queue != null) {
			take(queue, event.sequence());
			if (!queue.isHeld()) {
				endIfEmpty(queue);
			}
		}
	}

	private @Nullable QueuedEvent take(ConversationQueue queue, long sequence) {
		QueuedEvent event = queue.remove(sequence);
		if (event != null) {
			this.byKey.remove(event.entry().key(), event);
			this.size--;
			this.weight -= event.entry().weight();
		}
		return event;
	}

	/**
	 * Remove a conversation without events.
	 * @param queue the queue of the conversation
	 * @return whether it had none
	 */
	boolean endIfEmpty(ConversationQueue queue) {
		if (queue.isEmpty()) {
			this.byDue.remove(queue);
			this.queues.remove(queue.conversation());
		}
		return queue.isEmpty();
	}

}
