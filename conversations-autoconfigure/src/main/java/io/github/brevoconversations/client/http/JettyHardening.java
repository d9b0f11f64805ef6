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

import java.nio.charset.StandardCharsets;
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
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;

/**
 * Hardens Jetty's client for the calls to Brevo. It is applied after the application's
 * own settings, and changes nothing else.
 */
public final class JettyHardening implements Consumer<HttpClient> {

	private final ConnectorSettings settings;

	private final Duration maxAge;

	/**
	 * Create a hardening.
	 * @param settings how to connect
	 */
	public JettyHardening(ConnectorSettings settings) {
		this(settings, ConnectorSettings.MAX_LIFE_TIME);
	}

	private JettyHardening(ConnectorSettings settings, Duration maxAge) {
		this.settings = settings;
		this.maxAge = maxAge;
	}

	static HardenedConnector connector(ConnectorSettings settings, Duration maxAge) {
		HttpClient client = new HttpClient();
		JettyHardening hardening = new JettyHardening(settings, maxAge);
		hardening.accept(client);
		return HardenedConnector.of(hardening.connecting(new JettyClientHttpConnector(client)), () -> stop(client));
	}

	/**
	 * Return a connector that has the read timeout of the settings, and fails with a
	 * {@link NotConnectedException} if it does not connect in time. Jetty's client itself
	 * has no read timeout, so each request gets one for its whole response.
	 * @param connector the connector
	 * @return another connector
	 */
	public ClientHttpConnector connecting(JettyClientHttpConnector connector) {
		return new ConnectingJettyConnector(connector, this.settings.readTimeout());
	}

	/**
	 * Stop a client and its threads for good. Otherwise, Spring's connector would start
	 * the client again with the next call.
	 * @param client the client
	 */
	public static void stop(HttpClient client) {
		client.addEventListener(new LifeCycle.Listener() {

			@Override
			public void lifeCycleStarting(LifeCycle event) {
				throw new ConnectorClosedException();
			}

		});
		LifeCycle.stop(client);
	}

	/**
	 * Switch off redirects, let Brevo's 401 be a response like any other, keep keys out
	 * of the log, and set the timeouts and the proxy.
	 * @param client the client, which is not started
	 */
	@Override
	public void accept(HttpClient client) {
		client.setFollowRedirects(false);
		// otherwise, it would be sent in addition to the call's
		client.setUserAgentField(null);
		client.setConnectTimeout(this.settings.connectTimeout().toMillis());
		// the idle timeout also ends a connection that waits for a response
		client.setIdleTimeout(longest(ConnectorSettings.MAX_IDLE_TIME, this.settings.readTimeout()).toMillis());
		client.setMaxConnectionsPerDestination(ConnectorSettings.MAX_CONNECTIONS);
		bound(client.getHttpClientTransport());
		if (client.getExecutor() == null) {
			client.setExecutor(threads());
		}
		setProxy(client);
		client.getRequestListeners().addListener(new MaskedHeaders());
		client.addBean(new HandshakeTimeout(client, this.settings.connectTimeout()));
		// Jetty adds its own handlers when it starts
		client.addEventListener(new LifeCycle.Listener() {

			@Override
			public void lifeCycleStarted(LifeCycle event) {
				client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
				client.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
				client.getProtocolHandlers().put(new ChallengedByProxy(client));
			}

		});
	}

	private void setProxy(HttpClient client) {
		ProxyConfiguration proxies = client.getProxyConfiguration();
		HttpProxySettings proxy = this.settings.proxy();
		if (proxy != null) {
			List.copyOf(proxies.getProxies()).forEach(proxies::removeProxy);
		}
		else if (proxies.getProxies().isEmpty()) {
			// the other clients read the system properties themselves
			proxy = HttpProxySettings.ofSystem();
		}
		if (proxy != null) {
			addProxy(client, proxy);
		}
	}

	private static Duration longest(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private static QueuedThreadPool threads() {
		QueuedThreadPool defaults = new QueuedThreadPool();
		return new QueuedThreadPool(defaults.getMaxThreads(), defaults.getMinThreads(), defaults.getIdleTimeout(),
				defaults.getReservedThreads(), null, null, new TransportThreads("brevo-jetty"));
	}

	private void bound(HttpClientTransport transport) {
		ConnectionPool.Factory factory = transport.getConnectionPoolFactory();
		transport.setConnectionPoolFactory((destination) -> {
			ConnectionPool pool = factory.newConnectionPool(destination);
			if (pool instanceof AbstractConnectionPool bounded) {
				bounded.setMaxDuration(this.maxAge.toMillis());
			}
			return pool;
		});
	}

	private static void addProxy(HttpClient client, HttpProxySettings settings) {
		HttpProxy proxy = new HttpProxy(settings.host(), settings.port()) {

			@Override
			public boolean matches(Origin origin) {
				// does not match the request to the proxy itself, which would be written
				// wrongly
				return super.matches(origin) && settings.isFor(origin.getAddress().getHost());
			}

		};
		client.getProxyConfiguration().addProxy(proxy);
		String username = settings.username();
		String password = (settings.password() != null) ? settings.password() : "";
		if (username != null) {
			client.getAuthenticationStore()
				.addAuthenticationResult(new BasicAuthentication.BasicResult(proxy.getURI(),
						HttpHeader.PROXY_AUTHORIZATION, asUtf8(username), asUtf8(password)));
		}
	}

	// Jetty encodes credentials as ISO 8859-1, unlike the other clients
	private static String asUtf8(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Responds to the challenges of a proxy, but treats a refusal without a challenge as
	 * a response, not as a violation of the protocol.
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
	 * A header that is encoded in advance, and does not reveal its value in any other
	 * way.
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
