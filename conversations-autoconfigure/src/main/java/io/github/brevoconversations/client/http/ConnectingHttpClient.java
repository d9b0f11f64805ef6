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
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * The JDK's client, which bounds how long it may take to be connected, whatever is on the
 * way, and tells what came before that. It asks a body for its length, even if that is
 * zero, as soon as it is connected: nothing else tells. Only asynchronous exchanges are
 * bounded, since Spring's connector makes no others.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectingHttpClient extends HttpClient {

	private final RenewedHttpClient clients;

	private final Duration timeout;

	ConnectingHttpClient(RenewedHttpClient clients, Duration timeout) {
		this.clients = clients;
		this.timeout = timeout;
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request,
			HttpResponse.BodyHandler<T> responseBodyHandler) {
		return sendAsync(request, responseBodyHandler, null);
	}

	private static HttpRequest observed(HttpRequest request, Exchange<?> exchange) {
		HttpRequest.BodyPublisher body = request.bodyPublisher().orElseGet(HttpRequest.BodyPublishers::noBody);
		return HttpRequest.newBuilder(request, (name, value) -> true)
			.method(request.method(), new ObservedBody(body, exchange))
			.build();
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler)
			throws IOException, InterruptedException {
		return this.clients.get().send(request, responseBodyHandler);
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request,
			HttpResponse.BodyHandler<T> responseBodyHandler,
			HttpResponse.@Nullable PushPromiseHandler<T> pushPromiseHandler) {
		Exchange<T> exchange = new Exchange<>();
		exchange.begin(
				this.clients.get().sendAsync(observed(request, exchange), responseBodyHandler, pushPromiseHandler),
				this.timeout);
		return exchange;
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.clients.get().cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.clients.get().connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.clients.get().followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.clients.get().proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.clients.get().sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.clients.get().sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.clients.get().authenticator();
	}

	@Override
	public Version version() {
		return this.clients.get().version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.clients.get().executor();
	}

	/**
	 * An exchange, which fails with a {@link NotConnectedException} as long as there is
	 * no connection, or if that takes too long.
	 *
	 * @param <T> the type of the response's body
	 */
	private static final class Exchange<T> extends CompletableFuture<HttpResponse<T>> {

		private final Disposable.Swap timer = Disposables.swap();

		// decided once, so that nothing is sent after it was said that nothing was
		private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);

		private volatile @Nullable CompletableFuture<HttpResponse<T>> response;

		void begin(CompletableFuture<HttpResponse<T>> response, Duration timeout) {
			this.response = response;
			response.whenComplete(this::end);
			if (this.stage.get() == Stage.CONNECTING && !isDone()) {
				this.timer
					.update(Schedulers.parallel().schedule(this::expire, timeout.toMillis(), TimeUnit.MILLISECONDS));
			}
		}

		void connected() {
			if (!isConnected() && !this.stage.compareAndSet(Stage.CONNECTING, Stage.CONNECTED)) {
				throw new IllegalStateException("The connection came too late");
			}
			this.timer.dispose();
		}

		private void expire() {
			if (this.stage.compareAndSet(Stage.CONNECTING, Stage.NOT_CONNECTED)) {
				completeExceptionally(
						NotConnectedException.because(new HttpConnectTimeoutException("HTTP connect timed out")));
				cancelExchange();
			}
		}

		private void end(@Nullable HttpResponse<T> response, @Nullable Throwable failure) {
			this.timer.dispose();
			if (failure != null) {
				Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
						? failure.getCause() : failure;
				this.stage.compareAndSet(Stage.CONNECTING, Stage.NOT_CONNECTED);
				completeExceptionally(isConnected() ? cause : notConnected(cause));
			}
			else if (isConnected()) {
				complete(response);
			}
			else if (response != null) {
				completeExceptionally(NotConnectedException.refusedByProxy(response.statusCode()));
				cancel(response.body());
			}
		}

		private boolean isConnected() {
			return this.stage.get() == Stage.CONNECTED;
		}

		private static Throwable notConnected(Throwable failure) {
			return (failure instanceof IOException) ? NotConnectedException.because(failure) : failure;
		}

		private static void cancel(@Nullable Object body) {
			if (body instanceof Flow.Publisher<?> publisher) {
				publisher.subscribe(new Cancelled());
			}
		}

		private void cancelExchange() {
			CompletableFuture<HttpResponse<T>> response = this.response;
			if (response != null) {
				response.cancel(true);
			}
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			this.timer.dispose();
			boolean cancelled = super.cancel(mayInterruptIfRunning);
			cancelExchange();
			return cancelled;
		}

	}

	private enum Stage {

		CONNECTING, CONNECTED, NOT_CONNECTED

	}

	/**
	 * A body that tells when it is asked for.
	 *
	 * @param body the body
	 * @param exchange is told
	 */
	private record ObservedBody(HttpRequest.BodyPublisher body,
			Exchange<?> exchange) implements HttpRequest.BodyPublisher {

		@Override
		public long contentLength() {
			this.exchange.connected();
			return this.body.contentLength();
		}

		@Override
		public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
			this.exchange.connected();
			this.body.subscribe(subscriber);
		}

	}

	/**
	 * Reads nothing of a body.
	 */
	private static final class Cancelled implements Flow.Subscriber<Object> {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.cancel();
		}

		@Override
		public void onNext(Object part) {
			// was not asked for
		}

		@Override
		public void onError(Throwable failure) {
			// nobody waits for it
		}

		@Override
		public void onComplete() {
			// nobody waits for it
		}

	}

}
