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
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Makes the calls: from a call to its result or a {@link BrevoException}, and to nothing
 * else.
 */
final class ConversationsExchange {

	private static final Log logger = LogFactory.getLog(ConversationsExchange.class);

	/**
	 * Reactor's key for what to do with an error that nobody waits for any more, which it
	 * would log as an error: connectors report one for each call that is cancelled.
	 */
	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	private static final Consumer<Throwable> DROPPED = ConversationsExchange::dropped;

	private static final Context QUIET = Context.of(ON_ERROR_DROPPED, DROPPED);

	private final WebClientSource webClient;

	private final Duration callTimeout;

	private final RetrySettings retry;

	private final CallObservers observers;

	private final CredentialSource credentials;

	private volatile @Nullable CallDeadlines deadlines;

	private final @Nullable QuotaGate quota;

	ConversationsExchange(WebClientSource webClient, Duration callTimeout, RetrySettings retry, CallObservers observers,
			CredentialSource credentials, @Nullable QuotaGate quota) {
		this.webClient = webClient;
		this.callTimeout = callTimeout;
		this.retry = retry;
		this.observers = observers;
		this.credentials = credentials;
		this.quota = quota;
	}

	/**
	 * Make a call.
	 * @param <T> the type of the result
	 * @param call the call
	 * @param reader reads the result
	 * @return the result
	 */
	<T> Mono<T> exchange(ApiCall call, ResponseReader<T> reader) {
		Mono<T> exchange = Mono.deferContextual((context) -> {
			RetrySettings settings = context.hasKey(RetrySettings.class) ? context.get(RetrySettings.class)
					: this.retry;
			CallRun<T> run = new CallRun<>(call, reader, this.webClient, this.credentials,
					new CallRetry(call.operation(), settings, this.callTimeout), this.observers);
			return deadlines().bound(run, quiet(context));
		});
		QuotaGate gate = this.quota;
		return observed(call, (gate != null) ? gate.admit(call.operation(), exchange) : exchange);
	}

	private CallDeadlines deadlines() {
		CallDeadlines deadlines = this.deadlines;
		return (deadlines != null) ? deadlines : createDeadlines();
	}

	private synchronized CallDeadlines createDeadlines() {
		CallDeadlines deadlines = this.deadlines;
		if (deadlines == null) {
			deadlines = new CallDeadlines(this.callTimeout);
			this.deadlines = deadlines;
		}
		return deadlines;
	}

	private <T> Mono<T> observed(ApiCall call, Mono<T> exchange) {
		return this.observers.hasCallObservers()
				? exchange.doOnSuccess((result) -> this.observers.succeeded(call.operation(), result))
					.doOnError((failure) -> this.observers.failed(call.operation(), failure))
				: exchange;
	}

	private static Context quiet(ContextView view) {
		Context context = Context.of(view);
		if (context.isEmpty()) {
			return QUIET;
		}
		return context.hasKey(ON_ERROR_DROPPED) ? context : context.put(ON_ERROR_DROPPED, DROPPED);
	}

	private static void dropped(Throwable failure) {
		logger.debug("A call that had ended failed afterwards", failure);
	}

	@Nullable RateLimit rateLimit() {
		return this.observers.rateLimit();
	}

}
