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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of filters that make a success of a failure: an application may respond to its
 * own questions, but no message is sent and no agent online because a filter says so.
 */
class FallbackFilterTests {

	private static final ExchangeFilterFunction FALLBACK = (request, next) -> next.exchange(request)
		.flatMap((response) -> response.statusCode().isError() ? response.releaseBody().thenReturn(fallback())
				: Mono.just(response))
		.onErrorResume((failure) -> Mono.just(fallback()));

	private final List<String> sent = new ArrayList<>();

	private Mono<ClientResponse> response = Mono.empty();

	private boolean connected = true;

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE", "PING_AGENT_ONLINE" })
	void believesBrevosRejectionRatherThanAFilter(Call call) {
		for (int status : new int[] { 400, 401, 402, 404, 429, 500, 503 }) {
			this.response = Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(status))
				.header("Retry-After", "0")
				.body("{\"code\":\"some_code\",\"message\":\"Some message\"}")
				.build());
			this.sent.clear();
			assertThat(failure(call, FALLBACK)).isInstanceOfSatisfying(BrevoException.class, (exception) -> {
				assertThat(exception.getStatusCode()).isEqualTo(status);
				assertThat(exception.getErrorMessage()).isEqualTo("Some message");
			});
			boolean again = !call.isSend() && (status == 429 || status >= 500);
			assertThat(this.sent).hasSize(again ? 3 : 1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE" })
	void doesNotResendWithAnotherTokenAfterAFilter(Call call) {
		this.response = Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(401))
			.body("{\"code\":\"unauthorized\",\"message\":\"Expired\"}")
			.build());
		ConversationsClient client = builder(FALLBACK).accessTokenProvider(new BrevoAccessTokenProvider() {

			@Override
			public Mono<String> getAccessToken() {
				return Mono.just("token");
			}

			@Override
			public boolean refused(String accessToken) {
				return true;
			}

		}).build();
		assertThat(failure(call, client)).isInstanceOf(BrevoUnauthorizedException.class);
		assertThat(this.sent).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE", "PING_AGENT_ONLINE" })
	void believesALostConnectionRatherThanAFilter(Call call) {
		this.response = Mono.error(new IOException("reset"));
		assertThat(failure(call, FALLBACK)).isInstanceOfSatisfying(BrevoCommunicationException.class,
				(exception) -> assertThat(exception.isRequestSent()).isTrue());
		assertThat(this.sent).hasSize(call.isSend() ? 1 : 3);
	}

	@ParameterizedTest
	@EnumSource(names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE", "PING_AGENT_ONLINE" })
	void believesARefusedConnectionRatherThanAFilter(Call call) {
		this.connected = false;
		assertThat(failure(call, FALLBACK)).isInstanceOfSatisfying(BrevoCommunicationException.class,
				(exception) -> assertThat(exception.isRequestSent()).isFalse());
		assertThat(this.sent).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "SEND_MESSAGE", "SEND_PUSHED_MESSAGE", "PING_AGENT_ONLINE" })
	void letsAFilterRespondToEverythingElse(Call call) {
		this.response = Mono.fromSupplier(
				() -> ClientResponse.create(HttpStatusCode.valueOf(404)).body("{\"code\":\"not_found\"}").build());
		assertThat(failure(call, FALLBACK)).isNull();
		this.response = Mono.error(new IOException("reset"));
		assertThat(failure(call, FALLBACK)).isNull();
		assertThat(this.sent).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void letsAFilterRespondInPlaceOfBrevo(Call call) {
		assertThat(failure(call, (request, next) -> Mono.just(fallback()))).isNull();
		assertThat(this.sent).isEmpty();
	}

	@Test
	void letsAFilterSendElsewhereWhatCouldNotBeSent() {
		this.connected = false;
		assertThat(
				failure(Call.SEND_MESSAGE,
						(request, next) -> next.exchange(request)
							.onErrorResume((failure) -> written(request).then(Mono.fromSupplier(() -> fallback())))))
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void believesBrevoAfterAnotherAttempt(boolean connected) {
		this.response = Mono.defer(() -> (this.sent.size() == 1) ? Mono.error(new IOException("reset"))
				: Mono.just(ClientResponse.create(HttpStatusCode.valueOf(204)).build()));
		this.connected = connected;
		ExchangeFilterFunction retrying = (request,
				next) -> next.exchange(request).doOnError((failure) -> this.connected = true).retry(1);
		assertThat(failure(Call.PING_AGENT_ONLINE, retrying)).isNull();
	}

	private Throwable failure(Call call, ExchangeFilterFunction filter) {
		return failure(call, builder(filter).apiKey("secret").build());
	}

	private ConversationsClientBuilder builder(ExchangeFilterFunction filter) {
		return ConversationsClient.builder()
			.retry(RetrySettings.defaults().withDelay(Duration.ZERO).withMaxDelay(Duration.ZERO))
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange).filter(filter));
	}

	private static Throwable failure(Call call, ConversationsClient client) {
		return call.on(client).materialize().block(Duration.ofSeconds(20)).getThrowable();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.defer(() -> this.connected ? written(request).then(Mono.defer(() -> {
			this.sent.add(request.method().name());
			return this.response;
		})) : Mono.error(new ConnectException("Connection refused")));
	}

	private static Mono<Void> written(ClientRequest request) {
		return request.writeTo(new OfHttpClient(), ExchangeStrategies.withDefaults());
	}

	private static ClientResponse fallback() {
		return ClientResponse.create(HttpStatusCode.valueOf(200))
			.body("{\"id\":\"message-4711\",\"visitorId\":\"foreign\"}")
			.build();
	}

	/**
	 * A request of an HTTP client.
	 */
	private static final class OfHttpClient extends MockClientHttpRequest {

		private OfHttpClient() {
			super(HttpMethod.POST, URI.create("https://api.brevo.com/v3"));
		}

		@Override
		@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
		public <T> T getNativeRequest() {
			return (T) "of an HTTP client";
		}

	}

}
