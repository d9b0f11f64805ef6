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
import java.util.function.Supplier;

import io.github.brevoconversations.webhook.ConversationInbox.Claim;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ConversationInbox.Step;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Calls the inbox. Calls of a shared inbox time out, and calls whose effect must not be
 * lost are retried, until one lease after the delivery was stopped. An inbox in memory
 * neither hangs nor needs a lease that expires.
 */
final class InboxCalls {

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration RETRY_DELAY = Duration.ofMillis(500);

	private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(5);

	private static final Duration FOR_EVER = Duration.ofDays(36_500);

	private final String account;

	private final ConversationInbox inbox;

	private final Duration lease;

	private final Scheduler timer;

	private volatile @Nullable String failure;

	private volatile @Nullable Long giveUpAt;

	InboxCalls(String account, ConversationInbox inbox, DeliverySettings settings, Scheduler timer) {
		this.account = account;
		this.inbox = inbox;
		this.lease = inbox.isShared() ? settings.lease() : FOR_EVER;
		this.timer = timer;
	}

	boolean isShared() {
		return this.inbox.isShared();
	}

	/**
	 * Return the failure of the last call of the inbox.
	 * @return the class name of the exception, or {@code null} if the call succeeded
	 */
	@Nullable String failure() {
		return this.failure;
	}

	void start() {
		this.giveUpAt = null;
	}

	void stop() {
		this.giveUpAt = now() + this.lease.toNanos();
	}

	Mono<Claim> claim(int max) {
		return bounded(guarded(() -> this.inbox.claim(max, this.lease)));
	}

	/**
	 * Release what claims hold whose results were lost, which a claim does first.
	 * @return completes when that is done, and fails if it takes too long
	 */
	Mono<Void> releaseLost() {
		return persistent(guarded(() -> this.inbox.claim(0, this.lease))).timeout(TIMEOUT, this.timer).then();
	}

	Mono<Boolean> renew(Delivery delivery) {
		return bounded(guarded(() -> this.inbox.renew(delivery, this.lease)));
	}

	Mono<Step> complete(Delivery delivery, boolean proceed) {
		return persistent(guarded(() -> this.inbox.complete(delivery, proceed ? this.lease : null)));
	}

	Mono<Step> park(Delivery delivery, String outcome, boolean proceed) {
		return persistent(guarded(() -> this.inbox.park(delivery, outcome, proceed ? this.lease : null)));
	}

	Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt) {
		return persistent(guarded(() -> this.inbox.release(delivery, delay, attempt)));
	}

	/**
	 * Make a call, and turn whatever it throws into a failure.
	 * @param <T> the type of the result
	 * @param call the call
	 * @return the result, which fails with whatever the call throws
	 */
	static <T> Mono<T> guarded(Supplier<Mono<T>> call) {
		return Mono.defer(() -> {
			try {
				return call.get();
			}
			catch (Throwable ex) {
				return Mono.error(ex);
			}
		});
	}

	private <T> Mono<T> persistent(Mono<T> call) {
		// Wrapped, since Reactor throws some errors instead of signaling them
		return bounded(call).onErrorMap(Error.class, IllegalStateException::new)
			.retryWhen(Retry.backoff(Long.MAX_VALUE, RETRY_DELAY)
				.maxBackoff(MAX_RETRY_DELAY)
				.scheduler(this.timer)
				.filter((ex) -> !isGivenUp()));
	}

	private boolean isGivenUp() {
		Long giveUpAt = this.giveUpAt;
		return giveUpAt != null && now() - giveUpAt >= 0;
	}

	// monotonic, unlike its milliseconds
	private long now() {
		return this.timer.now(TimeUnit.NANOSECONDS);
	}

	private <T> Mono<T> bounded(Mono<T> call) {
		return (this.inbox.isShared() ? call.timeout(TIMEOUT, this.timer) : call).doOnNext((result) -> succeeded())
			.doOnError(this::failed);
	}

	private void failed(Throwable ex) {
		if (this.failure == null) {
			logger.warn("The inbox of account '%s' cannot be reached; retrying until it can: %s".formatted(this.account,
					ex.getClass().getName()));
		}
		this.failure = ex.getClass().getName();
	}

	private void succeeded() {
		if (this.failure != null) {
			this.failure = null;
			logger.info("The inbox of account '%s' can be reached again".formatted(this.account));
		}
	}

}
