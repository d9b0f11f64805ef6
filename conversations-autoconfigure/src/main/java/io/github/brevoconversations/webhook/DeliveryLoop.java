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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.webhook.ConversationEventDelivery.InProgress;
import io.github.brevoconversations.webhook.ConversationEventDelivery.State;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.EventHandling.Result;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Has the events of claimed conversations handled, one after another, until they are
 * done.
 */
final class DeliveryLoop implements InboxLooks.Taker, HandlingTask.Owner {

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	// Enough for its messages to be handled in a row, and few enough for others to wait
	private static final int MAX_IN_A_ROW = 10;

	private final InboxCalls inbox;

	private final EventHandling handling;

	private final Executor executor;

	private final DeliverySettings settings;

	private final Scheduler timer;

	private final Set<HandlingTask> tasks = ConcurrentHashMap.newKeySet();

	private final Object places = new Object();

	private final AtomicBoolean rejected = new AtomicBoolean();

	private final HungHandlings hung;

	private final HandlingWatch watch;

	private final AtomicReference<@Nullable Runnable> onIdle = new AtomicReference<>();

	private final LeaseRenewals renewals;

	private final InboxLooks looks;

	private volatile boolean running;

	DeliveryLoop(InboxCalls inbox, EventHandling handling, HungHandlings hung, Executor executor,
			DeliverySettings settings, Scheduler timer) {
		this.inbox = inbox;
		this.handling = handling;
		this.executor = executor;
		this.settings = settings;
		this.timer = timer;
		this.hung = hung;
		this.watch = new HandlingWatch(timer, settings.handlingTimeout(), this.tasks, hung::giveUp, this::neverBegun);
		Duration lease = settings.lease();
		InboxOutage outage = new InboxOutage(timer, LeaseRenewals.safe(lease),
				LeaseRenewals.period(lease).plus(InboxLooks.AFTER_FAILURE));
		this.renewals = new LeaseRenewals(inbox, outage, lease, this.tasks, timer);
		this.looks = new InboxLooks(inbox, outage, this.renewals, settings.pollInterval(), timer, this);
	}

	synchronized void start() {
		if (this.running) {
			return;
		}
		this.running = true;
		this.inbox.start();
		this.renewals.start();
		wake();
	}

	synchronized void stop(Runnable onIdle) {
		this.running = false;
		this.onIdle.accumulateAndGet(onIdle, DeliveryLoop::both);
		this.inbox.stop();
		this.renewals.stop();
		this.looks.stop();
		for (HandlingTask task : this.tasks) {
			if (task.giveUp()) {
				letGo(task, Duration.ZERO);
			}
		}
		tellIfIdle();
	}

	void cancel() {
		for (HandlingTask task : this.tasks) {
			try {
				task.timeOut();
			}
			catch (Throwable ex) {
				logger.debug("Cancelling a handling failed: " + ex.getClass().getName());
			}
		}
	}

	private static @Nullable Runnable both(@Nullable Runnable first, @Nullable Runnable second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return () -> {
			first.run();
			second.run();
		};
	}

	private void remove(HandlingTask task) {
		this.tasks.remove(task);
		tellIfIdle();
	}

	private void tellIfIdle() {
		// a claim under way may bring tasks, and what they are released with must be
		// there
		if (!this.running && !this.looks.isClaiming() && this.tasks.isEmpty()) {
			Runnable onIdle = this.onIdle.getAndSet(null);
			if (onIdle != null) {
				onIdle.run();
			}
		}
	}

	@Override
	public void looked() {
		tellIfIdle();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	State state() {
		return new State(this.running, inProgress(this.tasks), inProgress(this.hung.all()), this.looks.last(),
				this.inbox.failure());
	}

	private static List<InProgress> inProgress(Collection<HandlingTask> tasks) {
		return tasks.stream()
			.map((task) -> new InProgress(EventHandling.kind(task.delivery()), task.duration()))
			.sorted(Comparator.comparing(InProgress::duration).reversed())
			.toList();
	}

	void wake() {
		this.looks.wake();
	}

	@Override
	public int room() {
		synchronized (this.places) {
			return this.settings.concurrency() - this.tasks.size() - this.hung.surplus();
		}
	}

	@Override
	public void take(Delivery delivery) {
		HandlingTask task = new HandlingTask(delivery, 1, this.timer, this);
		this.tasks.add(task);
		begin(task);
	}

	private void begin(HandlingTask task) {
		// a stop that comes later finds the task
		if (!this.running) {
			if (task.giveUp()) {
				letGo(task, Duration.ZERO);
			}
			return;
		}
		try {
			this.watch.watch();
			this.executor.execute(() -> run(task));
		}
		catch (RejectedExecutionException | VirtualMachineError ex) {
			if (task.giveUp()) {
				if (this.rejected.compareAndSet(false, true)) {
					logger.warn("No thread is available to handle events; retrying until one is: "
							+ ex.getClass().getName());
				}
				letGo(task, InboxLooks.AFTER_FAILURE);
			}
		}
		catch (Throwable ex) {
			if (task.giveUp()) {
				ended(task, ex);
			}
		}
	}

	private void neverBegun(HandlingTask task) {
		if (task.giveUp()) {
			logger.warn("No thread began to handle an event (%s), although the executor accepted it"
				.formatted(EventHandling.kind(task.delivery())));
			ended(task, HandlingTimeoutException.after(null));
		}
	}

	private void run(HandlingTask task) {
		if (!task.begin()) {
			return;
		}
		this.rejected.set(false);
		try {
			this.handling.dispatch(task);
		}
		finally {
			task.leave();
			returned(task);
		}
	}

	private void returned(HandlingTask task) {
		if (this.hung.returned(task)) {
			wake();
		}
	}

	// Not on the calling thread, which is one of the timer or of the inbox
	@Override
	public void cancel(HandlingTask task, Runnable cancellation) {
		Runnable cancelling = () -> {
			try {
				cancellation.run();
			}
			catch (Throwable ex) {
				logger.debug("Cancelling a handling failed: " + ex.getClass().getName());
			}
			finally {
				returned(task);
			}
		};
		try {
			this.executor.execute(cancelling);
		}
		catch (Throwable ex) {
			Schedulers.boundedElastic().schedule(cancelling);
		}
	}

	private void letGo(HandlingTask task, Duration delay) {
		// The task is removed only after the release, so that a stop waits until others
		// can claim the event
		this.inbox.release(task.delivery(), delay, false).subscribe((held) -> {
			remove(task);
			this.looks.again(delay);
		}, (ex) -> {
			remove(task);
			this.looks.again(InboxLooks.AFTER_FAILURE);
		});
	}

	@Override
	public void ended(HandlingTask task, @Nullable Throwable failure) {
		Duration took = task.duration();
		note(task, failure).subscribe((result) -> {
			Delivery next = result.step().next();
			HandlingTask following = (next != null) ? task.following(next) : null;
			replace(task, following);
			this.handling.tell(task.delivery(), result, took);
			if (following != null) {
				begin(following);
			}
			tellIfIdle();
			if (this.looks.hasMore() || (next == null && failure != null)) {
				wake();
			}
		}, (ex) -> {
			logger.warn("The outcome of an event could not be stored: " + ex.getClass().getName());
			remove(task);
			wake();
		});
	}

	// Nobody else may take the place meanwhile
	private void replace(HandlingTask task, @Nullable HandlingTask following) {
		synchronized (this.places) {
			if (following != null) {
				this.tasks.add(following);
			}
			this.tasks.remove(task);
		}
	}

	// A failure while the application stops may be due to that, so it does not count
	private Mono<Result> note(HandlingTask task, @Nullable Throwable failure) {
		if (failure != null && !this.running) {
			return this.handling.letGo(task.delivery());
		}
		return this.handling.note(task.delivery(), failure, this.settings,
				this.running && room() >= 0 && !isTurn(task));
	}

	// Others have their turn, however much is written in one conversation
	private boolean isTurn(HandlingTask task) {
		return this.looks.hasMore() && task.inARow() >= MAX_IN_A_ROW;
	}

}
