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

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.UnaryOperator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.handler.proxy.ProxyHandler;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.logging.ReactorNettyHttpMessageLogFactory;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Makes Reactor Netty's client fit for the calls to Brevo. Applied last, it leaves what
 * the application has set otherwise.
 */
public final class ReactorNettyHardening implements UnaryOperator<HttpClient> {

	private final ConnectorSettings settings;

	/**
	 * Create a hardening.
	 * @param settings how to connect
	 */
	public ReactorNettyHardening(ConnectorSettings settings) {
		this.settings = settings;
	}

	/**
	 * Create connections that are given up before a load balancer closes them, and when
	 * they are old.
	 * @return new connections, to be disposed of
	 */
	public static ConnectionProvider newConnections() {
		return ConnectionProvider.builder("brevo")
			.maxConnections(ConnectorSettings.MAX_CONNECTIONS)
			.maxIdleTime(ConnectorSettings.MAX_IDLE_TIME)
			.maxLifeTime(ConnectorSettings.MAX_LIFE_TIME)
			.evictInBackground(ConnectorSettings.MAX_IDLE_TIME)
			.build();
	}

	static HardenedConnector connector(ConnectorSettings settings) {
		ConnectionProvider connections = newConnections();
		HttpClient client = new ReactorNettyHardening(settings).apply(HttpClient.create(connections).compress(true));
		return new HardenedConnector(new ReactorClientHttpConnector(client),
				() -> !client.configuration().loopResources().isDisposed(), connections::dispose);
	}

	/**
	 * Return a client without redirects, retries of its own and logs of headers, and with
	 * the timeouts of the settings.
	 * @param client the client
	 * @return another client
	 */
	@Override
	public HttpClient apply(HttpClient client) {
		HttpClient hardened = client.followRedirect(false)
			.disableRetry(true)
			.wiretap(false)
			.httpMessageLogFactory(ReactorNettyHttpMessageLogFactory.INSTANCE)
			.responseTimeout(this.settings.readTimeout())
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(this.settings.connectTimeout().toMillis()));
		HttpProxySettings proxy = this.settings.proxy();
		if (proxy != null) {
			hardened = hardened.proxy((type) -> proxy(type, proxy));
		}
		return hardened.doOnChannelInit((observer, channel, address) -> initialize(channel));
	}

	private static void proxy(ProxyProvider.TypeSpec type, HttpProxySettings proxy) {
		ProxyProvider.Builder builder = type.type(ProxyProvider.Proxy.HTTP)
			.host(proxy.host())
			.port(proxy.port())
			.nonProxyHostsPredicate((address) -> !proxy.isFor(host(address)));
		String password = proxy.password();
		if (proxy.username() != null) {
			builder.username(proxy.username()).password((user) -> (password != null) ? password : "");
		}
	}

	private static String host(SocketAddress address) {
		return (address instanceof InetSocketAddress internet) ? internet.getHostString() : address.toString();
	}

	private void initialize(Channel channel) {
		ChannelHandler proxy = channel.pipeline().get(NettyPipeline.ProxyHandler);
		if (proxy instanceof ProxyHandler handler) {
			handler.setConnectTimeoutMillis(this.settings.connectTimeout().toMillis());
		}
		if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
			channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, InterimResponses.class.getName(), new InterimResponses());
		}
	}

}
