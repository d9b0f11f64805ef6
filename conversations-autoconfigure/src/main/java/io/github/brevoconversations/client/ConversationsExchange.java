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
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.web.reactive.function.client.WebClient;

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

	private final Supplier<WebClient> webClient;

	private final Duration callTimeout;

	private final RetrySettings retry;

	private final CallObservers observers;

	private final CredentialSource credentials;

	private volatile @Nullable CallDeadlines deadlines;

	private final @Nullable QuotaGate quota;

	ConversationsExchange(Supplier<WebClient> webClient, Duration callTimeout, RetrySettings retry,
			CallObservers observers, CredentialSource credentials, @Nullable QuotaGate quota) {
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
			CallRun<T> run = new CallRun<>(call, reader, this.webClient.get(), this.credentials,
					new CallRetry(call.operation(), settings, this.callTimeout), this.observers);
			return deadlines().bound(run.make().doOnCancel(run::giveUp), run::timedOut);
		});
		// only added to a failure, so that it costs nothing otherwise
		QuotaGate gate = this.quota;
		return observed(call, (gate != null) ? gate.admit(call.operation(), exchange) : exchange)
			.onErrorResume((failure) -> Mono.<T>error(failure).checkpoint(call + " of the Brevo Conversations API"))
			.contextWrite(ConversationsExchange::quiet);
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

	private static Context quiet(Context context) {
		Consumer<Throwable> dropped = ConversationsExchange::dropped;
		return context.hasKey(ON_ERROR_DROPPED) ? context : context.put(ON_ERROR_DROPPED, dropped);
	}

	private static void dropped(Throwable failure) {
		logger.debug("A call that had ended failed afterwards", failure);
	}

	@Nullable RateLimit rateLimit() {
		return this.observers.rateLimit();
	}

}
