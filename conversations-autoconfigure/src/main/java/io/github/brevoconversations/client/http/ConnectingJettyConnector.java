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
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import javax.net.ssl.SSLSession;

import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JettyClientHttpConnector;

/**
 * Fails with a {@link NotConnectedException} if Jetty's client is not connected, whatever
 * is on the way, and has a read timeout, of another kind than Jetty's own. If a response
 * is there at once, Jetty's client passes it on by the thread that subscribed, which is
 * perhaps not known to be one that must not block: then another thread takes over.
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
			Thread subscriber = Thread.currentThread();
			return this.connector.connect(method, uri, (request) -> {
				request.<Request>getNativeRequest()
					.timeout(this.readTimeout.toMillis(), TimeUnit.MILLISECONDS)
					.onRequestBegin(progress::begin);
				return requestCallback.apply(request);
			})
				.onErrorMap((failure) -> progress.wasSent(failure) ? failure : notConnected(failure))
				.flatMap((response) -> handedOver(response, subscriber))
				.onErrorResume((failure) -> (Thread.currentThread() == subscriber)
						? Mono.<ClientHttpResponse>error(failure).publishOn(Schedulers.parallel())
						: Mono.error(failure));
		});
	}

	// a callback that blocked the thread that subscribed would keep it from going on
	private static Mono<ClientHttpResponse> handedOver(ClientHttpResponse response, Thread subscriber) {
		return (Thread.currentThread() == subscriber) ? Mono.just(response)
			.publishOn(Schedulers.parallel())
			.doOnCancel(() -> response.getBody().take(0).subscribe()) : Mono.just(response);
	}

	private static Throwable notConnected(Throwable failure) {
		if (failure instanceof HttpResponseException refusal) {
			return NotConnectedException.refusedByProxy(refusal.getResponse().getStatus());
		}
		return (failure instanceof IOException || failure instanceof TimeoutException
				|| failure instanceof RejectedExecutionException) ? NotConnectedException.because(failure) : failure;
	}

	/**
	 * How far a request has come: it begins with a connection, but before the handshake.
	 */
	private static final class Progress {

		private volatile boolean begun;

		private volatile @Nullable Connection connection;

		void begin(Request request) {
			if (request.getConnection() instanceof Connection taken) {
				this.connection = taken;
			}
			this.begun = true;
		}

		boolean wasSent(Throwable failure) {
			Connection connection = this.connection;
			return this.begun && (connection == null || wasSent(failure, connection));
		}

		private static boolean wasSent(Throwable failure, Connection taken) {
			if (!(taken.getEndPoint() instanceof SslConnection.SslEndPoint endPoint)) {
				return true;
			}
			SSLSession session = endPoint.getSslConnection().getSSLEngine().getSession();
			return !NO_PROTOCOL.equals(session.getProtocol())
					&& !(taken.getMessagesIn() == 0 && RefusedCertificate.preventedRequest(failure, session));
		}

	}

}
