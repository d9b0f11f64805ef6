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
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.Assert;
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
	 * @param properties the settings for Brevo
	 * @param sslBundles the application's SSL bundles, if there are any
	 */
	BrevoHttpConnector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings,
			BrevoProperties.Http properties, @Nullable SslBundles sslBundles) {
		HttpClientSettings ownSettings = ownSettings(settings, properties, sslBundles);
		BrevoProperties.Proxy proxy = properties.getProxy();
		Function<ClientHttpConnectorBuilder<?>, ClientHttpConnector> build = StringUtils.hasText(proxy.getHost())
				? proxied(proxy.getHost(), port(proxy), ownSettings) : (own) -> own.build(ownSettings);
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

	private static Function<ClientHttpConnectorBuilder<?>, ClientHttpConnector> proxied(String host, int port,
			HttpClientSettings settings) {
		return (builder) -> ProxiedConnectorBuilder.of(builder, host, port).build(settings);
	}

	private static HttpClientSettings ownSettings(HttpClientSettings settings, BrevoProperties.Http properties,
			@Nullable SslBundles sslBundles) {
		HttpClientSettings ownSettings = settings.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withConnectTimeout(
					BrevoPropertiesMapper.positive("brevo.http.connect-timeout", properties.getConnectTimeout()))
			.withReadTimeout(BrevoPropertiesMapper.positive("brevo.http.read-timeout", properties.getReadTimeout()));
		String bundle = properties.getSsl().getBundle();
		return StringUtils.hasText(bundle) ? ownSettings.withSslBundle(bundle(bundle, sslBundles)) : ownSettings;
	}

	private static SslBundle bundle(String name, @Nullable SslBundles sslBundles) {
		try {
			Assert.state(sslBundles != null, "There are no SSL bundles.");
			return sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException | IllegalStateException ex) {
			throw new InvalidConfigurationPropertyValueException("brevo.http.ssl.bundle", name, ex.getMessage());
		}
	}

	private static int port(BrevoProperties.Proxy proxy) {
		if (proxy.getPort() < 1 || proxy.getPort() > 65535) {
			throw new InvalidConfigurationPropertyValueException("brevo.http.proxy.port", proxy.getPort(),
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
