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
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;

/**
 * Hardens the JDK's client for the calls to Brevo. It is applied after the application's
 * own settings, and changes nothing else.
 */
public final class JdkHardening implements Consumer<HttpClient.Builder> {

	private static final String LOG = "jdk.httpclient.HttpClient.log";

	private final ConnectorSettings settings;

	private final Duration maxAge;

	/**
	 * Create a hardening.
	 * @param settings how to connect
	 * @throws IllegalStateException if a system property makes the client log headers,
	 * and with them the API key
	 */
	public JdkHardening(ConnectorSettings settings) {
		this(settings, ConnectorSettings.MAX_LIFE_TIME);
	}

	private JdkHardening(ConnectorSettings settings, Duration maxAge) {
		String log = System.getProperty(LOG, "").toLowerCase(Locale.ROOT);
		if (log.contains("headers") || log.contains("all")) {
			throw new IllegalStateException(
					"The system property '%s' makes the JDK's HTTP client write the API key to the log. Remove it, or set spring.http.clients.reactive.connector to another client."
						.formatted(LOG));
		}
		this.settings = settings;
		this.maxAge = maxAge;
	}

	static HardenedConnector connector(ConnectorSettings settings, Duration maxAge) {
		JdkHardening hardening = new JdkHardening(settings, maxAge);
		HttpClient.Builder builder = HttpClient.newBuilder();
		hardening.accept(builder);
		return HardenedConnector.of(hardening.connector(builder), () -> {
		});
	}

	/**
	 * Switch off redirects, and set the connect timeout and the proxy.
	 * @param builder the builder of the client
	 */
	@Override
	public void accept(HttpClient.Builder builder) {
		builder.followRedirects(HttpClient.Redirect.NEVER).connectTimeout(this.settings.connectTimeout());
		HttpProxySettings proxy = this.settings.proxy();
		if (proxy != null) {
			builder.proxy(new Selector(proxy));
		}
	}

	/**
	 * Return a connector that fails with a {@link NotConnectedException} if it does not
	 * connect in time, even through a proxy: the JDK's client only limits how long it
	 * takes to connect to the proxy itself, and only a client around it learns when it is
	 * connected. From time to time, the connector replaces its client.
	 * @param builder the builder of its clients, to which this was applied
	 * @return a connector with clients of its own
	 */
	public ClientHttpConnector connector(HttpClient.Builder builder) {
		JdkClientHttpConnector connector = new JdkClientHttpConnector(new ConnectingHttpClient(
				new RenewedHttpClient(builder::build, this.maxAge, System::nanoTime), this.settings.connectTimeout()));
		connector.setReadTimeout(this.settings.readTimeout());
		return connector;
	}

	/**
	 * Selects the proxy, except for the hosts to connect to directly.
	 */
	private static final class Selector extends ProxySelector {

		private final HttpProxySettings settings;

		private final Proxy proxy;

		private Selector(HttpProxySettings settings) {
			this.settings = settings;
			this.proxy = new Proxy(Proxy.Type.HTTP,
					InetSocketAddress.createUnresolved(settings.host(), settings.port()));
		}

		@Override
		public List<Proxy> select(URI uri) {
			String host = uri.getHost();
			return List.of((host == null || this.settings.isFor(host)) ? this.proxy : Proxy.NO_PROXY);
		}

		@Override
		public void connectFailed(URI uri, @Nullable SocketAddress address, @Nullable IOException failure) {
			// the failure of the call already reports it
		}

	}

}
