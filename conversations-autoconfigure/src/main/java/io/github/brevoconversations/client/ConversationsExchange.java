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
import java.util.function.Function;

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

	private final WebClient webClient;

	private final Duration callTimeout;

	private final RetrySettings retry;

	private final RateLimitObserver rateLimitObserver;

	private final KeyRedaction redaction;

	ConversationsExchange(WebClient webClient, Duration callTimeout, RetrySettings retry,
			RateLimitObserver rateLimitObserver, KeyRedaction redaction) {
		this.webClient = webClient;
		this.callTimeout = callTimeout;
		this.retry = retry;
		this.rateLimitObserver = rateLimitObserver;
		this.redaction = redaction;
	}

	Mono<ConversationsMessage> message(Operation operation, @Nullable Map<String, String> body,
			Object... uriVariables) {
		return call(operation, body, (answer) -> Mono.just(message(operation, answer)), uriVariables);
	}

	Mono<Void> completion(Operation operation, @Nullable Map<String, String> body, Object... uriVariables) {
		return call(operation, body, (answer) -> Mono.empty(), uriVariables);
	}

	private <T> Mono<T> call(Operation operation, @Nullable Map<String, String> body, Function<Answer, Mono<T>> success,
			Object... uriVariables) {
		return Mono.deferContextual((context) -> {
			RetrySettings settings = context.hasKey(RetrySettings.class) ? context.get(RetrySettings.class)
					: this.retry;
			CallRetry retry = new CallRetry(operation, settings, this.callTimeout);
			return retry.applyTo(attempt(operation, body, success, uriVariables));
		})
			// without a fallback, each call would describe a timeout that may never come
			.timeout(this.callTimeout, Mono.error(TimeoutException::new))
			.onErrorMap((failure) -> TransportErrors.from(operation, failure));
	}

	private <T> Mono<T> attempt(Operation operation, @Nullable Map<String, String> body,
			Function<Answer, Mono<T>> success, Object... uriVariables) {
		return request(operation, body, uriVariables)
			.exchangeToMono((response) -> Answer.read(response, MAX_ANSWER_BYTES))
			.doOnNext(this::observeRateLimit)
			.flatMap((answer) -> answer.isSuccess() ? success.apply(answer)
					: Mono.error(AnswerErrors.from(operation, this.redaction.apply(answer))));
	}

	private void observeRateLimit(Answer answer) {
		RateLimit rateLimit = answer.rateLimit();
		if (rateLimit != null) {
			this.rateLimitObserver.observe(rateLimit);
		}
	}

	private WebClient.RequestHeadersSpec<?> request(Operation operation, @Nullable Map<String, String> body,
			Object... uriVariables) {
		WebClient.RequestBodySpec request = this.webClient.method(operation.method())
			.uri(operation.uriTemplate(), uriVariables);
		return (body != null) ? request.body(json(Json.write(body))) : request;
	}

	private static BodyInserter<byte[], ClientHttpRequest> json(byte[] body) {
		return (request, context) -> {
			request.getHeaders().setContentType(MediaType.APPLICATION_JSON);
			request.getHeaders().setContentLength(body.length);
			return request.writeWith(Mono.just(request.bufferFactory().wrap(body)));
		};
	}

	private ConversationsMessage message(Operation operation, Answer answer) {
		ConversationsMessage message;
		try {
			message = Json.readObject(answer.body(), ConversationsMessage.class);
		}
		catch (JacksonException ex) {
			message = null;
		}
		if (message == null) {
			throw unreadable(operation, this.redaction.apply(answer));
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

}
