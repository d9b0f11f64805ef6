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
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.core.NativeDetector;
import org.springframework.core.log.LogMessage;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.ClassUtils;

/**
 * Builds connectors for the calls to Brevo with the application's builder. The settings
 * that Brevo needs are applied last, after the application's customizers.
 */
class HardenedConnectorBuilder {

	private static final Log logger = LogFactory.getLog(HardenedConnectorBuilder.class);

	private static final String CONNECTOR = "spring.http.clients.reactive.connector";

	private final ClientHttpConnectorBuilder<?> builder;

	private final HttpClientSettings settings;

	private final ConnectorSettings own;

	private final boolean hasHttpClientFactory;

	/**
	 * Create a builder.
	 * @param builder the builder of the application's connectors
	 * @param settings the settings to build with
	 * @param own the settings that apply whatever customizers set
	 * @param hasHttpClientFactory whether the builder may use an HTTP client that the
	 * application has created
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
	 * Return whether the settings that Brevo needs can be applied.
	 * @return whether the builder is one of Spring Boot's
	 */
	boolean isOfKnownKind() {
		return this.builder instanceof ReactorClientHttpConnectorBuilder
				|| this.builder instanceof JdkClientHttpConnectorBuilder
				|| this.builder instanceof JettyClientHttpConnectorBuilder
				|| this.builder instanceof HttpComponentsClientHttpConnectorBuilder;
	}

	/**
	 * Check that the HTTP client of a builder is on the classpath. Spring Boot does so
	 * only if nobody has chosen the client, and otherwise, the first call would fail.
	 * @param builder the builder
	 * @param classLoader the class loader of the application
	 * @throws InvalidConfigurationPropertyValueException if the client is missing
	 */
	static void checkPresence(ClientHttpConnectorBuilder<?> builder, @Nullable ClassLoader classLoader) {
		if (NativeDetector.inNativeImage()) {
			// a native image finds by name only the classes that have hints
			return;
		}
		if (builder instanceof ReactorClientHttpConnectorBuilder) {
			require(classLoader, "reactor", "io.projectreactor.netty:reactor-netty-http",
					"reactor.netty.http.client.HttpClient");
		}
		else if (builder instanceof JettyClientHttpConnectorBuilder) {
			require(classLoader, "jetty",
					"org.eclipse.jetty:jetty-client and org.eclipse.jetty:jetty-reactive-httpclient",
					"org.eclipse.jetty.client.HttpClient", "org.eclipse.jetty.reactive.client.ReactiveRequest");
		}
		else if (builder instanceof HttpComponentsClientHttpConnectorBuilder) {
			require(classLoader, "http-components",
					"org.apache.httpcomponents.client5:httpclient5 and org.apache.httpcomponents.core5:httpcore5-reactive",
					"org.apache.hc.client5.http.impl.async.HttpAsyncClients",
					"org.apache.hc.core5.reactive.ReactiveResponseConsumer");
		}
	}

	private static void require(@Nullable ClassLoader classLoader, String connector, String dependencies,
			String... classNames) {
		for (String className : classNames) {
			if (!ClassUtils.isPresent(className, classLoader)) {
				throw new InvalidConfigurationPropertyValueException(CONNECTOR, connector,
						"This HTTP client is not on the classpath: there is no %s. Add %s, or choose another client."
							.formatted(className, dependencies));
			}
		}
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
		logger.warn(LogMessage.format(
				"Brevo is called with a connector from %s, which the starter does not know. It was asked not to follow "
						+ "redirects, but may still follow them, retry requests or log headers with the API key",
				this.builder.getClass().getName()));
		return permanent(this.builder.build(this.settings), () -> {
		});
	}

	private static HardenedConnector permanent(ClientHttpConnector connector, Runnable close) {
		return new HardenedConnector(connector, () -> true, close);
	}

	/**
	 * Reactor Netty. The starter uses its own connections, unless the application may
	 * have created a client with others.
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

		// the application's client may refer to shared event loops that another
		// application has disposed of
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
			AtomicReference<java.net.http.HttpClient.Builder> made = new AtomicReference<>();
			JdkHardening hardening = new JdkHardening(own);
			// only the builder of its client is of use, after all customizers
			builder.withHttpClientCustomizer((client) -> {
				hardening.accept(client);
				made.set(client);
			}).build(settings);
			return permanent(hardening.connector(Objects.requireNonNull(made.get())), () -> {
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
			JettyHardening hardening = new JettyHardening(own);
			JettyClientHttpConnector connector = builder.withHttpClientCustomizer((client) -> {
				hardening.accept(client);
				made.set(client);
			}).build(settings);
			return permanent(hardening.connecting(connector),
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
