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

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.util.component.LifeCycle;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;

/**
 * Makes Jetty's client fit for the calls to Brevo. Applied last, it leaves what the
 * application has set otherwise.
 */
public final class JettyHardening implements Consumer<HttpClient> {

	private final ConnectorSettings settings;

	/**
	 * Create a hardening.
	 * @param settings how to connect
	 */
	public JettyHardening(ConnectorSettings settings) {
		this.settings = settings;
	}

	static HardenedConnector connector(ConnectorSettings settings) {
		HttpClient client = new HttpClient();
		new JettyHardening(settings).accept(client);
		return HardenedConnector.of(connecting(new JettyClientHttpConnector(client)), () -> stop(client));
	}

	/**
	 * Return a connector that fails with a {@link ConnectException} if it is not
	 * connected in time. Jetty waits for responses with another kind of timeout.
	 * @param connector the connector
	 * @return another connector
	 */
	public static ClientHttpConnector connecting(JettyClientHttpConnector connector) {
		return (method, uri, requestCallback) -> connector.connect(method, uri, requestCallback)
			.onErrorMap(SocketTimeoutException.class,
					(failure) -> new ConnectException(failure.getMessage()).initCause(failure));
	}

	/**
	 * Stop a client and its threads.
	 * @param client the client
	 */
	public static void stop(HttpClient client) {
		LifeCycle.stop(client);
	}

	/**
	 * Set that no redirects are followed, that Brevo's 401 is a response like any other,
	 * and that keys appear in no log; and the timeouts of the settings.
	 * @param client the client, which is not started
	 */
	@Override
	public void accept(HttpClient client) {
		client.setFollowRedirects(false);
		client.setConnectTimeout(this.settings.connectTimeout().toMillis());
		// also ends a connection that waits for a response
		client.setIdleTimeout(longest(ConnectorSettings.MAX_IDLE_TIME, this.settings.readTimeout()).toMillis());
		client.setMaxConnectionsPerDestination(ConnectorSettings.MAX_CONNECTIONS);
		bound(client.getHttpClientTransport());
		HttpProxySettings proxy = this.settings.proxy();
		if (proxy != null) {
			proxy(client, proxy);
		}
		client.getRequestListeners().addListener(new MaskedHeaders());
		// its own handlers come with the start
		client.addEventListener(new LifeCycle.Listener() {

			@Override
			public void lifeCycleStarted(LifeCycle event) {
				client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
				client.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
				client.getProtocolHandlers().put(new ChallengedByProxy(client));
			}

		});
	}

	private static Duration longest(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private static void bound(HttpClientTransport transport) {
		ConnectionPool.Factory factory = transport.getConnectionPoolFactory();
		transport.setConnectionPoolFactory((destination) -> {
			ConnectionPool pool = factory.newConnectionPool(destination);
			if (pool instanceof AbstractConnectionPool bounded) {
				bounded.setMaxDuration(ConnectorSettings.MAX_LIFE_TIME.toMillis());
			}
			return pool;
		});
	}

	private static void proxy(HttpClient client, HttpProxySettings settings) {
		HttpProxy proxy = new HttpProxy(settings.host(), settings.port()) {

			@Override
			public boolean matches(Origin origin) {
				// not the request to the proxy itself, which would be written wrongly
				return super.matches(origin) && settings.isFor(origin.getAddress().getHost());
			}

		};
		List.copyOf(client.getProxyConfiguration().getProxies()).forEach(client.getProxyConfiguration()::removeProxy);
		client.getProxyConfiguration().addProxy(proxy);
		String password = settings.password();
		if (settings.username() != null) {
			client.getAuthenticationStore()
				.addAuthenticationResult(new BasicAuthentication.BasicResult(proxy.getURI(),
						HttpHeader.PROXY_AUTHORIZATION, settings.username(), (password != null) ? password : ""));
		}
	}

	/**
	 * Answers the challenges of a proxy, but takes a refusal without a challenge for an
	 * response, not for a violation of the protocol.
	 */
	private static final class ChallengedByProxy extends ProxyAuthenticationProtocolHandler {

		private ChallengedByProxy(HttpClient client) {
			super(client);
		}

		@Override
		public boolean accept(Request request, Response response) {
			return super.accept(request, response) && response.getHeaders().contains(HttpHeader.PROXY_AUTHENTICATE);
		}

	}

	/**
	 * Keeps secrets out of the headers that Jetty writes to the log at debug level.
	 */
	private static final class MaskedHeaders implements Request.Listener {

		private static final List<String> SECRETS = List.of("api-key", "partner-key", "Authorization",
				"Proxy-Authorization");

		@Override
		public void onQueued(Request request) {
			request.headers((headers) -> SECRETS.forEach((name) -> {
				HttpField field = headers.getField(name);
				if (field != null) {
					headers.put(new MaskedField(field.getName(), field.getValue()));
				}
			}));
		}

	}

	/**
	 * A header that is encoded once, and does not tell its value otherwise.
	 */
	private static final class MaskedField extends PreEncodedHttpField {

		private MaskedField(String name, String value) {
			super(name, value);
		}

		@Override
		public String getValue() {
			return "******";
		}

		@Override
		public String toString() {
			return getName() + ": " + getValue();
		}

	}

}
