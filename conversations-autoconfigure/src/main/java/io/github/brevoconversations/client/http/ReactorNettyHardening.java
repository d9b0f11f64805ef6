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
import java.time.Duration;
import java.util.function.UnaryOperator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.logging.ReactorNettyHttpMessageLogFactory;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Hardens Reactor Netty's client for the calls to Brevo. It is applied after the
 * application's own settings, and changes nothing else.
 */
public final class ReactorNettyHardening implements UnaryOperator<HttpClient> {

	private final ConnectorSettings settings;

	private final Duration maxAge;

	/**
	 * Create a hardening.
	 * @param settings how to connect
	 */
	public ReactorNettyHardening(ConnectorSettings settings) {
		this(settings, ConnectorSettings.MAX_LIFE_TIME);
	}

	ReactorNettyHardening(ConnectorSettings settings, Duration maxAge) {
		this.settings = settings;
		this.maxAge = maxAge;
	}

	/**
	 * Create a pool that closes connections before a load balancer does, and when they
	 * are old.
	 * @return a new pool, which the caller disposes of
	 */
	public static ConnectionProvider newConnections() {
		return newConnections(ConnectorSettings.MAX_LIFE_TIME);
	}

	private static ConnectionProvider newConnections(Duration maxLifeTime) {
		return ConnectionProvider.builder("brevo")
			.maxConnections(ConnectorSettings.MAX_CONNECTIONS)
			.maxIdleTime(ConnectorSettings.MAX_IDLE_TIME)
			.maxLifeTime(maxLifeTime)
			// on its own scheduler, Reactor Netty would leave a thread for ever
			.evictInBackground(ConnectorSettings.MAX_IDLE_TIME, Schedulers.parallel())
			.build();
	}

	static HardenedConnector connector(ConnectorSettings settings, Duration maxAge) {
		ConnectionProvider connections = newConnections(maxAge);
		HttpClient client = new ReactorNettyHardening(settings, maxAge)
			.apply(HttpClient.create(connections).compress(true));
		return new HardenedConnector(new ReactorClientHttpConnector(client),
				() -> !client.configuration().loopResources().isDisposed(), connections::dispose);
	}

	/**
	 * Return a client that follows no redirects, does not retry and does not log headers,
	 * with the timeouts and the proxy of the settings. Of whatever pool a connection is,
	 * an old one is closed after the response.
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
			hardened = hardened.proxy((type) -> proxy(type, proxy))
				.resolver(new ProxiedHosts(proxy, resolver(client.configuration())));
		}
		return LostResponses.failing(hardened.doOnChannelInit((observer, channel, address) -> initialize(channel)));
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

	private static AddressResolverGroup<?> resolver(HttpClientConfig configuration) {
		AddressResolverGroup<?> resolver = configuration.resolver();
		// Reactor Netty sets the no-op resolver if the client has another proxy, even for
		// hosts that it connects to directly
		return (resolver != null && resolver != NoopAddressResolverGroup.INSTANCE) ? resolver
				: configuration.defaultAddressResolverGroup();
	}

	private static String host(SocketAddress address) {
		return (address instanceof InetSocketAddress internet) ? internet.getHostString() : address.toString();
	}

	private void initialize(Channel channel) {
		channel.pipeline()
			.addFirst(ConnectTimeLeft.class.getName(),
					new ConnectTimeLeft(this.settings.connectTimeout(), System::nanoTime));
		if (!addHandlers(channel.pipeline())) {
			channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, Negotiation.class.getName(), new Negotiation());
		}
	}

	private boolean addHandlers(ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpCodec) == null) {
			return false;
		}
		pipeline.addAfter(NettyPipeline.HttpCodec, InterimResponses.class.getName(), new InterimResponses());
		pipeline.addBefore(NettyPipeline.ReactiveBridge, LostResponses.class.getName(), new LostResponses(this.maxAge));
		return true;
	}

	/**
	 * Waits until a connection has negotiated HTTP/1.1 or HTTP/2.
	 */
	private final class Negotiation extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			addHandlers(context.pipeline());
			context.pipeline().remove(this);
			context.fireChannelActive();
		}

	}

}
