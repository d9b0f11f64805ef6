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

package io.github.brevoconversations.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notifies all observers, and only logs the exceptions that they throw.
 */
final class CallObservers {

	private static final Log logger = LogFactory.getLog(CallObservers.class);

	private final List<RateLimitObserver> rateLimitObservers;

	private final List<CallObserver> callObservers;

	private volatile @Nullable SeenRateLimit rateLimit;

	private volatile @Nullable QuotaLedger ledger;

	CallObservers(List<RateLimitObserver> rateLimitObservers, List<CallObserver> callObservers) {
		this.rateLimitObservers = List.copyOf(rateLimitObservers);
		this.callObservers = List.copyOf(callObservers);
	}

	/**
	 * Return the rate limit that was last seen.
	 * @return the rate limit as it is now, or {@code null} if none was seen yet
	 */
	@Nullable RateLimit rateLimit() {
		SeenRateLimit seen = this.rateLimit;
		return (seen != null) ? seen.now() : null;
	}

	/**
	 * Set who keeps account of the rate limit.
	 * @param ledger the ledger
	 */
	void ledger(QuotaLedger ledger) {
		this.ledger = ledger;
	}

	void responded(Operation operation, ApiResponse response) {
		RateLimit seen = response.rateLimit();
		QuotaLedger ledger = this.ledger;
		if (ledger != null) {
			ledger.responded(seen, response.isSuccess() || response.isRejectionOfBrevo());
		}
		if (seen != null) {
			show(seen);
			tell(this.rateLimitObservers, (observer) -> observer.observe(operation.toString(), seen));
		}
	}

	/**
	 * Set the rate limit that {@link #rateLimit()} returns.
	 * @param rateLimit the rate limit
	 */
	void show(RateLimit rateLimit) {
		this.rateLimit = new SeenRateLimit(rateLimit);
	}

	void retried(Operation operation, BrevoException failure, Duration delay) {
		QuotaLedger ledger = this.ledger;
		if (ledger != null && failure.getRateLimit() == null && QuotaGate.isCounted(failure)) {
			ledger.lost();
		}
		tell(this.callObservers, (observer) -> observer.retried(operation.toString(), failure, delay));
	}

	void succeeded(Operation operation, @Nullable Object result) {
		ConversationsMessage message = (result instanceof ConversationsMessage value) ? value : null;
		tell(this.callObservers, (observer) -> observer.succeeded(operation.toString(), message));
	}

	void failed(Operation operation, Throwable failure) {
		if (failure instanceof BrevoException exception) {
			tell(this.callObservers, (observer) -> observer.failed(operation.toString(), exception));
		}
	}

	boolean hasCallObservers() {
		return !this.callObservers.isEmpty();
	}

	private static <T> void tell(List<T> observers, Consumer<T> message) {
		for (T observer : observers) {
			try {
				message.accept(observer);
			}
			catch (Throwable ex) {
				logger.warn("An observer of the client failed", ex);
			}
		}
	}

}
