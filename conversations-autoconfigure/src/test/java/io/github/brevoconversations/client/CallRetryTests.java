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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of when calls are retried, on virtual time.
 */
class CallRetryTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Mono<ClientResponse> REFUSED = failure(new ConnectException("Connection refused"));

	private final Deque<Mono<ClientResponse>> answers = new ArrayDeque<>();

	private final List<Duration> requests = new ArrayList<>();

	private final List<RateLimit> rateLimits = new ArrayList<>();

	private RetrySettings settings = RetrySettings.defaults();

	private long beganAt;

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void neverResendsWhatMayHaveBeenProcessed(Call call) {
		for (Mono<ClientResponse> failure : List.of(status(500), status(503), status(408), reset(),
				Mono.<ClientResponse>never(), status(200))) {
			this.requests.clear();
			this.answers.clear();
			this.answers.add(failure);
			assertFails(call::on, BrevoException.class);
			assertThat(this.requests).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void retriesASendIfNoConnectionCouldBeMade(Call call) {
		this.answers.add(refused());
		this.answers.add(refused());
		this.answers.add(message());
		assertSucceeds(call::on);
		assertThat(this.requests).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void retriesASendAfterTheDelayThatBrevoAsksFor(Call call) {
		this.answers.add(status(429, "x-sib-ratelimit-reset", "7"));
		this.answers.add(status(429, "Retry-After", "3"));
		this.answers.add(message());
		assertSucceeds(call::on);
		assertThat(this.requests).containsExactly(seconds(0), seconds(7), seconds(10));
	}

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void backsOffIfBrevoAsksForNoDelay(Call call) {
		this.answers.add(status(429, "x-sib-ratelimit-reset", "0"));
		this.answers.add(status(429, "Retry-After", "0"));
		this.answers.add(message());
		assertSucceeds(call::on);
		assertThat(this.requests).hasSize(3).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void failsImmediatelyIfBrevoAsksForALongDelay(Call call) {
		this.answers.add(status(429, "x-sib-ratelimit-reset", "11"));
		assertFails(call::on, BrevoRateLimitedException.class);
		assertThat(this.requests).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void retriesOtherCallsAfterTransientFailures(Call call) {
		for (Mono<ClientResponse> failure : List.of(status(500), status(502), status(503), status(429), reset(),
				refused())) {
			this.requests.clear();
			this.answers.clear();
			this.answers.add(failure);
			this.answers.add(failure);
			this.answers.add(message());
			assertSucceeds(call::on);
			assertThat(this.requests).hasSize(3);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void doesNotRetryAfterPermanentFailures(Call call) {
		for (int status : new int[] { 302, 400, 401, 402, 403, 404, 405, 422 }) {
			this.requests.clear();
			this.answers.clear();
			this.answers.add(status(status));
			assertFails(call::on, BrevoException.class);
			assertThat(this.requests).hasSize(1);
		}
	}

	@Test
	void givesUpAfterTheLastRetryWithTheLastFailure() {
		this.answers.add(status(500));
		this.answers.add(reset());
		this.answers.add(status(503));
		assertFails(Call.GET_MESSAGE::on, BrevoServerException.class);
		assertThat(this.requests).hasSize(3);
	}

	@Test
	void backsOffExponentiallyWithJitter() {
		this.settings = this.settings.withMaxRetries(8);
		for (int i = 0; i < 8; i++) {
			this.answers.add(status(500));
		}
		this.answers.add(message());
		assertSucceeds(Call.GET_MESSAGE::on, Duration.ofMinutes(2));
		for (int i = 0; i < 8; i++) {
			Duration longest = Duration.ofMillis(Math.min(8000, 500L << i));
			assertThat(this.requests.get(i + 1).minus(this.requests.get(i))).isBetween(longest.dividedBy(2),
					longest.plusMillis(1));
		}
	}

	@Test
	void waitsAsLongAsAServerInTroubleAsksFor() {
		this.answers.add(status(503, "Retry-After", "4"));
		this.answers.add(message());
		assertSucceeds(Call.GET_MESSAGE::on);
		assertThat(this.requests).containsExactly(seconds(0), seconds(4));
	}

	@Test
	void doesNotMistakeTheRateLimitsResetForARetryAfter() {
		this.answers.add(status(503, "x-sib-ratelimit-reset", "3000"));
		this.answers.add(message());
		assertSucceeds(Call.GET_MESSAGE::on);
		assertThat(this.requests).hasSize(2);
	}

	@Test
	void failsWithTheFailureRatherThanWaitPastTheCallsTime() {
		this.answers.add(status(503, "Retry-After", "9"));
		assertFails(Call.GET_MESSAGE::on, BrevoServerException.class, seconds(8));
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void boundsTheWholeCall() {
		this.answers.add(status(500));
		this.answers.add(Mono.never());
		assertFails(Call.GET_MESSAGE::on, BrevoCommunicationException.class, seconds(8));
		assertThat(this.requests).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void treats404AfterAnEarlierAttemptAsDeleted(boolean lost) {
		this.answers.add(lost ? reset() : status(502));
		this.answers.add(status(404));
		assertSucceeds(Call.DELETE_MESSAGE::on);
		assertThat(this.requests).hasSize(2);
	}

	@Test
	void doesNotTreatTheFirst404AsDeleted() {
		for (Mono<ClientResponse> first : List.of(refused(), status(429, "Retry-After", "1"))) {
			this.requests.clear();
			this.answers.clear();
			this.answers.add(first);
			this.answers.add(status(404));
			assertFails(Call.DELETE_MESSAGE::on, BrevoNotFoundException.class);
			assertThat(this.requests).hasSize(2);
		}
		this.answers.add(status(500));
		this.answers.add(status(404));
		assertFails(Call.GET_MESSAGE::on, BrevoNotFoundException.class);
	}

	@Test
	void doesNotRetryWhenRetriesAreDisabled() {
		this.settings = RetrySettings.none();
		this.answers.add(refused());
		assertFails(Call.GET_MESSAGE::on, BrevoCommunicationException.class);
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void appliesTheSettings() {
		this.answers.add(refused());
		assertFails((client) -> Call.GET_MESSAGE.on(client).contextWrite(RetrySettings.none()::writeTo),
				BrevoCommunicationException.class);
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void reportsTheRateLimitOfEachResponse() {
		this.answers.add(status(429, "x-sib-ratelimit-reset", "0"));
		this.answers.add(status(500, "x-sib-ratelimit-remaining", "9"));
		this.answers.add(message());
		assertSucceeds(Call.GET_MESSAGE::on);
		assertThat(this.rateLimits).containsExactly(new RateLimit(null, null, Duration.ZERO),
				new RateLimit(null, 9L, null));
	}

	private void assertSucceeds(Function<ConversationsClient, Mono<?>> call) {
		assertSucceeds(call, seconds(30));
	}

	private void assertSucceeds(Function<ConversationsClient, Mono<?>> call, Duration callTimeout) {
		StepVerifier.withVirtualTime(supplier(call, callTimeout))
			.thenAwait(LONG)
			.thenConsumeWhile((message) -> true)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	private void assertFails(Function<ConversationsClient, Mono<?>> call, Class<? extends BrevoException> type) {
		assertFails(call, type, seconds(30));
	}

	private void assertFails(Function<ConversationsClient, Mono<?>> call, Class<? extends BrevoException> type,
			Duration callTimeout) {
		StepVerifier.withVirtualTime(supplier(call, callTimeout))
			.thenAwait(LONG)
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(type))
			.verify(Duration.ofSeconds(10));
	}

	private Supplier<Mono<?>> supplier(Function<ConversationsClient, Mono<?>> call, Duration callTimeout) {
		return () -> {
			this.beganAt = now();
			return call.apply(client(callTimeout));
		};
	}

	private ConversationsClient client(Duration callTimeout) {
		return ConversationsClient.builder()
			.apiKey("secret")
			.callTimeout(callTimeout)
			.retry(this.settings)
			.rateLimitObserver((rateLimit) -> {
				throw new IllegalStateException("an observer that fails");
			})
			.rateLimitObserver(this.rateLimits::add)
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> Mono.defer(() -> {
				this.requests.add(Duration.ofMillis(now() - this.beganAt));
				Mono<ClientResponse> answer = this.answers.remove();
				return (answer == REFUSED) ? answer : written(request).then(answer);
			})))
			.build();
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

	private static Mono<ClientResponse> message() {
		return Mono.fromSupplier(
				() -> ClientResponse.create(HttpStatusCode.valueOf(200)).body("{\"id\":\"message-4711\"}").build());
	}

	private static Mono<ClientResponse> status(int status, String... header) {
		return Mono.fromSupplier(() -> {
			ClientResponse.Builder response = ClientResponse.create(HttpStatusCode.valueOf(status))
				.body("{\"code\":\"some_code\",\"message\":\"Some message\"}");
			return ((header.length > 0) ? response.header(header[0], header[1]) : response).build();
		});
	}

	private static Mono<ClientResponse> reset() {
		return failure(new IOException("Connection reset"));
	}

	private static Mono<ClientResponse> refused() {
		return REFUSED;
	}

	private static Mono<Void> written(ClientRequest request) {
		return request.writeTo(new MockClientHttpRequest(request.method(), request.url()),
				ExchangeStrategies.withDefaults());
	}

	private static Mono<ClientResponse> failure(Exception cause) {
		return Mono.error(() -> new WebClientRequestException(cause, HttpMethod.GET,
				URI.create("https://api.brevo.com"), HttpHeaders.EMPTY));
	}

	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
