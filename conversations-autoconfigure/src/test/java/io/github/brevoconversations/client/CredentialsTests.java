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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
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
 * Tests of what requests authenticate with, on virtual time.
 */
class CredentialsTests {

	private final List<HttpHeaders> sent = new ArrayList<>();

	private final Deque<ClientResponse> answers = new ArrayDeque<>();

	private final AtomicInteger asked = new AtomicInteger();

	@Test
	void asksForTheKeyForEachAttempt() {
		this.answers.add(answer(503, "{}"));
		StepVerifier.withVirtualTime(() -> ping((builder) -> builder.apiKeyProvider(this::nextKey)))
			.thenAwait(Duration.ofMinutes(1))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(this.sent).extracting((headers) -> headers.getFirst("api-key")).containsExactly("key-1", "key-2");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "sec ret", "sec\nret" })
	void sendsNothingWithoutAUsableKey(String key) {
		assertThat(unauthorized((builder) -> builder.apiKeyProvider(() -> {
			this.asked.incrementAndGet();
			return key;
		}))).hasMessageContaining("Nothing was sent for pingAgentOnline")
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("sec"));
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void sendsNothingIfTheKeyProviderFails() {
		assertThat(unauthorized((builder) -> builder.apiKeyProvider(() -> {
			throw new BrevoCredentialException("the vault is sealed", new IOException("vault said SECRET"));
		}))).hasMessageContaining("the vault is sealed").hasStackTraceContaining("java.io.IOException");
	}

	@ParameterizedTest
	@MethodSource
	void tellsNothingThatAProviderQuotes(Throwable failure) {
		for (BrevoException exception : List.of(
				failure((builder) -> builder.accessTokenProvider(() -> Mono.error(failure))),
				failure((builder) -> builder.apiKeyProvider(() -> {
					throw Exceptions.propagate(failure);
				})))) {
			assertThat(exception).hasMessageContaining("Nothing was sent for pingAgentOnline")
				.hasStackTraceContaining(CredentialsTests.class.getName());
			StringWriter trace = new StringWriter();
			exception.printStackTrace(new PrintWriter(trace));
			assertThat(trace.toString()).doesNotContain("SECRET").contains(failure.getClass().getName());
		}
	}

	static Throwable[] tellsNothingThatAProviderQuotes() {
		IllegalStateException suppressing = new IllegalStateException("failed");
		suppressing.addSuppressed(new IOException("vault said SECRET"));
		return new Throwable[] { new IllegalStateException("vault said SECRET"), new IOException("vault said SECRET"),
				new ConnectException("https://user:SECRET@vault.example.org"), suppressing,
				new IllegalStateException("failed", new IOException("vault said SECRET")) };
	}

	@Test
	void retainsNoRequestOfTheKeyProvider() {
		WebClientRequestException failure = new WebClientRequestException(new IOException("reset"), HttpMethod.GET,
				URI.create("https://vault.example.org"), new HttpHeaders());
		assertThat(unauthorized((builder) -> builder.apiKeyProvider(() -> {
			throw failure;
		}))).hasStackTraceContaining("java.io.IOException")
			.satisfies(
					(exception) -> assertThat(exception.getCause()).isNotInstanceOf(WebClientRequestException.class));
	}

	@Test
	void doesNotQuoteAProvidedKey() {
		this.answers.add(answer(401, "{\"message\":\"Key key-1 not found\"}"));
		StepVerifier.create(ping((builder) -> builder.apiKeyProvider(this::nextKey)))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(BrevoUnauthorizedException.class)
				.hasMessageContaining("Key ****** not found")
				.hasMessageContaining("does not accept the API key"))
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void sendsATokenInsteadOfAKey() {
		StepVerifier.create(ping((builder) -> builder.accessTokenProvider(tokens(true)).partnerKey("partner")))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(this.sent).singleElement().satisfies((headers) -> {
			assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer token-1");
			assertThat(headers.containsHeader("api-key")).isFalse();
			assertThat(headers.getFirst("partner-key")).isEqualTo("partner");
		});
	}

	@Test
	void triesAnotherTokenOnceIfOneIsRejected() {
		this.answers.add(answer(401, "{\"message\":\"bad token\"}"));
		StepVerifier.create(send((builder) -> builder.accessTokenProvider(tokens(true)).retry(RetrySettings.none())))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(tokensSent()).containsExactly("Bearer token-1", "Bearer token-2");
	}

	@Test
	void doesNotTryAThirdToken() {
		this.answers.add(answer(401, "{\"message\":\"token-1 is bad\"}"));
		this.answers.add(answer(401, "{\"message\":\"token-2 is bad\"}"));
		StepVerifier.create(send((builder) -> builder.accessTokenProvider(tokens(true))))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(BrevoUnauthorizedException.class)
				.hasMessageContaining("does not accept the access token")
				.hasMessageContaining("****** is bad"))
			.verify(Duration.ofSeconds(20));
		assertThat(tokensSent()).containsExactly("Bearer token-1", "Bearer token-2");
	}

	@Test
	void triesNoOtherTokenIfThereIsNone() {
		this.answers.add(answer(401, "{\"code\":\"unauthorized\"}"));
		StepVerifier.create(send((builder) -> builder.accessTokenProvider(tokens(false))))
			.expectError(BrevoUnauthorizedException.class)
			.verify(Duration.ofSeconds(20));
		assertThat(tokensSent()).containsExactly("Bearer token-1");
	}

	@Test
	void triesNoOtherTokenIfTheAddressIsRejected() {
		this.answers.add(answer(401, "{\"message\":\"an unrecognised IP address 192.0.2.1\"}"));
		StepVerifier.create(send((builder) -> builder.accessTokenProvider(tokens(true))))
			.expectError(BrevoUnauthorizedException.class)
			.verify(Duration.ofSeconds(20));
		assertThat(tokensSent()).containsExactly("Bearer token-1");
	}

	@Test
	void retriesASendForWhichNoTokenCouldBeObtained() {
		List<Mono<String>> tokens = Arrays.asList(Mono.error(new IOException("refused")),
				Mono.error(new TimeoutException()), Mono.just("token-3"));
		StepVerifier.withVirtualTime(
				() -> send((builder) -> builder.accessTokenProvider(() -> tokens.get(this.asked.getAndIncrement()))))
			.thenAwait(Duration.ofMinutes(1))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(tokensSent()).containsExactly("Bearer token-3");
	}

	@Test
	void knowsThatNothingWasSentIfNoTokenCouldBeObtained() {
		StepVerifier
			.withVirtualTime(
					() -> send((builder) -> builder.accessTokenProvider(() -> Mono.error(new IOException("refused")))))
			.thenAwait(Duration.ofMinutes(1))
			.expectErrorSatisfies((failure) -> assertThat(failure)
				.isInstanceOfSatisfying(BrevoCommunicationException.class,
						(communication) -> assertThat(communication.isRequestSent()).isFalse())
				.hasMessageContaining("no access token could be obtained: java.io.IOException"))
			.verify(Duration.ofSeconds(20));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void knowsThatNothingWasSentIfNoTokenCameInTime() {
		StepVerifier.withVirtualTime(() -> send((builder) -> builder.accessTokenProvider(Mono::never)))
			.thenAwait(Duration.ofMinutes(1))
			.expectErrorSatisfies(
					(failure) -> assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
							(communication) -> assertThat(communication.isRequestSent()).isFalse()))
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void doesNotKnowThatNothingWasSentAfterAnEarlierAttempt() {
		this.answers.add(answer(503, "{}"));
		List<Mono<String>> tokens = List.of(Mono.just("token-1"), Mono.never());
		StepVerifier.withVirtualTime(
				() -> ping((builder) -> builder.accessTokenProvider(() -> tokens.get(this.asked.getAndIncrement()))))
			.thenAwait(Duration.ofMinutes(1))
			.expectErrorSatisfies(
					(failure) -> assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
							(communication) -> assertThat(communication.isRequestSent()).isTrue()))
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void sendsNothingIfTokensAreRejected() {
		assertThat(unauthorized((builder) -> builder.accessTokenProvider(() -> {
			this.asked.incrementAndGet();
			return Mono.error(new BrevoCredentialException("invalid_client"));
		}))).hasMessageContaining("invalid_client");
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void sendsNothingWithoutAToken() {
		assertThat(unauthorized((builder) -> builder.accessTokenProvider(Mono::empty)))
			.hasMessageContaining("the provider returned none");
	}

	@Test
	void usesTheCredentialThatIsSetLast() {
		StepVerifier.create(ping((builder) -> builder.accessTokenProvider(tokens(true)).apiKey("the-key")))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(this.sent).singleElement()
			.satisfies((headers) -> assertThat(headers.getFirst("api-key")).isEqualTo("the-key"));
	}

	private BrevoException failure(Function<ConversationsClientBuilder, ConversationsClientBuilder> credentials) {
		return (BrevoException) ping((builder) -> credentials.apply(builder).retry(RetrySettings.none())).materialize()
			.map(Signal::getThrowable)
			.block(Duration.ofSeconds(20));
	}

	private BrevoException unauthorized(Function<ConversationsClientBuilder, ConversationsClientBuilder> credentials) {
		List<Throwable> failures = new ArrayList<>();
		StepVerifier.withVirtualTime(() -> ping(credentials))
			.thenAwait(Duration.ofMinutes(1))
			.expectErrorSatisfies(failures::add)
			.verify(Duration.ofSeconds(20));
		assertThat(this.sent).isEmpty();
		assertThat(failures).singleElement().isInstanceOf(BrevoUnauthorizedException.class);
		BrevoException failure = (BrevoException) failures.get(0);
		assertThat(failure.getStatusCode()).isNull();
		return failure;
	}

	private Mono<Void> ping(Function<ConversationsClientBuilder, ConversationsClientBuilder> credentials) {
		return client(credentials).pingAgentOnline(AgentIdentity.ofId("liz"));
	}

	private Mono<ConversationsMessage> send(
			Function<ConversationsClientBuilder, ConversationsClientBuilder> credentials) {
		return client(credentials).sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz")));
	}

	private ConversationsClient client(Function<ConversationsClientBuilder, ConversationsClientBuilder> credentials) {
		return credentials
			.apply(ConversationsClient.builder().webClientBuilder(WebClient.builder().exchangeFunction(this::exchange)))
			.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		MockClientHttpRequest written = new MockClientHttpRequest(request.method(), request.url());
		return request.writeTo(written, ExchangeStrategies.withDefaults()).then(Mono.fromCallable(() -> {
			this.sent.add(written.getHeaders());
			ClientResponse answer = this.answers.poll();
			return (answer != null) ? answer : answer(200, "{\"id\":\"m1\"}");
		}));
	}

	private List<String> tokensSent() {
		return this.sent.stream().map((headers) -> headers.getFirst("Authorization")).toList();
	}

	private String nextKey() {
		return "key-" + this.asked.incrementAndGet();
	}

	private BrevoAccessTokenProvider tokens(boolean another) {
		return new BrevoAccessTokenProvider() {

			@Override
			public Mono<String> getAccessToken() {
				return Mono.fromCallable(() -> "token-" + CredentialsTests.this.asked.incrementAndGet());
			}

			@Override
			public boolean refused(String accessToken) {
				assertThat(accessToken).isEqualTo("token-" + CredentialsTests.this.asked.get());
				return another;
			}

		};
	}

	private static ClientResponse answer(int status, String body) {
		return ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("Content-Type", "application/json")
			.body(body)
			.build();
	}

}
