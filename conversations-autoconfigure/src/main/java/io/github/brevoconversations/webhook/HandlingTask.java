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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The handling of one event: claimed, begun, and ended once.
 */
final class HandlingTask {

	private final Delivery delivery;

	private final int inARow;

	private final Scheduler timer;

	private final Owner owner;

	private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.CLAIMED);

	private final AtomicBoolean ended = new AtomicBoolean();

	private final AtomicReference<@Nullable Disposable> subscription = new AtomicReference<>();

	private final Object threadLock = new Object();

	private @Nullable Thread thread;

	private boolean interrupted;

	private boolean settled;

	private boolean cancelling;

	private @Nullable Thread canceller;

	private boolean cancellerInterrupted;

	private volatile boolean timedOut;

	private volatile boolean lost;

	private volatile long begunAt;

	private volatile long renewedAt;

	/**
	 * Create a task.
	 * @param delivery the event
	 * @param inARow which of the events of its conversation that are handled in a row
	 * @param timer the timer
	 * @param owner what is told when it has ended, and runs its cancellation
	 */
	HandlingTask(Delivery delivery, int inARow, Scheduler timer, Owner owner) {
		this.delivery = delivery;
		this.inARow = inARow;
		this.timer = timer;
		this.owner = owner;
		this.begunAt = timer.now(TimeUnit.NANOSECONDS);
		this.renewedAt = this.begunAt;
	}

	Delivery delivery() {
		return this.delivery;
	}

	int inARow() {
		return this.inARow;
	}

	/**
	 * Return the task of the next event of the conversation.
	 * @param next the event
	 * @return the task
	 */
	HandlingTask following(Delivery next) {
		return new HandlingTask(next, this.inARow + 1, this.timer, this.owner);
	}

	/**
	 * Begin to handle the event on this thread, unless it was given up.
	 * @return whether to handle it
	 */
	boolean begin() {
		this.begunAt = this.timer.now(TimeUnit.NANOSECONDS);
		if (!this.progress.compareAndSet(Progress.CLAIMED, Progress.BEGUN)) {
			return false;
		}
		synchronized (this.threadLock) {
			this.thread = Thread.currentThread();
			if (this.timedOut) {
				interrupt(this.thread);
			}
		}
		return true;
	}

	boolean isBegun() {
		return this.progress.get() == Progress.BEGUN;
	}

	/**
	 * Give the event up, unless its handling has begun.
	 * @return whether this call gave it up
	 */
	boolean giveUp() {
		return this.progress.compareAndSet(Progress.CLAIMED, Progress.GIVEN_UP);
	}

	/**
	 * Record the subscription of the handling, which may continue without a thread.
	 * @param subscription the subscription, whose disposal ends the handling
	 */
	void continuesWith(Disposable subscription) {
		this.subscription.set(subscription);
		if (this.timedOut) {
			cancel(HandlingTimeoutException.after(null));
		}
	}

	/**
	 * Record that the thread has left the handling, so that it is no longer interrupted.
	 */
	void leave() {
		synchronized (this.threadLock) {
			takeBackInterruption();
			this.thread = null;
		}
	}

	/**
	 * Record that the handling has ended. Only the first end counts.
	 * @param failure the failure, or {@code null} if the event was handled
	 */
	void ended(@Nullable Throwable failure) {
		settle();
		end((failure != null && this.timedOut) ? HandlingTimeoutException.after(failure) : failure);
	}

	/**
	 * Return whether nothing that handling does may take effect anymore, since another
	 * attempt may be under way.
	 * @return whether the handling was given up
	 */
	boolean isGivenUp() {
		return this.lost || isEnded();
	}

	/**
	 * Whether handling has ended, or has been abandoned.
	 * @return whether it has
	 */
	boolean isEnded() {
		return this.ended.get();
	}

	/**
	 * Interrupt or cancel a handling that takes too long, unless that was done before.
	 * @return whether this call did it
	 */
	boolean timeOut() {
		if (this.timedOut) {
			return false;
		}
		this.timedOut = true;
		synchronized (this.threadLock) {
			if (this.thread != null && !this.settled) {
				interrupt(this.thread);
			}
		}
		cancel(HandlingTimeoutException.after(null));
		return true;
	}

	private void interrupt(Thread thread) {
		this.interrupted = true;
		thread.interrupt();
	}

	/**
	 * Abandon a handling whose thread is still running although it was interrupted, or
	 * whose cancellation does not end.
	 * @return whether this call abandoned it, and a thread is still running
	 */
	boolean abandon() {
		Thread thread = hanging();
		if (thread != null) {
			return end(HandlingTimeoutException.on(thread));
		}
		if (isCancelling()) {
			// no thread has begun to cancel it, and perhaps none ever will
			end(HandlingTimeoutException.after(null));
		}
		return false;
	}

	private @Nullable Thread hanging() {
		synchronized (this.threadLock) {
			if (this.canceller != null) {
				this.cancellerInterrupted = true;
				this.canceller.interrupt();
			}
			return (this.thread != null) ? this.thread : this.canceller;
		}
	}

	private boolean isCancelling() {
		synchronized (this.threadLock) {
			return this.cancelling;
		}
	}

	/**
	 * Cancel a handling that continues without a thread. A handling that blocks a thread
	 * ends by itself.
	 * @param reason why
	 */
	void cancel(Throwable reason) {
		Disposable subscription = this.subscription.getAndSet(null);
		if (subscription != null && !subscription.isDisposed()) {
			synchronized (this.threadLock) {
				this.cancelling = true;
			}
			this.owner.cancel(this, () -> dispose(subscription, reason));
		}
	}

	private void dispose(Disposable subscription, Throwable reason) {
		synchronized (this.threadLock) {
			this.canceller = Thread.currentThread();
		}
		try {
			subscription.dispose();
		}
		finally {
			leaveCancellation();
			settle();
			end(reason);
		}
	}

	private void leaveCancellation() {
		synchronized (this.threadLock) {
			this.canceller = null;
			if (this.cancellerInterrupted) {
				this.cancellerInterrupted = false;
				Thread.interrupted();
			}
		}
	}

	/**
	 * End a handling whose conversation belongs to another instance by now.
	 * @param reason why
	 */
	void lose(Throwable reason) {
		this.lost = true;
		cancel(reason);
	}

	boolean isLost() {
		return this.lost;
	}

	private boolean end(@Nullable Throwable failure) {
		boolean first = this.ended.compareAndSet(false, true);
		if (first) {
			this.owner.ended(this, failure);
		}
		return first;
	}

	// What follows the end, such as recording it in the inbox, must not be interrupted
	private void settle() {
		synchronized (this.threadLock) {
			this.settled = true;
			takeBackInterruption();
		}
	}

	private void takeBackInterruption() {
		if (this.interrupted && this.thread == Thread.currentThread()) {
			this.interrupted = false;
			Thread.interrupted();
		}
	}

	/**
	 * Record that the lease was renewed.
	 * @param when when the renewal was requested, in nanoseconds of the timer
	 */
	void renewed(long when) {
		this.renewedAt = when;
	}

	Duration notRenewedFor() {
		return Duration.ofNanos(this.timer.now(TimeUnit.NANOSECONDS) - this.renewedAt);
	}

	Duration duration() {
		return Duration.ofNanos(this.timer.now(TimeUnit.NANOSECONDS) - this.begunAt);
	}

	/**
	 * The progress of a task until it runs.
	 */
	private enum Progress {

		CLAIMED, BEGUN, GIVEN_UP

	}

	/**
	 * What a task belongs to.
	 */
	interface Owner {

		/**
		 * A handling has ended, or was abandoned.
		 * @param task the handling
		 * @param failure the failure, or {@code null} if the event was handled
		 */
		void ended(HandlingTask task, @Nullable Throwable failure);

		/**
		 * Run the cancellation of a handling, which may block.
		 * @param task the handling
		 * @param cancellation cancels it
		 */
		void cancel(HandlingTask task, Runnable cancellation);

	}

}
