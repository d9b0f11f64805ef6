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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.StringUtils;

/**
 * The connector of the calls to Brevo: of the kind that the application uses, with its
 * settings, but with timeouts of its own, and without redirects, which would take the API
 * key to another host.
 */
class BrevoHttpConnector implements ApplicationContextAware, ApplicationListener<ContextClosedEvent>, DisposableBean {

	private final AtomicBoolean closed = new AtomicBoolean();

	private final Supplier<ClientHttpConnector> connector;

	private final Runnable cleanUp;

	/**
	 * Only its id, because what holds the connector should not lead to all beans.
	 */
	private @Nullable String applicationId;

	/**
	 * Create a connector.
	 * @param builder what the application builds its connectors with
	 * @param settings the application's settings
	 * @param account the account, with the settings for Brevo
	 * @param sslBundle the SSL bundle to connect with, if it is another than the
	 * application's
	 */
	BrevoHttpConnector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings, BrevoAccount account,
			@Nullable SslBundle sslBundle) {
		HttpClientSettings ownSettings = ownSettings(settings, account, sslBundle);
		BrevoAccountProperties.Proxy proxy = account.properties().getHttp().getProxy();
		Function<ClientHttpConnectorBuilder<?>, ClientHttpConnector> build = StringUtils.hasText(proxy.getHost())
				? proxied(account, proxy.getHost(), port(account, proxy), ownSettings)
				: (own) -> own.build(ownSettings);
		if (builder instanceof ReactorClientHttpConnectorBuilder reactorBuilder) {
			ReactorNettyConnector reactor = new ReactorNettyConnector(reactorBuilder, build, this.closed::get);
			this.connector = reactor::current;
			this.cleanUp = reactor::dispose;
		}
		else {
			ClientHttpConnector only = build.apply(builder);
			this.connector = () -> only;
			this.cleanUp = () -> {
			};
		}
	}

	private static Function<ClientHttpConnectorBuilder<?>, ClientHttpConnector> proxied(BrevoAccount account,
			String host, int port, HttpClientSettings settings) {
		String property = account.property("http.proxy.host");
		return (builder) -> ProxiedConnectorBuilder.of(builder, host, port, property).build(settings);
	}

	private static HttpClientSettings ownSettings(HttpClientSettings settings, BrevoAccount account,
			@Nullable SslBundle sslBundle) {
		BrevoAccountProperties.Http http = account.properties().getHttp();
		HttpClientSettings ownSettings = settings.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withConnectTimeout(
					BrevoPropertiesMapper.positive(account.property("http.connect-timeout"), http.getConnectTimeout()))
			.withReadTimeout(
					BrevoPropertiesMapper.positive(account.property("http.read-timeout"), http.getReadTimeout()));
		return (sslBundle != null) ? ownSettings.withSslBundle(sslBundle) : ownSettings;
	}

	private static int port(BrevoAccount account, BrevoAccountProperties.Proxy proxy) {
		if (proxy.getPort() < 1 || proxy.getPort() > 65535) {
			throw new InvalidConfigurationPropertyValueException(account.property("http.proxy.port"), proxy.getPort(),
					"A port must be from 1 to 65535.");
		}
		return proxy.getPort();
	}

	/**
	 * Return the connector to make the next call with. Another call may have another one.
	 * @return the connector
	 */
	ClientHttpConnector connector() {
		return this.connector.get();
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.applicationId = applicationContext.getId();
	}

	/**
	 * Note that the application is about to be closed. Its children tell of their end,
	 * too.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (Objects.equals(event.getApplicationContext().getId(), this.applicationId)) {
			this.closed.set(true);
		}
	}

	@Override
	public void destroy() {
		this.closed.set(true);
		this.cleanUp.run();
	}

}
