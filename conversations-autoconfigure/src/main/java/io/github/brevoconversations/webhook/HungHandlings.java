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

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Attempts that were abandoned, but whose threads, or the threads that cancel them, are
 * still running although they were interrupted. As many of these threads are replaced as
 * conversations are handled at once. Each further thread takes the place of a
 * conversation, which limits the number of threads.
 */
final class HungHandlings {

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private final String account;

	private final int replaced;

	private final Set<HandlingTask> tasks = ConcurrentHashMap.newKeySet();

	/**
	 * Create an empty collection.
	 * @param account the name of the account
	 * @param replaced how many threads are replaced
	 */
	HungHandlings(String account, int replaced) {
		this.account = account;
		this.replaced = replaced;
	}

	/**
	 * Abandon a handling, unless its thread has returned.
	 * @param task the handling
	 */
	void giveUp(HandlingTask task) {
		this.tasks.add(task);
		if (!task.abandon()) {
			this.tasks.remove(task);
			return;
		}
		int count = this.tasks.size();
		String consequence = (count <= this.replaced) ? "Another thread takes its place: %s of at most %s"
				: "No other thread takes its place, since too many hang already: %s, more than %s";
		logger.warn("A handler of an event (%s) of account '%s' is still running although its thread was interrupted. "
			.formatted(EventHandling.kind(task.delivery()), this.account)
				+ consequence.formatted(count, this.replaced));
	}

	/**
	 * Record that the thread of a handling has returned.
	 * @param task the handling
	 * @return whether the handling had been abandoned
	 */
	boolean returned(HandlingTask task) {
		if (!this.tasks.remove(task)) {
			return false;
		}
		logger.info("A handler of an event (%s) of account '%s' that was still running has ended after %s seconds"
			.formatted(EventHandling.kind(task.delivery()), this.account, task.duration().toSeconds()));
		return true;
	}

	/**
	 * Return how many threads are not replaced.
	 * @return the number of threads, which is how many fewer conversations are handled
	 */
	int surplus() {
		return Math.max(0, this.tasks.size() - this.replaced);
	}

	Collection<HandlingTask> all() {
		return this.tasks;
	}

}
