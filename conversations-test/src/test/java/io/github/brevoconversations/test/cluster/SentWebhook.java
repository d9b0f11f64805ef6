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

package io.github.brevoconversations.test.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.brevoconversations.test.Webhook;

/**
 * A webhook that visitors' messages come in, and when it was sent.
 */
final class SentWebhook {

	private static final long NEVER = Long.MAX_VALUE;

	private final String body;

	private final List<String> messages;

	private final AtomicLong firstSent = new AtomicLong(NEVER);

	private final AtomicLong acknowledged = new AtomicLong(NEVER);

	/**
	 * Create a webhook that was not sent yet.
	 * @param webhook the webhook
	 * @param messages the ids of its messages, in the order in which they were written
	 */
	SentWebhook(Webhook webhook, List<String> messages) {
		this.body = webhook.body();
		this.messages = List.copyOf(messages);
	}

	String body() {
		return this.body;
	}

	List<String> messages() {
		return this.messages;
	}

	void sending() {
		this.firstSent.compareAndSet(NEVER, System.nanoTime());
	}

	void acknowledged() {
		this.acknowledged.compareAndSet(NEVER, System.nanoTime());
	}

	boolean isAcknowledged() {
		return this.acknowledged.get() != NEVER;
	}

	/**
	 * Return whether the messages of this webhook must be handled before those of another
	 * one. While both were on their way, either may come first.
	 * @param other the other webhook of the conversation
	 * @return whether this one was acknowledged before the other one was sent
	 */
	boolean isBefore(SentWebhook other) {
		return this.acknowledged.get() < other.firstSent.get();
	}

}
