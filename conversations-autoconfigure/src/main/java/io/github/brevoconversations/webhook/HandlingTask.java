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
import java.util.function.BiConsumer;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The handling of one event: claimed, begun, and ended once.
 */
final class HandlingTask {

	private final Delivery delivery;

	private final Scheduler timer;

	private final BiConsumer<HandlingTask, @Nullable Throwable> onEnd;

	private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.CLAIMED);

	private final AtomicBoolean ended = new AtomicBoolean();

	private final AtomicReference<@Nullable Disposable> subscription = new AtomicReference<>();

	private final AtomicReference<@Nullable Disposable> timeLimit = new AtomicReference<>();

	private volatile long begunAt;

	private volatile long renewedAt;

	HandlingTask(Delivery delivery, Scheduler timer, BiConsumer<HandlingTask, @Nullable Throwable> onEnd) {
		this.delivery = delivery;
		this.timer = timer;
		this.onEnd = onEnd;
		this.begunAt = timer.now(TimeUnit.NANOSECONDS);
		this.renewedAt = this.begunAt;
	}

	Delivery delivery() {
		return this.delivery;
	}

	/**
	 * Begin to handle the event, unless that was given up.
	 * @return whether to handle it
	 */
	boolean begin() {
		this.begunAt = this.timer.now(TimeUnit.NANOSECONDS);
		return this.progress.compareAndSet(Progress.CLAIMED, Progress.BEGUN);
	}

	/**
	 * Give the event up, unless handling it was begun.
	 * @return whether it was given up now
	 */
	boolean giveUp() {
		return this.progress.compareAndSet(Progress.CLAIMED, Progress.GIVEN_UP);
	}

	/**
	 * Go on without a thread, for a time.
	 * @param subscription what ends the handling
	 * @param atMost how long it may take
	 */
	void goOn(Disposable subscription, Duration atMost) {
		this.subscription.set(subscription);
		if (!this.ended.get()) {
			Disposable limit = this.timer.schedule(() -> cancel(new HandlingTimeoutException()), atMost.toMillis(),
					TimeUnit.MILLISECONDS);
			this.timeLimit.set(limit);
			if (this.ended.get()) {
				limit.dispose();
			}
		}
	}

	/**
	 * Take note that handling has ended. Only the first end counts.
	 * @param failure what it failed with, or {@code null} if it is done
	 */
	void ended(@Nullable Throwable failure) {
		if (this.ended.compareAndSet(false, true)) {
			Disposable limit = this.timeLimit.get();
			if (limit != null) {
				limit.dispose();
			}
			this.onEnd.accept(this, failure);
		}
	}

	/**
	 * End a handling that goes on without a thread. One that is on a thread ends by
	 * itself.
	 * @param reason why
	 */
	void cancel(Throwable reason) {
		Disposable subscription = this.subscription.get();
		if (subscription != null) {
			subscription.dispose();
			ended(reason);
		}
	}

	/**
	 * Take note that the lease was renewed.
	 * @param when a time not after that, in nanoseconds
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
	 * How far it is.
	 */
	private enum Progress {

		CLAIMED, BEGUN, GIVEN_UP

	}

	/**
	 * What a handling fails with that took too long.
	 */
	@SuppressWarnings("serial")
	private static final class HandlingTimeoutException extends RuntimeException {

	}

}
