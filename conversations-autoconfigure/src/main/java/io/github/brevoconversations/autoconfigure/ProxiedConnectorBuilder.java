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

import java.net.InetSocketAddress;
import java.net.ProxySelector;

import org.apache.hc.core5.http.HttpHost;
import org.eclipse.jetty.client.HttpProxy;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

/**
 * Makes a connector builder use an HTTP proxy. There is no common setting for it.
 */
final class ProxiedConnectorBuilder {

	private ProxiedConnectorBuilder() {
	}

	static ClientHttpConnectorBuilder<?> of(ClientHttpConnectorBuilder<?> builder, String host, int port,
			String property) {
		if (builder instanceof ReactorClientHttpConnectorBuilder reactor) {
			return ReactorNetty.proxied(reactor, host, port);
		}
		if (builder instanceof JdkClientHttpConnectorBuilder jdk) {
			return jdk.withProxySelector(ProxySelector.of(InetSocketAddress.createUnresolved(host, port)));
		}
		if (builder instanceof JettyClientHttpConnectorBuilder jetty) {
			return Jetty.proxied(jetty, host, port);
		}
		if (builder instanceof HttpComponentsClientHttpConnectorBuilder httpComponents) {
			return HttpComponents.proxied(httpComponents, host, port);
		}
		throw new InvalidConfigurationPropertyValueException(property, host,
				"A proxy can be set for the connectors that Spring Boot knows only. Set the proxy where the application defines its ClientHttpConnectorBuilder.");
	}

	private static final class ReactorNetty {

		private ReactorNetty() {
		}

		static ClientHttpConnectorBuilder<?> proxied(ReactorClientHttpConnectorBuilder builder, String host, int port) {
			return builder.withHttpClientCustomizer(
					(client) -> client.proxy((proxy) -> proxy.type(ProxyProvider.Proxy.HTTP).host(host).port(port)));
		}

	}

	private static final class Jetty {

		private Jetty() {
		}

		static ClientHttpConnectorBuilder<?> proxied(JettyClientHttpConnectorBuilder builder, String host, int port) {
			return builder.withHttpClientCustomizer(
					(client) -> client.getProxyConfiguration().addProxy(new HttpProxy(host, port)));
		}

	}

	private static final class HttpComponents {

		private HttpComponents() {
		}

		static ClientHttpConnectorBuilder<?> proxied(HttpComponentsClientHttpConnectorBuilder builder, String host,
				int port) {
			return builder.withHttpClientCustomizer((client) -> client.setProxy(new HttpHost(host, port)));
		}

	}

}
