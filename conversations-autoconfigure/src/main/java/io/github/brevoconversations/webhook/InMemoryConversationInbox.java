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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link ConversationInbox} in the memory of this instance. If the instance ends,
 * accepted events that were not handled are lost. Its size is bounded by its capacity, by
 * about 64 MB for waiting events and as much for parked ones, and by a million remembered
 * events.
 * <p>
 * It uses monotonic time, so changes of the system clock have no effect.
 */
public final class InMemoryConversationInbox implements ConversationInbox {

	private static final long MAX_BYTES = 64L * 1024 * 1024;

	private static final int MAX_REMEMBERED = 1_000_000;

	private final InboxSettings settings;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final long start;

	private final Map<String, Long> seen = new LinkedHashMap<>();

	private final ConversationQueues queues = new ConversationQueues();

	private final Map<String, Parked> parked = new LinkedHashMap<>();

	private long parkedWeight;

	private long sequence;

	private long token;

	/**
	 * Create an inbox with the default settings.
	 */
	public InMemoryConversationInbox() {
		this(InboxSettings.defaults());
	}

	/**
	 * Create an inbox.
	 * @param settings how much the inbox holds
	 */
	public InMemoryConversationInbox(InboxSettings settings) {
		this(settings, Clock.systemUTC(), System::nanoTime);
	}

	InMemoryConversationInbox(InboxSettings settings, Clock clock, LongSupplier nanoTime) {
		this.settings = settings;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public Mono<Addition> add(List<InboxEntry> entries) {
		return Mono.fromSupplier(() -> addNow(entries));
	}

	private synchronized Addition addNow(List<InboxEntry> entries) {
		long now = now();
		forget(now);
		Map<String, InboxEntry> added = new LinkedHashMap<>();
		long weight = 0;
		for (InboxEntry entry : entries) {
			if (!this.seen.containsKey(entry.key()) && added.putIfAbsent(entry.key(), entry) == null) {
				weight += entry.weight();
			}
		}
		// an empty inbox has room for any webhook: a later attempt would not be smaller
		if (!added.isEmpty() && this.queues.size() > 0 && (this.queues.size() + added.size() > this.settings.capacity()
				|| this.queues.weight() + weight > MAX_BYTES)) {
			return new Addition(true, List.of());
		}
		for (InboxEntry entry : added.values()) {
			this.seen.put(entry.key(), now + nanos(this.settings.remember()));
			this.queues.add(new QueuedEvent(entry, ++this.sequence), now);
		}
		return new Addition(false, List.copyOf(added.values()));
	}

	private void forget(long now) {
		Iterator<Long> expiries = this.seen.values().iterator();
		int surplus = this.seen.size() - MAX_REMEMBERED;
		while (expiries.hasNext() && (expiries.next() <= now || surplus-- > 0)) {
			expiries.remove();
		}
	}

	@Override
	public Mono<Void> markSent(String messageId) {
		return Mono.fromRunnable(() -> markSentNow(InboxEntry.messageKey(messageId)));
	}

	private synchronized void markSentNow(String key) {
		long now = now();
		forget(now);
		if (this.seen.putIfAbsent(key, now + nanos(this.settings.remember())) != null) {
			this.queues.remove(key);
		}
	}

	@Override
	public Mono<Claim> claim(int max, Duration lease) {
		return Mono.fromSupplier(() -> claimNow(max, lease));
	}

	private synchronized Claim claimNow(int max, Duration lease) {
		long now = now();
		List<Delivery> deliveries = new ArrayList<>();
		ConversationQueue queue = this.queues.first();
		while (queue != null && queue.due() <= now && deliveries.size() < max) {
			if (!this.queues.endIfEmpty(queue)) {
				queue.setToken(++this.token);
				this.queues.move(queue, now + nanos(lease));
				deliveries.add(queue.head());
			}
			queue = this.queues.first();
		}
		Duration nextDue = (queue != null) ? Duration.ofNanos(Math.max(0, queue.due() - now)) : null;
		return new Claim(deliveries, nextDue);
	}

	@Override
	public Mono<Boolean> renew(Delivery delivery, Duration lease) {
		return Mono.fromSupplier(() -> moveOn(delivery, lease, false));
	}

	@Override
	public Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt) {
		return Mono.fromSupplier(() -> releaseNow(delivery, delay, attempt));
	}

	private synchronized boolean releaseNow(Delivery delivery, Duration delay, boolean attempt) {
		ConversationQueue queue = this.queues.held(delivery);
		if (queue != null && attempt) {
			queue.countAttempt(delivery.sequence());
		}
		return moveOn(delivery, delay, true);
	}

	private synchronized boolean moveOn(Delivery delivery, Duration delay, boolean letGo) {
		ConversationQueue queue = this.queues.held(delivery);
		if (queue == null) {
			return false;
		}
		if (letGo) {
			queue.setToken(0);
		}
		if (!letGo || !this.queues.endIfEmpty(queue)) {
			this.queues.move(queue, now() + nanos(delay));
		}
		return true;
	}

	@Override
	public Mono<Step> complete(Delivery delivery, @Nullable Duration lease) {
		return Mono.fromSupplier(() -> step(delivery, lease, null));
	}

	@Override
	public Mono<Step> park(Delivery delivery, String outcome, @Nullable Duration lease) {
		return Mono.fromSupplier(() -> step(delivery, lease, ParkedText.bounded(outcome)));
	}

	private synchronized Step step(Delivery delivery, @Nullable Duration lease, @Nullable String outcome) {
		ConversationQueue queue = this.queues.held(delivery);
		if (queue == null) {
			return new Step(false, null);
		}
		QueuedEvent event = this.queues.remove(queue, delivery.sequence());
		if (outcome != null && event != null) {
			park(event, outcome);
		}
		if (queue.isEmpty()) {
			return new Step(true, null);
		}
		moveOn(delivery, (lease != null) ? lease : Duration.ZERO, lease == null);
		return new Step(true, (lease != null) ? queue.head() : null);
	}

	private void park(QueuedEvent event, String outcome) {
		String id = String.valueOf(event.sequence());
		this.parked.put(id, new Parked(event, new ParkedEvent(id, ConversationEventKind.of(event.entry().event()),
				event.entry().event().receivedAt(), this.clock.instant(), event.attempts() + 1, outcome)));
		this.parkedWeight += event.entry().weight();
		while (this.parked.size() > this.settings.capacity() || this.parkedWeight > MAX_BYTES) {
			removeParked(this.parked.keySet().iterator().next());
		}
	}

	private @Nullable Parked removeParked(String id) {
		Parked event = this.parked.remove(id);
		this.parkedWeight -= (event != null) ? event.event().entry().weight() : 0;
		return event;
	}

	@Override
	public Mono<List<ParkedEvent>> parked(int max) {
		return Mono.fromSupplier(() -> parkedNow(max));
	}

	private synchronized List<ParkedEvent> parkedNow(int max) {
		return this.parked.values().stream().limit(max).map(Parked::description).toList();
	}

	@Override
	public Mono<Boolean> redeliver(String id) {
		return Mono.fromSupplier(() -> redeliverNow(id));
	}

	private synchronized boolean redeliverNow(String id) {
		Parked event = removeParked(id);
		if (event == null) {
			return false;
		}
		this.queues.add(new QueuedEvent(event.event().entry(), event.event().sequence()), now());
		return true;
	}

	@Override
	public Mono<InboxSize> size() {
		return Mono.fromSupplier(this::sizeNow);
	}

	private synchronized InboxSize sizeNow() {
		return new InboxSize(this.queues.size(), this.parked.size());
	}

	private long now() {
		return this.nanoTime.getAsLong() - this.start;
	}

	private static long nanos(Duration duration) {
		return (duration.toDays() < 36_500) ? duration.toNanos() : Duration.ofDays(36_500).toNanos();
	}

	/**
	 * A parked event.
	 *
	 * @param event the event
	 * @param description its description, which may be shown
	 */
	private record Parked(QueuedEvent event, ParkedEvent description) {

	}

}
