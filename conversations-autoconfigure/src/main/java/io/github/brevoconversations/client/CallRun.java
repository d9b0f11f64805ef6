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
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * One run of a call, with all its attempts.
 *
 * @param <T> the type of the result
 */
final class CallRun<T> implements CallDeadlines.Call<T> {

	private final ApiCall call;

	private final ResponseReader<T> reader;

	private final WebClientSource webClient;

	private final CredentialSource credentials;

	private final CallRetry retry;

	private final CallObservers observers;

	private volatile @Nullable Attempt attempt;

	private volatile boolean possiblyProcessed;

	private volatile boolean ended;

	CallRun(ApiCall call, ResponseReader<T> reader, WebClientSource webClient, CredentialSource credentials,
			CallRetry retry, CallObservers observers) {
		this.call = call;
		this.reader = reader;
		this.webClient = webClient;
		this.credentials = credentials;
		this.retry = retry;
		this.observers = observers;
	}

	@Override
	public Mono<T> make() {
		try {
			return attempt(0);
		}
		catch (RuntimeException ex) {
			// a customizer of the application failed, for example
			return Mono.error(brevoException(ex, null));
		}
	}

	private Mono<T> attempt(int retries) {
		RequestCredential credential = this.credentials.fixed();
		// each operator has its price, and only a credential that changes needs more
		Mono<T> attempt = (credential != null) ? attempt(credential)
				: this.credentials.get(this.call.operation()).flatMap((given) -> attempt(given, true));
		return attempt.onErrorResume((failure) -> failed(failure, credential, retries));
	}

	private Mono<T> failed(Throwable thrown, @Nullable RequestCredential credential, int retries) {
		BrevoException failure = brevoException(thrown, credential);
		if (this.possiblyProcessed && this.call.operation().isDeletion() && failure instanceof BrevoNotFoundException) {
			// the message to be deleted is gone after an attempt that may have deleted it
			return Mono.empty();
		}
		BrevoException told = told(failure);
		Attempt failed = this.attempt;
		boolean processed = CallRetry.isPossiblyProcessed(failure) || (failed != null && failed.isPossiblyProcessed());
		this.possiblyProcessed |= processed;
		Duration delay = this.retry.delay(failure, processed, retries);
		if (delay == null) {
			return Mono.<T>error(told).checkpoint(this.call + " of the Brevo Conversations API");
		}
		this.observers.retried(this.call.operation(), failure, delay);
		return Mono.delay(delay).then(Mono.defer(() -> attempt(retries + 1)));
	}

	private BrevoException told(BrevoException failure) {
		return (this.possiblyProcessed && failure instanceof BrevoCommunicationException communication)
				? communication.afterEarlierAttempt() : failure;
	}

	private Mono<T> attempt(RequestCredential credential, boolean again) {
		return attempt(credential).onErrorResume((thrown) -> {
			BrevoException failure = brevoException(thrown, credential);
			return (again && isForAnotherCredential(failure, credential))
					? this.credentials.get(this.call.operation()).flatMap((given) -> attempt(given, false))
					: Mono.error(failure);
		});
	}

	private boolean isForAnotherCredential(BrevoException failure, RequestCredential credential) {
		Attempt current = this.attempt;
		return failure instanceof BrevoUnauthorizedException unauthorized && !unauthorized.isIpAddressUnauthorized()
				&& (this.call.operation().isRepeatable() || (current != null && !current.isPossiblyProcessed()))
				&& this.credentials.refused(credential);
	}

	private Mono<T> attempt(RequestCredential credential) {
		Attempt attempt = new Attempt(this.call);
		this.attempt = attempt;
		if (this.ended) {
			attempt.giveUp();
		}
		return this.webClient.request(attempt)
			.httpRequest(credential)
			.exchangeToMono((response) -> ApiResponse.read(response, this.call.maxResponseSize()))
			.handle((response, sink) -> result(attempt, response, credential, sink));
	}

	private void result(Attempt attempt, ApiResponse response, RequestCredential credential, SynchronousSink<T> sink) {
		this.observers.responded(this.call.operation(), response);
		if (!response.isSuccess()) {
			sink.error(error(attempt, response, credential));
			return;
		}
		T result = read(response, credential);
		if (result != null) {
			sink.next(result);
		}
	}

	private BrevoException error(Attempt attempt, ApiResponse response, RequestCredential credential) {
		ApiResponse received = attempt.response();
		boolean replaced = received != null && received.status() != response.status();
		if (received == null || !replaced || this.call.operation().isRepeatable()) {
			return ResponseErrors.from(attempt, credential.redact(response), credential);
		}
		// a filter's word for it that a message was refused is not enough
		return received.isSuccess() ? ResponseErrors.replaced(this.call, received, response)
				: ResponseErrors.from(attempt, credential.redact(received), credential);
	}

	private @Nullable T read(ApiResponse response, RequestCredential credential) {
		BrevoJson json = response.json();
		String reason = null;
		if (json == null && !response.isBlank()) {
			reason = "not with JSON";
		}
		else if (json != null && isError(json)) {
			reason = "with an error";
		}
		if (reason == null) {
			try {
				return this.reader.read(this.call, json);
			}
			catch (ResponseReader.UnusableResponseException ex) {
				reason = ex.reason();
			}
		}
		throw ResponseErrors.unusable(this.call, credential.redact(response), reason);
	}

	private static boolean isError(BrevoJson json) {
		return json.isObject() && json.text("id") == null
				&& (json.text("code") != null || json.object("error") != null || json.text("error") != null);
	}

	private BrevoException brevoException(Throwable failure, @Nullable RequestCredential credential) {
		if (failure instanceof BrevoException exception) {
			return exception;
		}
		Attempt current = this.attempt;
		if (credential != null && current != null) {
			return CallErrors.from(current, failure, credential);
		}
		String message = "%s failed: %s".formatted(this.call, CallErrors.describe(failure));
		return isSent() ? BrevoCommunicationException.unusable(message, null, failure)
				: BrevoCommunicationException.neverSent(message, failure);
	}

	private boolean isSent() {
		Attempt current = this.attempt;
		return this.possiblyProcessed || (current != null && current.isSent());
	}

	// nothing is sent from now on
	@Override
	public void giveUp() {
		this.ended = true;
		Attempt current = this.attempt;
		if (current != null) {
			current.giveUp();
		}
	}

	@Override
	public BrevoException timedOut() {
		giveUp();
		Attempt current = this.attempt;
		if (current != null) {
			return told(CallErrors.timedOut(current));
		}
		return BrevoCommunicationException.notSent(
				"Nothing was sent for %s, because no access token could be obtained in time".formatted(this.call),
				null);
	}

}
