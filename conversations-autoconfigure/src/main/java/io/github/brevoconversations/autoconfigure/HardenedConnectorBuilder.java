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

package io.github.brevoconversations.autoconfigure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.client.http.ConnectorSettings;
import io.github.brevoconversations.client.http.HardenedConnector;
import io.github.brevoconversations.client.http.HttpComponentsHardening;
import io.github.brevoconversations.client.http.JdkHardening;
import io.github.brevoconversations.client.http.JettyHardening;
import io.github.brevoconversations.client.http.ReactorNettyHardening;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.eclipse.jetty.client.HttpClient;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.core.log.LogMessage;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Builds connectors for the calls to Brevo with what the application builds its own with.
 * What must hold is set last, after the application's customizers.
 */
class HardenedConnectorBuilder {

	private static final Log logger = LogFactory.getLog(HardenedConnectorBuilder.class);

	private final ClientHttpConnectorBuilder<?> builder;

	private final HttpClientSettings settings;

	private final ConnectorSettings own;

	private final boolean hasHttpClientFactory;

	/**
	 * Create a builder.
	 * @param builder what the application builds its connectors with
	 * @param settings the settings to build with
	 * @param own what must hold whatever customizers set
	 * @param hasHttpClientFactory whether the builder may have an HTTP client of the
	 * application's own
	 */
	HardenedConnectorBuilder(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings, ConnectorSettings own,
			boolean hasHttpClientFactory) {
		this.builder = builder;
		this.settings = settings;
		this.own = own;
		this.hasHttpClientFactory = hasHttpClientFactory;
		if (builder instanceof JdkClientHttpConnectorBuilder) {
			Jdk.check(own);
		}
	}

	/**
	 * Return whether what must hold can be set.
	 * @return whether the builder is one of Spring Boot's
	 */
	boolean isOfKnownKind() {
		return this.builder instanceof ReactorClientHttpConnectorBuilder
				|| this.builder instanceof JdkClientHttpConnectorBuilder
				|| this.builder instanceof JettyClientHttpConnectorBuilder
				|| this.builder instanceof HttpComponentsClientHttpConnectorBuilder;
	}

	HardenedConnector build() {
		if (this.builder instanceof ReactorClientHttpConnectorBuilder reactor) {
			return ReactorNetty.build(reactor, this.settings, this.own, this.hasHttpClientFactory);
		}
		if (this.builder instanceof JdkClientHttpConnectorBuilder jdk) {
			return Jdk.build(jdk, this.settings, this.own);
		}
		if (this.builder instanceof JettyClientHttpConnectorBuilder jetty) {
			return Jetty.build(jetty, this.settings, this.own);
		}
		if (this.builder instanceof HttpComponentsClientHttpConnectorBuilder httpComponents) {
			return HttpComponents.build(httpComponents, this.settings, this.own);
		}
		logger.warn(LogMessage
			.format("Brevo is called with what %s builds. It is asked not to follow redirects, but whether it does, "
					+ "retries requests or logs headers is unknown", this.builder.getClass().getName()));
		return permanent(this.builder.build(this.settings), () -> {
		});
	}

	private static HardenedConnector permanent(ClientHttpConnector connector, Runnable close) {
		return new HardenedConnector(connector, () -> true, close);
	}

	/**
	 * Reactor Netty. Its connections are the starter's own, unless the application may
	 * have made a client with others.
	 */
	private static final class ReactorNetty {

		private ReactorNetty() {
		}

		static HardenedConnector build(ReactorClientHttpConnectorBuilder builder, HttpClientSettings settings,
				ConnectorSettings own, boolean hasHttpClientFactory) {
			if (hasHttpClientFactory) {
				HardenedConnector connector = build(builder, settings, own, () -> {
				});
				if (connector.usable().getAsBoolean()) {
					return connector;
				}
			}
			ConnectionProvider connections = ReactorNettyHardening.newConnections();
			return build(builder.withHttpClientFactory(() -> reactor.netty.http.client.HttpClient.create(connections)),
					settings, own, connections::dispose);
		}

		private static HardenedConnector build(ReactorClientHttpConnectorBuilder builder, HttpClientSettings settings,
				ConnectorSettings own, Runnable close) {
			AtomicReference<reactor.netty.http.client.HttpClient> made = new AtomicReference<>();
			ReactorClientHttpConnector connector = builder.withHttpClientCustomizer((client) -> {
				reactor.netty.http.client.HttpClient hardened = onLiveLoops(
						new ReactorNettyHardening(own).apply(client));
				made.set(hardened);
				return hardened;
			}).build(settings);
			reactor.netty.http.client.HttpClient client = Objects.requireNonNull(made.get());
			return new HardenedConnector(connector, () -> isAlive(client), close);
		}

		private static boolean isAlive(reactor.netty.http.client.HttpClient client) {
			return !client.configuration().loopResources().isDisposed()
					&& !client.configuration().connectionProvider().isDisposed();
		}

		// an application holds on to shared loops also when another one has ended them
		private static reactor.netty.http.client.HttpClient onLiveLoops(reactor.netty.http.client.HttpClient client) {
			return client.configuration().loopResources().isDisposed() ? client.runOn(HttpResources.get()) : client;
		}

	}

	/**
	 * The JDK's client.
	 */
	private static final class Jdk {

		private Jdk() {
		}

		static void check(ConnectorSettings own) {
			new JdkHardening(own);
		}

		static HardenedConnector build(JdkClientHttpConnectorBuilder builder, HttpClientSettings settings,
				ConnectorSettings own) {
			JdkHardening hardening = new JdkHardening(own);
			JdkClientHttpConnector connector = builder.withHttpClientCustomizer(hardening)
				.withCustomizer(hardening::harden)
				.build(settings);
			return permanent(hardening.connecting(connector), () -> {
			});
		}

	}

	/**
	 * Jetty's client.
	 */
	private static final class Jetty {

		private Jetty() {
		}

		static HardenedConnector build(JettyClientHttpConnectorBuilder builder, HttpClientSettings settings,
				ConnectorSettings own) {
			AtomicReference<HttpClient> made = new AtomicReference<>();
			JettyClientHttpConnector connector = builder.withHttpClientCustomizer((client) -> {
				new JettyHardening(own).accept(client);
				made.set(client);
			}).build(settings);
			return permanent(JettyHardening.connecting(connector),
					() -> JettyHardening.stop(Objects.requireNonNull(made.get())));
		}

	}

	/**
	 * Apache HttpComponents' client.
	 */
	private static final class HttpComponents {

		private HttpComponents() {
		}

		static HardenedConnector build(HttpComponentsClientHttpConnectorBuilder builder, HttpClientSettings settings,
				ConnectorSettings own) {
			HttpComponentsHardening hardening = new HttpComponentsHardening(own);
			HttpComponentsClientHttpConnector connector = builder.withHttpClientCustomizer(hardening::harden)
				.withConnectionManagerCustomizer(hardening::harden)
				.withConnectionConfigCustomizer(hardening::harden)
				.build(settings);
			return permanent(hardening.cancellable(connector), () -> HttpComponentsHardening.close(connector));
		}

	}

}
