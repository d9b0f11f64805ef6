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

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JettyClientHttpConnector;

/**
 * Fails with a {@link ConnectException} if Jetty's client is not connected, whatever is
 * on the way, and has a read timeout, of another kind than Jetty's own.
 */
final class ConnectingJettyConnector implements ClientHttpConnector {

	private static final String NO_PROTOCOL = "NONE";

	private final JettyClientHttpConnector connector;

	private final Duration readTimeout;

	ConnectingJettyConnector(JettyClientHttpConnector connector, Duration readTimeout) {
		this.connector = connector;
		this.readTimeout = readTimeout;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			Progress progress = new Progress();
			return this.connector.connect(method, uri, (request) -> {
				request.<Request>getNativeRequest()
					.timeout(this.readTimeout.toMillis(), TimeUnit.MILLISECONDS)
					.onRequestBegin(progress::begin);
				return requestCallback.apply(request);
			}).onErrorMap((failure) -> progress.isConnected() ? failure : notConnected(failure));
		});
	}

	private static Throwable notConnected(Throwable failure) {
		if (failure instanceof HttpResponseException refusal) {
			return NotConnected.refusedByProxy(refusal.getResponse().getStatus());
		}
		return (failure instanceof IOException || failure instanceof TimeoutException) ? NotConnected.because(failure)
				: failure;
	}

	/**
	 * How far a request has come: it begins with a connection, but before the handshake.
	 */
	private static final class Progress {

		private volatile boolean begun;

		private volatile @Nullable SslConnection secure;

		void begin(Request request) {
			if (request.getConnection() instanceof Connection connection
					&& connection.getEndPoint() instanceof SslConnection.SslEndPoint endPoint) {
				this.secure = endPoint.getSslConnection();
			}
			this.begun = true;
		}

		boolean isConnected() {
			SslConnection secure = this.secure;
			return this.begun
					&& (secure == null || !NO_PROTOCOL.equals(secure.getSSLEngine().getSession().getProtocol()));
		}

	}

}
