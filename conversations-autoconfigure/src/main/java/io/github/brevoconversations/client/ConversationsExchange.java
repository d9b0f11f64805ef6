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
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes the calls: from an operation and its arguments to a value or a
 * {@link BrevoException}, and to nothing else.
 */
final class ConversationsExchange {

	private static final int MAX_ANSWER_BYTES = 1024 * 1024;

	private final Supplier<WebClient> webClient;

	private final Duration callTimeout;

	private final RetrySettings retry;

	private final RateLimitObserver rateLimitObserver;

	private final Credentials credentials;

	ConversationsExchange(Supplier<WebClient> webClient, Duration callTimeout, RetrySettings retry,
			RateLimitObserver rateLimitObserver, Credentials credentials) {
		this.webClient = webClient;
		this.callTimeout = callTimeout;
		this.retry = retry;
		this.rateLimitObserver = rateLimitObserver;
		this.credentials = credentials;
	}

	Mono<ConversationsMessage> message(Operation operation, @Nullable Map<String, String> body,
			Object... uriVariables) {
		return call(operation, body, (answer, credential) -> Mono.just(message(operation, answer, credential)),
				uriVariables);
	}

	Mono<Void> completion(Operation operation, @Nullable Map<String, String> body, Object... uriVariables) {
		return call(operation, body, (answer, credential) -> Mono.empty(), uriVariables);
	}

	private <T> Mono<T> call(Operation operation, @Nullable Map<String, String> body,
			BiFunction<Answer, Credential, Mono<T>> success, Object... uriVariables) {
		return Mono.deferContextual((context) -> {
			RetrySettings settings = context.hasKey(RetrySettings.class) ? context.get(RetrySettings.class)
					: this.retry;
			CallRetry retry = new CallRetry(operation, settings, this.callTimeout);
			Attempt<T> attempt = new Attempt<>(operation, body, success, uriVariables);
			// without a fallback, each call would describe a timeout that may never come
			return retry.applyTo(attempt.make(true)).timeout(this.callTimeout, Mono.error(attempt::timeout));
		}).onErrorMap((failure) -> TransportErrors.from(operation, failure));
	}

	private void observeRateLimit(Answer answer) {
		RateLimit rateLimit = answer.rateLimit();
		if (rateLimit != null) {
			this.rateLimitObserver.observe(rateLimit);
		}
	}

	private static BodyInserter<byte[], ClientHttpRequest> json(byte[] body) {
		return (request, context) -> {
			request.getHeaders().setContentType(MediaType.APPLICATION_JSON);
			request.getHeaders().setContentLength(body.length);
			return request.writeWith(Mono.just(request.bufferFactory().wrap(body)));
		};
	}

	private static ConversationsMessage message(Operation operation, Answer answer, Credential credential) {
		ConversationsMessage message;
		try {
			message = Json.readObject(answer.body(), ConversationsMessage.class);
		}
		catch (JacksonException ex) {
			message = null;
		}
		if (message == null) {
			throw unreadable(operation, credential.redact(answer));
		}
		return message;
	}

	private static BrevoException unreadable(Operation operation, Answer answer) {
		String quote = answer.body().isBlank() ? "its body is empty"
				: "its body starts with: " + Excerpt.of(answer.body());
		BrevoErrorDetails details = new BrevoErrorDetails(answer.status(), null, null, answer.requestId(),
				answer.rateLimit(), null);
		return BrevoCommunicationException.unusable("Brevo answered %s with status %d, but with no message; %s"
			.formatted(operation, answer.status(), quote), details, null);
	}

	/**
	 * An attempt of a call, each subscription to which is one.
	 *
	 * @param <T> the type of the result
	 */
	private final class Attempt<T> {

		private final Operation operation;

		private final @Nullable Map<String, String> body;

		private final BiFunction<Answer, Credential, Mono<T>> success;

		private final Object[] uriVariables;

		private volatile boolean begun;

		private Attempt(Operation operation, @Nullable Map<String, String> body,
				BiFunction<Answer, Credential, Mono<T>> success, Object... uriVariables) {
			this.operation = operation;
			this.body = body;
			this.success = success;
			this.uriVariables = uriVariables;
		}

		/**
		 * Make an attempt.
		 * @param again whether to make it once more if the credential is refused and
		 * there is another
		 * @return the result
		 */
		private Mono<T> make(boolean again) {
			return ConversationsExchange.this.credentials.get(this.operation)
				.flatMap((credential) -> exchange(credential).flatMap((answer) -> {
					if (answer.isSuccess()) {
						return this.success.apply(answer, credential);
					}
					BrevoException failure = AnswerErrors.from(this.operation, credential.redact(answer), credential);
					return (again && isAnotherToTry(credential, failure)) ? make(false) : Mono.error(failure);
				}));
		}

		private Mono<Answer> exchange(Credential credential) {
			this.begun = true;
			return request().httpRequest(credential)
				.exchangeToMono((response) -> Answer.read(response, MAX_ANSWER_BYTES))
				.doOnNext(ConversationsExchange.this::observeRateLimit);
		}

		private WebClient.RequestHeadersSpec<?> request() {
			WebClient.RequestBodySpec request = ConversationsExchange.this.webClient.get()
				.method(this.operation.method())
				.uri(this.operation.uriTemplate(), this.uriVariables);
			return (this.body != null) ? request.body(json(Json.write(this.body))) : request;
		}

		private boolean isAnotherToTry(Credential credential, BrevoException failure) {
			return failure instanceof BrevoUnauthorizedException unauthorized && !unauthorized.isIpAddressUnauthorized()
					&& ConversationsExchange.this.credentials.refused(credential);
		}

		private Throwable timeout() {
			return this.begun ? new TimeoutException() : BrevoCommunicationException.notSent(
					"Nothing was sent for %s, because no access token could be had in time".formatted(this.operation),
					null);
		}

	}

}
