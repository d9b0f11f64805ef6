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

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The connector of the calls to Brevo: of the kind that the application uses, with its
 * settings, but with timeouts of its own, and without redirects, which would take the API
 * key to another host.
 */
class BrevoHttpConnector implements DisposableBean {

	private final ClientHttpConnector connector;

	private @Nullable Runnable cleanUp;

	BrevoHttpConnector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings,
			BrevoProperties.Http properties, @Nullable SslBundles sslBundles) {
		ClientHttpConnectorBuilder<?> ownBuilder = (builder instanceof ReactorClientHttpConnectorBuilder reactor)
				? pooled(reactor) : builder;
		BrevoProperties.Proxy proxy = properties.getProxy();
		if (StringUtils.hasText(proxy.getHost())) {
			ownBuilder = ProxiedConnectorBuilder.of(ownBuilder, proxy.getHost(), port(proxy));
		}
		this.connector = ownBuilder.build(ownSettings(settings, properties, sslBundles));
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

	private ClientHttpConnectorBuilder<?> pooled(ReactorClientHttpConnectorBuilder builder) {
		return ReactorNetty.pooled(builder, (cleanUp) -> this.cleanUp = cleanUp);
	}

	ClientHttpConnector connector() {
		return this.connector;
	}

	@Override
	public void destroy() {
		if (this.cleanUp != null) {
			this.cleanUp.run();
		}
	}

	/**
	 * Reactor Netty, which is only one of the possible connectors.
	 */
	private static final class ReactorNetty {

		private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

		// as in Reactor Netty's own pool for HTTP; a pool made with its builder has 16
		private static final int MAX_CONNECTIONS = 500;

		private ReactorNetty() {
		}

		static ClientHttpConnectorBuilder<?> pooled(ReactorClientHttpConnectorBuilder builder,
				Consumer<Runnable> onDestroy) {
			// kept for ever by default, and load balancers close idle connections after
			// 60 s
			ConnectionProvider connections = ConnectionProvider.builder("brevo")
				.maxConnections(MAX_CONNECTIONS)
				.maxIdleTime(MAX_IDLE_TIME)
				.evictInBackground(MAX_IDLE_TIME)
				.build();
			onDestroy.accept(connections::dispose);
			// repeats a request by itself, and a message must never be sent twice
			return builder.withHttpClientFactory(() -> HttpClient.create(connections))
				.withHttpClientCustomizer((client) -> client.disableRetry(true));
		}

	}

}
