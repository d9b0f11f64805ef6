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

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.test.StepVerifier;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Attempt} and {@link AttemptFilter}: what is known to be sent, and what
 * came back, with filters that fail, retry and make exceptions of errors.
 */
class HostileFiltersTests {

	private static final SendMessageRequest MESSAGE = SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz"));

	private final List<String> sent = new ArrayList<>();

	private final Deque<Mono<ClientResponse>> responses = new ArrayDeque<>();

	private final List<Mono<ClientResponse>> notConnected = new ArrayList<>();

	@ParameterizedTest
	@MethodSource("connectFailures")
	void sendsOnceIfAFilterFailsAfterTheExchange(Exception failure) {
		BrevoCommunicationException exception = communicationFailure(
				(request, next) -> next.exchange(request).flatMap((response) -> Mono.error(failure)));
		assertThat(exception.isRequestSent()).isTrue();
		assertThat(exception.isTransient()).isFalse();
		assertThat(exception.getStatusCode()).isEqualTo(200);
		assertThat(exception.getRequestId()).isEqualTo("r1");
		assertThat(this.sent).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("connectFailures")
	void knowsThatNothingWasSentIfAFilterFailsBefore(Exception failure) {
		BrevoCommunicationException exception = communicationFailure((request, next) -> Mono.error(failure));
		assertThat(exception.isRequestSent()).isFalse();
		assertThat(exception).hasMessageContaining("nothing was sent");
		assertThat(this.sent).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("connectFailures")
	void knowsThatTheRequestMayHaveBeenSentIfTheTransportFailsAfterwards(Exception failure) {
		this.responses.add(Mono.error(inRequest(failure)));
		BrevoCommunicationException exception = communicationFailure((request, next) -> next.exchange(request));
		assertThat(exception.isRequestSent()).isTrue();
		assertThat(exception).hasCause(failure);
		assertThat(this.sent).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("connectFailures")
	void knowsThatEvenARequestWithoutBodyMayHaveBeenSentIfTheTransportFailsAfterwards(Exception failure) {
		for (String operation : List.of("get", "delete")) {
			this.responses.add(Mono.error(inRequest(failure)));
			ConversationsClient client = client((request, next) -> next.exchange(request));
			Mono<?> call = "get".equals(operation) ? client.getMessage("m1") : client.deleteMessage("m1");
			BrevoCommunicationException exception = failure(BrevoCommunicationException.class,
					call.contextWrite(RetrySettings.none()::writeTo));
			assertThat(exception.isRequestSent()).as(operation).isTrue();
		}
	}

	static Exception[] connectFailures() {
		return new Exception[] { new ConnectException("Connection refused"), new UnknownHostException("audit"),
				new SSLHandshakeException("bad_certificate"), new PoolAcquirePendingLimitException(1000),
				new IOException("reset"), new IllegalStateException("a filter failed") };
	}

	@ParameterizedTest
	@ValueSource(strings = { "retry", "repeat", "second" })
	void rejectsASecondExchangeOfAMessage(String kind) {
		this.responses.add(Mono.error(inRequest(new IOException("Connection reset"))));
		BrevoCommunicationException exception = communicationFailure((request, next) -> switch (kind) {
			case "retry" -> next.exchange(request).retry(3);
			case "repeat" -> next.exchange(request).onErrorResume((ex) -> next.exchange(request));
			default -> next.exchange(ClientRequest.from(request).build())
				.onErrorResume((ex) -> next.exchange(ClientRequest.from(request).build()));
		});
		assertThat(this.sent).hasSize(1);
		assertThat(exception.isRequestSent()).isTrue();
	}

	@Test
	void rejectsASecondExchangeEvenAfterAnError() {
		this.responses.add(response(503, "{}"));
		BrevoException exception = failure(BrevoServerException.class,
				client((request, next) -> next.exchange(request)
					.flatMap((response) -> response.statusCode().isError()
							? response.createException().flatMap(Mono::error) : Mono.just(response))
					.retry(2)).sendMessage(MESSAGE));
		assertThat(exception.getStatusCode()).isEqualTo(503);
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void sendsNothingForAnAttemptThatAFilterGaveUp() {
		List<ClientRequest> abandoned = new ArrayList<>();
		ConversationsClient client = ConversationsClient.builder()
			.apiKey("secret")
			.retry(RetrySettings.none())
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> {
				abandoned.add(request);
				return Mono.never();
			})
				.filter((request, next) -> Mono.firstWithSignal(next.exchange(request),
						Mono.error(new ConnectException("an impatient filter")))))
			.build();
		assertThat(failure(BrevoCommunicationException.class, client.sendMessage(MESSAGE)).isRequestSent()).isFalse();
		MockClientHttpRequest late = new MockClientHttpRequest(HttpMethod.POST, URI.create("https://api.brevo.com"));
		StepVerifier.create(abandoned.get(0).writeTo(late, ExchangeStrategies.withDefaults()))
			.expectErrorMessage("the call has already ended")
			.verify(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 429 })
	void doesNotResendAMessageThatAFilterConsidersRejected(int status) {
		BrevoCommunicationException exception = communicationFailure((request, next) -> next.exchange(request)
			.map((response) -> response.mutate()
				.statusCode(HttpStatusCode.valueOf(status))
				.header("Retry-After", "0")
				.build()));
		assertThat(this.sent).hasSize(1);
		assertThat(exception.isRequestSent()).isTrue();
		assertThat(exception.isTransient()).isFalse();
		assertThat(exception.getStatusCode()).isEqualTo(200);
		assertThat(exception).hasMessageContaining("replaced it with status " + status);
	}

	@Test
	void letsAFilterRetryWhatWasNotSent() {
		this.responses.add(notConnected(new ConnectException("Connection refused")));
		StepVerifier.create(client((request, next) -> next.exchange(request).retry(1)).sendMessage(MESSAGE))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void letsAFilterRetryWhatMayBeRetried() {
		this.responses.add(Mono.error(inRequest(new IOException("Connection reset"))));
		StepVerifier.create(client((request, next) -> next.exchange(request).retry(1)).getMessage("m1"))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.sent).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "400, INVALID_REQUEST", "401, UNAUTHORIZED", "403, FORBIDDEN", "404, NOT_FOUND", "429, RATE_LIMITED",
			"500, SERVER_FAILURE", "503, SERVER_FAILURE" })
	void keepsErrorsTypedIfAFilterThrowsThem(int status, BrevoException.Kind kind) {
		List<ExchangeFilterFunction> filters = List.of(
				ExchangeFilterFunction.ofResponseProcessor((response) -> response.statusCode().isError()
						? response.createException().flatMap(Mono::error) : Mono.just(response)),
				ExchangeFilterFunction.ofResponseProcessor((response) -> response.statusCode().isError()
						? response.releaseBody().then(Mono.error(new IllegalArgumentException("HTTP error")))
						: Mono.just(response)));
		for (ExchangeFilterFunction filter : filters) {
			this.responses.add(response(status, "{\"code\":\"some_code\",\"message\":\"Some message\"}"));
			BrevoException exception = failure(BrevoException.class,
					client(filter).sendMessage(MESSAGE).contextWrite(RetrySettings.none()::writeTo));
			assertThat(exception.getKind()).isEqualTo(kind);
			assertThat(exception.getStatusCode()).isEqualTo(status);
			assertThat(exception.getErrorMessage()).isEqualTo("Some message");
			assertThat(exception.getRequestId()).isEqualTo("r1");
		}
	}

	@Test
	void isNotMisledByTheErrorOfAnotherService() {
		WebClient audit = WebClient.builder()
			.exchangeFunction((request) -> response(404, "{\"message\":\"No\"}"))
			.build();
		BrevoCommunicationException exception = communicationFailure((request, next) -> next.exchange(request)
			.flatMap((response) -> audit.get().retrieve().toBodilessEntity().thenReturn(response)));
		assertThat(exception.getStatusCode()).isEqualTo(200);
		assertThat(this.sent).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "Connection refused: /127.0.0.1:40799, true", "Connection refused: /127.0.0.1:407, true",
			"'http, none, proxy.example.org:8080 => 407 Proxy Authentication Required', false" })
	void doesNotMistakeAPortForAProxysStatus(String message, boolean passing) {
		for (int i = 0; i < 3; i++) {
			this.responses.add(notConnected(new IOException("TLS failed", new ConnectException(message))));
		}
		BrevoCommunicationException exception = communicationFailure((request, next) -> next.exchange(request));
		assertThat(exception.isRequestSent()).isFalse();
		assertThat(exception.isTransient()).isEqualTo(passing);
		assertThat(exception).hasMessageContaining(message);
		assertThat(this.responses).hasSize(passing ? 0 : 2);
	}

	@Test
	void saysThatThereWereTooManyCalls() {
		this.responses.add(notConnected(new PoolAcquirePendingLimitException(1000)));
		this.responses.add(notConnected(new PoolAcquirePendingLimitException(1000)));
		this.responses.add(notConnected(new PoolAcquirePendingLimitException(1000)));
		BrevoCommunicationException exception = communicationFailure((request, next) -> next.exchange(request));
		assertThat(exception).hasMessageContaining("Too many calls are in flight")
			.hasMessageContaining("nothing was sent");
		assertThat(exception.isRequestSent()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sent", "not sent", "answered" })
	void knowsWhatWasSentWhenTheTimeIsUp(String kind) {
		this.responses.add("answered".equals(kind) ? Mono.just(ClientResponse.create(HttpStatusCode.valueOf(200))
			.header("sib-request-id", "r1")
			.body(Flux.never())
			.build()) : Mono.never());
		ExchangeFilterFunction filter = "not sent".equals(kind) ? (request, next) -> Mono.never()
				: (request, next) -> next.exchange(request);
		StepVerifier.withVirtualTime(() -> client(filter).sendMessage(MESSAGE))
			.thenAwait(Duration.ofSeconds(30))
			.expectErrorSatisfies((failure) -> assertThat(failure)
				.isInstanceOfSatisfying(BrevoCommunicationException.class, (exception) -> {
					assertThat(exception.isRequestSent()).isEqualTo(!"not sent".equals(kind));
					assertThat(exception.isResponseReceived()).isEqualTo("answered".equals(kind));
				}))
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void namesTheOperationInTheStackTrace() {
		this.responses.add(response(503, "{}"));
		BrevoException exception = failure(BrevoException.class,
				client((request, next) -> next.exchange(request)).sendMessage(MESSAGE));
		assertThat(exception.getSuppressed())
			.anySatisfy((suppressed) -> assertThat(suppressed).hasMessageContaining("sendMessage of the Brevo"));
	}

	private BrevoCommunicationException communicationFailure(ExchangeFilterFunction filter) {
		return failure(BrevoCommunicationException.class, client(filter).sendMessage(MESSAGE));
	}

	private static <T extends BrevoException> T failure(Class<T> type, Mono<?> call) {
		List<Throwable> failures = new ArrayList<>();
		StepVerifier.create(call).expectErrorSatisfies(failures::add).verify(Duration.ofSeconds(10));
		assertThat(failures.get(0)).isInstanceOf(type);
		return type.cast(failures.get(0));
	}

	private ConversationsClient client(ExchangeFilterFunction filter) {
		return ConversationsClient.builder()
			.apiKey("secret")
			.retry(RetrySettings.defaults()
				.withDelay(Duration.ZERO)
				.withMaxDelay(Duration.ZERO)
				.withMaxServerDelay(Duration.ZERO))
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange).filter(filter))
			.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.defer(() -> {
			Mono<ClientResponse> response = this.responses.isEmpty() ? response(200, "{\"id\":\"m1\"}")
					: this.responses.remove();
			if (this.notConnected.contains(response)) {
				return response;
			}
			return request
				.writeTo(new MockClientHttpRequest(request.method(), request.url()), ExchangeStrategies.withDefaults())
				.then(Mono.defer(() -> {
					this.sent.add(request.method().name());
					return response;
				}));
		});
	}

	private Mono<ClientResponse> notConnected(Exception failure) {
		Mono<ClientResponse> response = Mono.error(inRequest(failure));
		this.notConnected.add(response);
		return response;
	}

	private static Mono<ClientResponse> response(int status, String body) {
		return Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("sib-request-id", "r1")
			.header("Content-Type", "application/json")
			.body(body)
			.build());
	}

	private static WebClientRequestException inRequest(Exception cause) {
		return new WebClientRequestException(cause, HttpMethod.POST, URI.create("https://api.brevo.com"),
				HttpHeaders.EMPTY);
	}

}
