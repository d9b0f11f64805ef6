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

import java.util.function.Supplier;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.client.http.ConnectorClosedException;
import io.github.brevoconversations.client.http.ConnectorSettings;
import io.github.brevoconversations.client.http.HardenedConnector;
import io.github.brevoconversations.client.http.HttpProxySettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * The connector for the calls of one account to Brevo. It is of the kind that the
 * application uses, with the application's settings and customizers, but hardened for
 * Brevo whatever they say. It is created with the first call, and created again if its
 * event loops or connections have been disposed of, but not once the application is
 * closing.
 */
class BrevoHttpConnector implements Supplier<ClientHttpConnector> {

	// a call would start some clients again
	private static final ClientHttpConnector CLOSED = (method, uri, request) -> Mono
		.error(new ConnectorClosedException());

	private final HardenedConnectorBuilder builder;

	private volatile @Nullable HardenedConnector current;

	private volatile boolean closing;

	private volatile boolean closed;

	/**
	 * Create a connector.
	 * @param builder the builder of the application's connectors
	 * @param settings the application's settings
	 * @param account the account, with the settings for Brevo
	 * @param sslBundle the SSL bundle to connect with, or {@code null} for the
	 * application's settings
	 * @param hasHttpClientFactory whether the builder may use an HTTP client that the
	 * application has created
	 */
	BrevoHttpConnector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings, BrevoAccount account,
			@Nullable SslBundle sslBundle, boolean hasHttpClientFactory) {
		ConnectorSettings own = new BrevoPropertiesMapper(account).connectorSettings();
		HttpClientSettings merged = settings.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withTimeouts(own.connectTimeout(), own.readTimeout());
		if (sslBundle != null) {
			merged = merged.withSslBundle(sslBundle);
			// fail at the start if its certificates cannot be read
			sslBundle.createSslContext();
		}
		this.builder = new HardenedConnectorBuilder(builder, merged, own, hasHttpClientFactory);
		HttpProxySettings proxy = own.proxy();
		if (proxy != null) {
			checkProxy(account, proxy, builder);
		}
	}

	private void checkProxy(BrevoAccount account, HttpProxySettings proxy, ClientHttpConnectorBuilder<?> builder) {
		if (!this.builder.isOfKnownKind()) {
			throw new InvalidConfigurationPropertyValueException(account.property("http.proxy.host"), proxy.host(),
					"A proxy can only be set for connectors that Spring Boot supports. Configure the proxy in the "
							+ "application's own ClientHttpConnectorBuilder.");
		}
		if (builder instanceof JdkClientHttpConnectorBuilder && proxy.username() != null) {
			throw new InvalidConfigurationPropertyValueException(account.property("http.proxy.username"),
					proxy.username(),
					"The JDK's HTTP client does not send a password to a proxy for HTTPS. Set spring.http.clients.reactive.connector to another client, such as reactor.");
		}
	}

	/**
	 * Return the connector for the next call. Another call may get another one.
	 */
	@Override
	public ClientHttpConnector get() {
		if (this.closed) {
			return CLOSED;
		}
		HardenedConnector current = this.current;
		return (current != null && current.usable().getAsBoolean()) ? current.connector() : renewed();
	}

	private synchronized ClientHttpConnector renewed() {
		HardenedConnector current = this.current;
		if (current != null && current.usable().getAsBoolean()) {
			return current.connector();
		}
		if (this.closing) {
			return CLOSED;
		}
		if (current != null) {
			current.close().run();
		}
		current = this.builder.build();
		this.current = current;
		return current.connector();
	}

	/**
	 * Create no further connector, because the application is about to close.
	 */
	void willClose() {
		this.closing = true;
	}

	synchronized void close() {
		this.closing = true;
		this.closed = true;
		HardenedConnector current = this.current;
		if (current != null) {
			current.close().run();
		}
	}

}
