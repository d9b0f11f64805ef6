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
import java.util.Objects;

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

	private volatile @Nullable RequestCredential credential;

	private volatile boolean possiblyProcessed;

	private volatile boolean settled;

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
		return attempt(0);
	}

	private Mono<T> attempt(int retries) {
		RequestCredential credential = this.credentials.fixed();
		// each operator has its cost, and a fixed credential needs fewer of them
		Mono<T> attempt = (credential != null) ? attempt(credential)
				: this.credentials.get(this.call.operation()).flatMap((given) -> attempt(given, true));
		return attempt.onErrorResume((failure) -> failed(failure, credential, retries));
	}

	private Mono<T> failed(Throwable thrown, @Nullable RequestCredential credential, int retries) {
		BrevoException failure = brevoException(thrown, credential);
		if (this.possiblyProcessed && this.call.operation().isDeletion() && failure instanceof BrevoNotFoundException) {
			// an earlier attempt may have deleted the message, so this is a success
			return Mono.empty();
		}
		BrevoException told = told(failure);
		Attempt failed = this.attempt;
		boolean processed = CallRetry.isPossiblyProcessed(failure) || (failed != null && failed.isPossiblyProcessed());
		this.possiblyProcessed |= processed;
		Duration delay = this.settled ? null : this.retry.delay(failure, processed, retries);
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
		return !this.settled && failure instanceof BrevoUnauthorizedException unauthorized
				&& !unauthorized.isIpAddressUnauthorized()
				&& (this.call.operation().isIdempotent() || (current != null && !current.isPossiblyProcessed()))
				&& isRejectionTold(credential);
	}

	private boolean isRejectionTold(RequestCredential credential) {
		try {
			return this.credentials.refused(credential);
		}
		catch (Throwable ex) {
			LateErrors.log(new UnquotedFailure(ex));
			return false;
		}
	}

	private Mono<T> attempt(RequestCredential credential) {
		Attempt attempt = new Attempt(this.call);
		this.attempt = attempt;
		this.credential = credential;
		if (this.ended) {
			attempt.giveUp();
		}
		return ThrownErrors.ending(() -> this.webClient.request(attempt, credential)
			.exchangeToMono((response) -> ApiResponse.read(response, this.call.maxResponseSize()))
			.handle((response, sink) -> read(attempt, response, credential, sink)), attempt);
	}

	private void read(Attempt attempt, ApiResponse response, RequestCredential credential, SynchronousSink<T> sink) {
		this.observers.responded(this.call.operation(), response);
		BrevoException failure = response.isSuccess() ? unfounded(attempt, credential)
				: error(attempt, response, credential);
		if (failure != null) {
			sink.error(failure);
			return;
		}
		T result = read(response, credential);
		if (result != null) {
			sink.next(result);
		}
	}

	// a filter's word for it that a message was sent, or that an agent is online, is not
	// enough
	private @Nullable BrevoException unfounded(Attempt attempt, RequestCredential credential) {
		Operation operation = this.call.operation();
		ApiResponse received = attempt.response();
		if ((operation.isIdempotent() && !operation.isPing()) || (received != null && received.isSuccess())) {
			return null;
		}
		Throwable failure = attempt.lastFailure();
		if (received == null && failure == null) {
			return null;
		}
		// the filter has done for it what it could, perhaps by sending it elsewhere
		this.settled = !operation.isIdempotent();
		return (received != null) ? ResponseErrors.from(attempt, received, credential)
				: CallErrors.from(attempt, Objects.requireNonNull(failure), credential);
	}

	private BrevoException error(Attempt attempt, ApiResponse response, RequestCredential credential) {
		ApiResponse received = attempt.response();
		boolean replaced = received != null && received.status() != response.status();
		if (received == null || !replaced || this.call.operation().isIdempotent()) {
			return ResponseErrors.from(attempt, response, credential);
		}
		// a filter may claim that a message was rejected, but only the received response
		// proves it
		return received.isSuccess()
				? ResponseErrors.replaced(this.call, received.redacted(credential.redaction()), response)
				: ResponseErrors.from(attempt, received, credential);
	}

	private @Nullable T read(ApiResponse response, RequestCredential credential) {
		BrevoJson json = response.json();
		String reason = null;
		if (json == null && !response.isBlank()) {
			reason = "not with JSON";
		}
		else if (json == null && response.isPage()) {
			reason = "with an HTML page";
		}
		else if (json != null && ErrorBody.isInstead(json)) {
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
		throw ResponseErrors.unusable(this.call, response, credential, reason);
	}

	private BrevoException brevoException(Throwable failure, @Nullable RequestCredential credential) {
		if (failure instanceof BrevoException exception) {
			return exception;
		}
		Attempt current = this.attempt;
		if (credential != null && current != null) {
			return CallErrors.from(current, failure, credential);
		}
		if (CallErrors.isClosed(failure) && !isSent()) {
			return CallErrors.closed(this.call, failure);
		}
		String message = "%s failed: %s".formatted(this.call, CallErrors.describe(failure));
		BrevoCommunicationException exception = isSent() ? BrevoCommunicationException.unusable(message, null, failure)
				: BrevoCommunicationException.neverSent(message, failure);
		RequestCredential used = this.credential;
		return (used != null) ? exception.redacted(used.redaction()) : exception;
	}

	@Override
	public BrevoException thrown(Throwable thrown) {
		return brevoException(thrown, null);
	}

	/**
	 * Return whether the request may have reached Brevo. The result no longer changes
	 * once the call was {@linkplain #giveUp() given up}.
	 * @return whether it may have reached Brevo, in any attempt
	 */
	boolean isSent() {
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
		RequestCredential used = this.credential;
		if (current != null && used != null) {
			return told(CallErrors.timedOut(current, used));
		}
		return BrevoCommunicationException.notSent(
				"Nothing was sent for %s, because no access token could be obtained in time".formatted(this.call),
				null);
	}

}
