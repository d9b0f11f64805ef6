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

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.webhook.ConversationEventDelivery.InProgress;
import io.github.brevoconversations.webhook.ConversationEventDelivery.State;
import io.github.brevoconversations.webhook.ConversationInbox.Claim;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.EventHandling.LeaseLostException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Claims conversations while there is room for them, has their events handled, and looks
 * again when the next are due. One claim is under way at a time.
 */
final class DeliveryLoop {

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private static final int RENEWALS_IN_A_LEASE = 6;

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private final InboxCalls inbox;

	private final EventHandling handling;

	private final Executor executor;

	private final DeliverySettings settings;

	private final Scheduler timer;

	private final Set<HandlingTask> tasks = ConcurrentHashMap.newKeySet();

	private final AtomicInteger wakeUps = new AtomicInteger();

	private final NextLook nextLook;

	private final Disposable.Swap renewals = Disposables.swap();

	private volatile boolean running;

	private volatile boolean more;

	private volatile @Nullable Instant lastLook;

	DeliveryLoop(InboxCalls inbox, EventHandling handling, Executor executor, DeliverySettings settings,
			Scheduler timer) {
		this.inbox = inbox;
		this.handling = handling;
		this.executor = executor;
		this.settings = settings;
		this.timer = timer;
		this.nextLook = new NextLook(timer, this::wake);
	}

	synchronized void start() {
		if (this.running) {
			return;
		}
		this.running = true;
		this.inbox.start();
		if (this.inbox.isShared()) {
			long period = this.settings.lease().toMillis() / RENEWALS_IN_A_LEASE;
			this.renewals.update(this.timer.schedulePeriodically(this::renew, period, period, TimeUnit.MILLISECONDS));
		}
		wake();
	}

	synchronized void stop() {
		this.running = false;
		this.inbox.stop();
		this.nextLook.cancel();
		for (HandlingTask task : this.tasks) {
			if (task.giveUp()) {
				letGo(task, Duration.ZERO);
			}
		}
	}

	boolean isRunning() {
		return this.running;
	}

	State state() {
		List<InProgress> handling = this.tasks.stream()
			.map((task) -> new InProgress(EventHandling.kind(task.delivery()), task.duration()))
			.sorted(Comparator.comparing(InProgress::duration).reversed())
			.toList();
		return new State(this.running, handling, this.lastLook, this.inbox.failure());
	}

	void wake() {
		if (this.running && this.wakeUps.getAndIncrement() == 0) {
			look();
		}
	}

	private void look() {
		int answered = this.wakeUps.get();
		int room = this.settings.concurrency() - this.tasks.size();
		AtomicBoolean ended = new AtomicBoolean();
		if (!this.running || room <= 0) {
			this.more = true;
			endLook(answered, ended);
			return;
		}
		this.nextLook.cancel();
		try {
			this.inbox.claim(room).subscribe((claim) -> {
				take(claim, room);
				endLook(answered, ended);
			}, (ex) -> {
				lookAgainIn(AFTER_FAILURE);
				endLook(answered, ended);
			}, () -> endLook(answered, ended));
		}
		catch (Throwable ex) {
			logger.warn("Looking for events failed: " + ex.getClass().getName());
			lookAgainIn(AFTER_FAILURE);
			endLook(answered, ended);
		}
	}

	private void endLook(int answered, AtomicBoolean ended) {
		if (ended.compareAndSet(false, true) && this.wakeUps.addAndGet(-answered) != 0) {
			this.timer.schedule(this::look);
		}
	}

	private void take(Claim claim, int room) {
		this.lastLook = Instant.ofEpochMilli(this.timer.now(TimeUnit.MILLISECONDS));
		this.more = claim.deliveries().size() >= room;
		claim.deliveries().forEach(this::begin);
		Duration next = claim.nextDue();
		if (this.inbox.isShared() && (next == null || next.compareTo(this.settings.pollInterval()) > 0)) {
			next = this.settings.pollInterval();
		}
		if (next != null) {
			lookAgainIn(next);
		}
	}

	private void lookAgainIn(Duration delay) {
		if (this.running) {
			this.nextLook.in(delay);
		}
	}

	private void begin(Delivery delivery) {
		HandlingTask task = new HandlingTask(delivery, this.timer, this::ended);
		this.tasks.add(task);
		try {
			this.executor.execute(() -> {
				if (task.begin()) {
					this.handling.dispatch(task, this.settings.maxHandling());
				}
			});
		}
		catch (Throwable ex) {
			if (task.giveUp()) {
				letGo(task, AFTER_FAILURE);
			}
		}
		if (!this.running && task.giveUp()) {
			letGo(task, Duration.ZERO);
		}
	}

	private void letGo(HandlingTask task, Duration delay) {
		this.tasks.remove(task);
		this.inbox.release(task.delivery(), delay, false)
			.subscribe((held) -> lookAgainIn(delay), (ex) -> lookAgainIn(AFTER_FAILURE));
	}

	private void ended(HandlingTask task, @Nullable Throwable failure) {
		Duration took = task.duration();
		this.handling.note(task.delivery(), failure, this.settings, this.running).subscribe((result) -> {
			this.tasks.remove(task);
			this.handling.tell(task.delivery(), result, took);
			Delivery next = result.step().next();
			if (next != null) {
				begin(next);
			}
			if (this.more || (next == null && failure != null)) {
				wake();
			}
		}, (ex) -> {
			logger.warn("Noting how an event was handled failed: " + ex.getClass().getName());
			this.tasks.remove(task);
			wake();
		});
	}

	private void renew() {
		Duration safe = this.settings.lease().dividedBy(2);
		for (HandlingTask task : this.tasks) {
			try {
				if (task.notRenewedFor().compareTo(safe) > 0) {
					task.cancel(new LeaseLostException());
				}
				else {
					renew(task);
				}
			}
			catch (Throwable ex) {
				logger.debug("Renewing a lease failed: " + ex.getClass().getName());
			}
		}
		if (!this.running && this.tasks.isEmpty()) {
			this.renewals.update(Disposables.disposed());
		}
	}

	private void renew(HandlingTask task) {
		long begin = this.timer.now(TimeUnit.NANOSECONDS);
		this.inbox.renew(task.delivery()).subscribe((held) -> {
			if (held) {
				task.renewed(begin);
			}
			else {
				task.cancel(new LeaseLostException());
			}
		}, (ex) -> {
		});
	}

}
