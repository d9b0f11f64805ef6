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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;

/**
 * Hardens Apache HttpComponents' client for the calls to Brevo. It is applied after the
 * application's own settings, and changes nothing else.
 */
public final class HttpComponentsHardening {

	private static final List<String> SECRETS = List.of("api-key", "partner-key", "Authorization");

	private final ConnectorSettings settings;

	private final Duration maxAge;

	/**
	 * The calls that were made but have not begun, by their requests. Each call has its
	 * own request.
	 */
	private final Map<Object, UnderWay> calls = Collections.synchronizedMap(new IdentityHashMap<>());

	/**
	 * Create a hardening.
	 * @param settings how to connect
	 */
	public HttpComponentsHardening(ConnectorSettings settings) {
		this(settings, ConnectorSettings.MAX_LIFE_TIME);
	}

	private HttpComponentsHardening(ConnectorSettings settings, Duration maxAge) {
		this.settings = settings;
		this.maxAge = maxAge;
	}

	static HardenedConnector connector(ConnectorSettings settings, Duration maxAge) {
		HttpComponentsHardening hardening = new HttpComponentsHardening(settings, maxAge);
		ConnectionConfig.Builder connections = ConnectionConfig.custom();
		hardening.harden(connections);
		PoolingAsyncClientConnectionManagerBuilder pool = PoolingAsyncClientConnectionManagerBuilder.create()
			.useSystemProperties()
			.setDefaultConnectionConfig(connections.build());
		hardening.harden(pool);
		HttpAsyncClientBuilder client = HttpAsyncClientBuilder.create()
			.useSystemProperties()
			.setConnectionManager(pool.build());
		hardening.harden(client);
		HttpComponentsClientHttpConnector connector = new HttpComponentsClientHttpConnector(client.build());
		return HardenedConnector.of(hardening.cancellable(connector), () -> close(connector));
	}

	/**
	 * Close a connector, its connections and its threads.
	 * @param connector the connector
	 * @throws UncheckedIOException if the connector cannot be closed
	 */
	public static void close(HttpComponentsClientHttpConnector connector) {
		try {
			connector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Switch off redirects, retries and authentication, keep keys and messages out of the
	 * log, and set the proxy.
	 * @param builder the builder of the client
	 */
	public void harden(HttpAsyncClientBuilder builder) {
		builder.disableRedirectHandling()
			.disableAutomaticRetries()
			.disableAuthCaching()
			.setThreadFactory(new TransportThreads("brevo-httpclient"))
			.setTargetAuthenticationStrategy((type, challenges, context) -> List.of())
			// replaces the one that writes all bytes to the log
			.setIoSessionDecorator((session) -> session)
			.addExecInterceptorFirst("brevo", this::execute)
			.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "brevo-timeouts", this::transport);
		HttpProxySettings proxy = this.settings.proxy();
		if (proxy != null) {
			proxy(builder, proxy);
		}
	}

	/**
	 * Set the maximum number of connections.
	 * @param builder the builder of the connections
	 */
	public void harden(PoolingAsyncClientConnectionManagerBuilder builder) {
		builder.setMaxConnPerRoute(ConnectorSettings.MAX_CONNECTIONS)
			.setMaxConnTotal(ConnectorSettings.MAX_CONNECTIONS);
	}

	/**
	 * Set the timeouts of connections.
	 * @param builder the builder of their configuration
	 */
	public void harden(ConnectionConfig.Builder builder) {
		builder.setConnectTimeout(this.settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
			.setSocketTimeout(Math.toIntExact(this.settings.readTimeout().toMillis()), TimeUnit.MILLISECONDS)
			.setIdleTimeout(ConnectorSettings.MAX_IDLE_TIME.toMillis(), TimeUnit.MILLISECONDS)
			.setTimeToLive(this.maxAge.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Return a connector that ends a cancelled call at once, instead of keeping its
	 * connection until the read timeout, and that fails with a
	 * {@link NotConnectedException} if it does not connect in time. Its client must be
	 * {@linkplain #harden hardened} by this object.
	 * @param connector the connector
	 * @return another connector
	 */
	public ClientHttpConnector cancellable(HttpComponentsClientHttpConnector connector) {
		return (method, uri, requestCallback) -> Mono.defer(() -> {
			UnderWay call = new UnderWay();
			return connector.connect(method, uri, (request) -> {
				this.calls.put(request.getNativeRequest(), call);
				return requestCallback.apply(request);
			}).doOnCancel(call::cancel).doFinally((signal) -> this.calls.values().remove(call));
		});
	}

	private static void proxy(HttpAsyncClientBuilder builder, HttpProxySettings settings) {
		HttpHost proxy = new HttpHost(settings.host(), settings.port());
		builder.setRoutePlanner(new DefaultRoutePlanner(null) {

			@Override
			protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
				return settings.isFor(target.getHostName()) ? proxy : null;
			}

		});
		BasicCredentialsProvider credentials = new BasicCredentialsProvider();
		String password = settings.password();
		if (settings.username() != null) {
			credentials.setCredentials(new AuthScope(proxy), new UsernamePasswordCredentials(settings.username(),
					((password != null) ? password : "").toCharArray()));
		}
		builder.setDefaultCredentialsProvider(credentials);
	}

	private void execute(HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope,
			AsyncExecChain chain, AsyncExecCallback callback) throws HttpException, IOException {
		RequestConfig config = scope.clientContext.getRequestConfigOrDefault();
		scope.clientContext.setRequestConfig(RequestConfig.copy(config)
			.setRedirectsEnabled(false)
			// the timeout of the CONNECT request to a proxy, which precedes the request
			// of the call
			.setResponseTimeout(this.settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
			.setConnectionRequestTimeout(this.settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
			.setHardCancellationEnabled(true)
			.build());
		for (String name : SECRETS) {
			Header header = request.getFirstHeader(name);
			if (header != null) {
				request.setHeader(new MaskedHeader(name, header.getValue()));
			}
		}
		UnderWay call = this.calls.remove(scope.originalRequest);
		if (call != null) {
			scope.clientContext.setAttribute(UnderWay.class.getName(), call);
			call.context = scope.clientContext;
			call.begin(() -> {
				boolean cancelled = scope.cancellableDependency.cancel();
				// otherwise, the connection would be kept until the response or the
				// timeout
				scope.execRuntime.discardEndpoint();
				return cancelled;
			});
		}
		chain.proceed(request, body, scope, (call != null) ? new ConnectingCallback(callback, call) : callback);
	}

	private void transport(HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope,
			AsyncExecChain chain, AsyncExecCallback callback) throws HttpException, IOException {
		RequestConfig config = scope.clientContext.getRequestConfigOrDefault();
		scope.clientContext.setRequestConfig(RequestConfig.copy(config)
			.setResponseTimeout(this.settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
			.build());
		if (scope.clientContext.getAttribute(UnderWay.class.getName()) instanceof UnderWay call) {
			call.connected = true;
		}
		chain.proceed(request, body, scope, callback);
	}

	/**
	 * A call in flight.
	 */
	private static final class UnderWay {

		private @Nullable Cancellable exchange;

		private boolean cancelled;

		private volatile boolean connected;

		private volatile @Nullable HttpClientContext context;

		private boolean wasSent(Exception failure) {
			HttpClientContext context = this.context;
			EndpointDetails connection = (context != null) ? context.getEndpointDetails() : null;
			boolean isNew = connection != null && connection.getResponseCount() == 0;
			return this.connected && !(isNew && context != null
					&& RefusedCertificate.preventedRequest(failure, context.getSSLSession()));
		}

		private synchronized void begin(Cancellable exchange) {
			this.exchange = exchange;
			if (this.cancelled) {
				exchange.cancel();
			}
		}

		private synchronized void cancel() {
			this.cancelled = true;
			if (this.exchange != null) {
				this.exchange.cancel();
			}
		}

	}

	/**
	 * Reports what happened before there was a connection: a failure to connect, or the
	 * response of a proxy, which the client would otherwise report as the response to the
	 * request.
	 */
	private static final class ConnectingCallback implements AsyncExecCallback {

		private final AsyncExecCallback callback;

		private final UnderWay call;

		private ConnectingCallback(AsyncExecCallback callback, UnderWay call) {
			this.callback = callback;
			this.call = call;
		}

		@Override
		public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entityDetails)
				throws HttpException, IOException {
			if (!this.call.connected) {
				throw NotConnectedException.refusedByProxy(response.getCode());
			}
			return this.callback.handleResponse(response, entityDetails);
		}

		@Override
		public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
			this.callback.handleInformationResponse(response);
		}

		@Override
		public void completed() {
			this.callback.completed();
		}

		@Override
		public void failed(Exception failure) {
			boolean transport = failure instanceof IOException || failure instanceof HttpException
					|| failure instanceof TimeoutException;
			this.callback
				.failed((transport && !this.call.wasSent(failure)) ? NotConnectedException.because(failure) : failure);
		}

	}

	/**
	 * A header that does not reveal its value in the log.
	 */
	private static final class MaskedHeader extends BasicHeader {

		private static final long serialVersionUID = 1L;

		private MaskedHeader(String name, String value) {
			super(name, value, true);
		}

		@Override
		public String toString() {
			return getName() + ": ******";
		}

	}

}
