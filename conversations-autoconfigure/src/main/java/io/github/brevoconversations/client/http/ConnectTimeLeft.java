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

import java.time.Duration;
import java.util.function.LongSupplier;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandler;

/**
 * Leaves to the proxy and the TLS handshake of a channel only as much of the connect
 * timeout as there is left when the channel is connected.
 */
final class ConnectTimeLeft extends ChannelInboundHandlerAdapter {

	private final Duration timeout;

	private final LongSupplier nanoTime;

	private final long beganAt;

	ConnectTimeLeft(Duration timeout, LongSupplier nanoTime) {
		this.timeout = timeout;
		this.nanoTime = nanoTime;
		this.beganAt = nanoTime.getAsLong();
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// zero would be for ever
		long left = Math.max(1, this.timeout.minusNanos(this.nanoTime.getAsLong() - this.beganAt).toMillis());
		ProxyHandler proxy = context.pipeline().get(ProxyHandler.class);
		if (proxy != null) {
			proxy.setConnectTimeoutMillis(left);
		}
		// begins now, even if the proxy comes first
		SslHandler tls = context.pipeline().get(SslHandler.class);
		if (tls != null) {
			tls.setHandshakeTimeoutMillis(left);
		}
		context.pipeline().remove(this);
		context.fireChannelActive();
	}

}
