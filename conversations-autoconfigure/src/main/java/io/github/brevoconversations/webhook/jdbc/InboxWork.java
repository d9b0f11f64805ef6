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

package io.github.brevoconversations.webhook.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.brevoconversations.webhook.ConversationInbox.Addition;
import io.github.brevoconversations.webhook.ConversationInbox.Claim;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.ConversationInbox.Step;
import io.github.brevoconversations.webhook.InboxEntry;
import io.github.brevoconversations.webhook.InboxSettings;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@link JdbcConversationInbox}, each of which runs in a transaction.
 */
final class InboxWork {

	private static final int FORGOTTEN_AT_ONCE = 500;

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final InboxTables tables;

	private final String namespace;

	private final InboxSettings settings;

	InboxWork(InboxTables tables, String namespace, InboxSettings settings) {
		this.tables = tables;
		this.namespace = namespace;
		this.settings = settings;
	}

	Addition add(List<InboxEntry> entries) {
		long now = time().now();
		Set<String> added = new HashSet<>();
		entries.stream().map(InboxEntry::key).distinct().sorted().forEach((key) -> {
			if (see(key, now)) {
				added.add(key);
			}
		});
		List<InboxEntry> others = entries.stream().filter((entry) -> added.remove(entry.key())).toList();
		if (others.isEmpty()) {
			return new Addition(false, others);
		}
		int waiting = this.tables.countWaiting(this.namespace, this.settings.capacity());
		// an empty inbox has room for any webhook: a later attempt would not be smaller
		if (waiting > 0 && waiting + others.size() > this.settings.capacity()) {
			throw new InboxFullException();
		}
		others.stream()
			.map(InboxEntry::conversation)
			.distinct()
			.sorted()
			.forEach((conversation) -> this.tables.lockConversation(this.namespace, conversation, now));
		this.tables.insertEvents(this.namespace, others);
		return new Addition(false, others);
	}

	private boolean see(String key, long now) {
		return this.tables.see(this.namespace, key, now + millis(this.settings.remember()), now);
	}

	boolean markSent(String messageId) {
		String key = InboxEntry.messageKey(messageId);
		if (!see(key, time().now())) {
			this.tables.deleteWaiting(this.namespace, key);
		}
		return true;
	}

	Claim claim(int max, Duration lease, long token, List<Long> lost) {
		InboxTime time = time();
		if (time.isWorthNoting()) {
			this.tables.setClock(this.namespace, time);
			forget(time.now());
		}
		if (!lost.isEmpty()) {
			this.tables.release(this.namespace, lost, time.now());
		}
		List<Delivery> deliveries = new ArrayList<>();
		for (String conversation : this.tables.lockDue(this.namespace, time.now(), max)) {
			Delivery delivery = claimNext(conversation, time.now() + millis(lease), token);
			if (delivery != null) {
				deliveries.add(delivery);
			}
		}
		Long nextDue = this.tables.nextDue(this.namespace);
		return new Claim(deliveries, (nextDue != null) ? Duration.ofMillis(Math.max(0, nextDue - time.now())) : null);
	}

	private void forget(long now) {
		List<String> expired = this.tables.expired(this.namespace, now, FORGOTTEN_AT_ONCE);
		if (!expired.isEmpty()) {
			this.tables.forget(this.namespace, expired, now);
		}
	}

	private @Nullable Delivery claimNext(String conversation, long due, long token) {
		Delivery head = this.tables.head(this.namespace, conversation, token);
		if (head == null) {
			this.tables.deleteConversation(this.namespace, conversation);
		}
		else {
			this.tables.setConversation(this.namespace, conversation, due, token);
		}
		return head;
	}

	boolean renew(Delivery delivery, Duration lease) {
		if (!this.tables.lockHeld(this.namespace, delivery)) {
			return false;
		}
		this.tables.setConversation(this.namespace, delivery.conversation(), time().now() + millis(lease),
				delivery.token());
		return true;
	}

	boolean release(Delivery delivery, Duration delay, boolean attempt) {
		if (!this.tables.lockHeld(this.namespace, delivery)) {
			return false;
		}
		if (attempt) {
			this.tables.countAttempt(delivery.sequence());
		}
		this.tables.setConversation(this.namespace, delivery.conversation(), time().now() + millis(delay), 0);
		return true;
	}

	Step step(Delivery delivery, @Nullable String outcome, @Nullable Duration lease) {
		if (!this.tables.lockHeld(this.namespace, delivery)) {
			return new Step(false, null);
		}
		InboxTime time = time();
		if (outcome != null) {
			this.tables.park(delivery.sequence(), time.store(), outcome);
			this.tables.deleteSurplusParked(this.namespace, this.settings.capacity());
		}
		else {
			this.tables.delete(delivery.sequence());
		}
		if (lease == null) {
			claimNext(delivery.conversation(), time.now(), 0);
			return new Step(true, null);
		}
		return new Step(true, claimNext(delivery.conversation(), time.now() + millis(lease), delivery.token()));
	}

	boolean redeliver(long id) {
		List<String> conversation = this.tables.parkedConversation(this.namespace, id);
		if (conversation.isEmpty()) {
			return false;
		}
		this.tables.lockConversation(this.namespace, conversation.get(0), time().now());
		return this.tables.unpark(id);
	}

	InboxSize size() {
		return new InboxSize(this.tables.count(this.namespace, false), this.tables.count(this.namespace, true));
	}

	private InboxTime time() {
		List<InboxTime> time = this.tables.readClock(this.namespace);
		if (time.isEmpty()) {
			this.tables.insertClock(this.namespace);
			time = this.tables.readClock(this.namespace);
		}
		return time.get(0);
	}

	private static long millis(Duration duration) {
		return ((duration.compareTo(LONGEST) > 0) ? LONGEST : duration).toMillis();
	}

	/**
	 * Rolls a transaction back, since the inbox is full.
	 */
	@SuppressWarnings("serial")
	static final class InboxFullException extends RuntimeException {

		InboxFullException() {
			super("The inbox is full", null, false, false);
		}

	}

}
