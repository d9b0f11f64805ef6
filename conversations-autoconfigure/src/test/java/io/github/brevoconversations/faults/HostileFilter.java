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

package io.github.brevoconversations.faults;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import javax.net.ssl.SSLHandshakeException;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * What filters of an application may do with each of its calls, among them those to
 * Brevo, without having a message of it in mind.
 */
enum HostileFilter {

	RETRIES((request, next) -> next.exchange(request).retry(3)),

	RETRIES_ERRORS((request, next) -> next.exchange(request)
		.flatMap((response) -> response.statusCode().isError() ? response.createException().flatMap(Mono::error)
				: Mono.just(response))
		.retry(3)),

	EXCHANGES_TWICE((request, next) -> next.exchange(request)
		.flatMap((response) -> response.releaseBody().then(next.exchange(request)))),

	HEDGES((request, next) -> Flux.firstWithValue(next.exchange(request), next.exchange(copy(request))).next()),

	REPLACES_THE_BODY_AND_RETRIES((request, next) -> next.exchange(withBody(request)).retry(3)),

	REPLACES_THE_BODY_AND_FAILS((request, next) -> next.exchange(withBody(request))
		.flatMap((response) -> Mono.error(new ConnectException("Connection refused")))),

	DECORATES_THE_BODY_AND_FAILS((request, next) -> next.exchange(decorated(request))
		.flatMap((response) -> Mono.error(new ConnectException("Connection refused")))),

	MAKES_ANOTHER_REQUEST((request, next) -> next
		.exchange(ClientRequest.create(request.method(), request.url()).body(request.body()).build())
		.flatMap((response) -> Mono.error(new ConnectException("Connection refused")))),

	FAILS_WITH_REFUSED_CONNECTION((request, next) -> next.exchange(request)
		.flatMap((response) -> Mono.error(new ConnectException("Connection refused")))),

	FAILS_WITH_HANDSHAKE((request, next) -> next.exchange(request)
		.flatMap((response) -> Mono.error(new SSLHandshakeException("bad_certificate")))),

	FAILS_WITH_TIMEOUT((request, next) -> next.exchange(request)
		.flatMap((response) -> Mono.error(new SocketTimeoutException("connect timed out")))),

	THROWS((request, next) -> next.exchange(request).map((response) -> {
		throw new IllegalStateException("a filter failed");
	})),

	LOSES_THE_RESPONSE(
			(request, next) -> next.exchange(request).flatMap(ClientResponse::releaseBody).then(Mono.empty())),

	TIMES_OUT((request, next) -> next.exchange(request)
		.flatMap((response) -> Mono.<ClientResponse>never().timeout(Duration.ofMillis(1)))),

	MAKES_429_OF_IT((request, next) -> replaced(request, next, 429)),

	MAKES_503_OF_IT((request, next) -> replaced(request, next, 503)),

	MAKES_401_OF_IT((request, next) -> replaced(request, next, 401)),

	MAKES_407_OF_IT((request, next) -> replaced(request, next, 407)),

	MAKES_A_PAGE_OF_IT((request, next) -> next.exchange(request)
		.flatMap((response) -> response.releaseBody()
			.thenReturn(ClientResponse.create(HttpStatusCode.valueOf(200)).body("<html>Hello</html>").build()))),

	MAKES_204_OF_IT((request, next) -> next.exchange(request)
		.flatMap((response) -> response.releaseBody()
			.thenReturn(ClientResponse.create(HttpStatusCode.valueOf(204)).build()))),

	READS_THE_BODY_FIRST((request, next) -> copied(request).flatMap((copy) -> copied(request).thenReturn(copy))
		.flatMap((copy) -> next.exchange(request))),

	REPLACES_THE_BODY_BY_A_COPY((request, next) -> copied(request)
		.flatMap((copy) -> next.exchange(ClientRequest.from(request).body(BodyInserters.fromValue(copy)).build()))
		.retry(3)),

	SWITCHES_SCHEDULERS((request, next) -> next.exchange(request)
		.subscribeOn(Schedulers.boundedElastic())
		.publishOn(Schedulers.single())
		.publishOn(Schedulers.parallel())),

	BLOCKS((request, next) -> Mono.fromCallable(() -> next.exchange(request).block())
		.subscribeOn(Schedulers.boundedElastic())),

	REPEATS((request, next) -> next.exchange(request).repeat(2).last()),

	CACHES((request, next) -> {
		Mono<ClientResponse> response = next.exchange(request).cache();
		return response.then(response);
	}),

	READS_THE_RESPONSE((request, next) -> next.exchange(request)
		.flatMap((response) -> response.bodyToMono(String.class).thenReturn(response))),

	DETACHES_AND_FAILS(
			(request, next) -> detached(request, next).then(Mono.error(new ConnectException("Connection refused")))),

	DETACHES_AND_RETRIES((request, next) -> detached(request, next).then(next.exchange(request)));

	private final ExchangeFilterFunction filter;

	HostileFilter(ExchangeFilterFunction filter) {
		this.filter = filter;
	}

	ExchangeFilterFunction filter() {
		return this.filter;
	}

	private static Mono<ClientResponse> replaced(ClientRequest request, ExchangeFunction next, int status) {
		return next.exchange(request)
			.flatMap((response) -> response.releaseBody()
				.thenReturn(ClientResponse.create(HttpStatusCode.valueOf(status))
					.header("Retry-After", "0")
					.body("{\"code\":\"own\",\"message\":\"The filter's\"}")
					.build()));
	}

	// as filters do that send a copy first, whatever comes of it
	private static Mono<Void> detached(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request).flatMap(ClientResponse::releaseBody).onErrorComplete();
	}

	// as filters do that sign what is sent
	private static Mono<byte[]> copied(ClientRequest request) {
		MockClientHttpRequest copy = new MockClientHttpRequest(request.method(), request.url());
		return request.writeTo(copy, ExchangeStrategies.withDefaults())
			.then(Mono.defer(copy::getBodyAsString))
			.map((body) -> body.getBytes(StandardCharsets.UTF_8));
	}

	private static ClientRequest copy(ClientRequest request) {
		return ClientRequest.from(request).build();
	}

	private static ClientRequest withBody(ClientRequest request) {
		return ClientRequest.from(request).body(BodyInserters.fromValue("{}".getBytes(StandardCharsets.UTF_8))).build();
	}

	/**
	 * As filters do that write or sign what is sent.
	 */
	private static ClientRequest decorated(ClientRequest request) {
		return ClientRequest.from(request)
			.body((output, context) -> request.body().insert(new ClientHttpRequestDecorator(output) {

				@Override
				public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
					return super.writeWith(DataBufferUtils.join(Flux.from(body)));
				}

			}, context))
			.build();
	}

}
