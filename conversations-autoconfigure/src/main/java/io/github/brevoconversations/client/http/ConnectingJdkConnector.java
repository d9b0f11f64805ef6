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

package io.github.brevoconversations.client.http;

import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JdkClientHttpConnector;

/**
 * Bounds how long the JDK's client may take to be connected, whatever is on the way.
 */
final class ConnectingJdkConnector implements ClientHttpConnector {

	private final JdkClientHttpConnector connector;

	private final Duration timeout;

	ConnectingJdkConnector(JdkClientHttpConnector connector, Duration timeout) {
		this.connector = connector;
		this.timeout = timeout;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return "https".equalsIgnoreCase(uri.getScheme()) ? connectInTime(method, uri, requestCallback)
				: this.connector.connect(method, uri, requestCallback);
	}

	private Mono<ClientHttpResponse> connectInTime(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			AtomicBoolean waiting = new AtomicBoolean();
			Mono<Long> late = Mono.delay(this.timeout)
				.flatMap((tick) -> waiting.get() ? Mono.just(tick) : Mono.never());
			return this.connector
				.connect(method, uri, (request) -> requestCallback.apply(new WaitingRequest(request, waiting)))
				.timeout(late, Mono.error(() -> new HttpConnectTimeoutException("HTTP connect timed out")));
		});
	}

	/**
	 * A request that waits for a connection until its body is asked for.
	 */
	private static final class WaitingRequest extends ClientHttpRequestDecorator {

		private final AtomicBoolean waiting;

		private WaitingRequest(ClientHttpRequest request, AtomicBoolean waiting) {
			super(request);
			this.waiting = waiting;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			this.waiting.set(true);
			return super.writeWith(
					Flux.<DataBuffer>from(body).doOnSubscribe((subscription) -> this.waiting.set(false)));
		}

	}

}
