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

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Makes the calls. Each ends with its result or with a {@link BrevoException}.
 */
final class ConversationsExchange {

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
		Mono<T> exchange = new Exchange<>(call, reader);
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
			deadlines = new CallDeadlines(this.callTimeout, Schedulers::parallel);
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

	@Nullable RateLimit rateLimit() {
		return this.observers.rateLimit();
	}

	/**
	 * A call that is made anew with each subscription.
	 *
	 * @param <T> the type of the result
	 */
	private final class Exchange<T> extends Mono<T> {

		private final ApiCall call;

		private final ResponseReader<T> reader;

		Exchange(ApiCall call, ResponseReader<T> reader) {
			this.call = call;
			this.reader = reader;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			Context context = LateErrors.ofCall(actual.currentContext());
			CallRun<T> run = run(context);
			if (context.getOrDefault(BlockingCall.class, null) instanceof BlockingCall<?> blocking) {
				blocking.began(run);
			}
			deadlines().subscribe(actual, run, context);
		}

		private CallRun<T> run(Context context) {
			ConversationsExchange exchange = ConversationsExchange.this;
			RetrySettings settings = context.getOrDefault(RetrySettings.class, exchange.retry);
			return new CallRun<>(this.call, this.reader, exchange.webClient, exchange.credentials,
					new CallRetry(this.call.operation(), (settings != null) ? settings : exchange.retry,
							exchange.callTimeout),
					exchange.observers);
		}

	}

}
