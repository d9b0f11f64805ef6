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
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectTimeLeft}.
 */
class ConnectTimeLeftTests {

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final ProxyHandler proxy = new SilentProxy();

	private SslHandler tls;

	@BeforeEach
	void setUp() throws NoSuchAlgorithmException {
		SSLEngine engine = SSLContext.getDefault().createSSLEngine();
		engine.setUseClientMode(true);
		this.tls = new SslHandler(engine);
	}

	@Test
	void leavesWhatIsLeft() {
		assertThat(timeoutAfter(Duration.ofMillis(1800))).isEqualTo(3200);
		assertThat(this.proxy.connectTimeoutMillis()).isEqualTo(3200);
		assertThat(this.channel.pipeline().get(ConnectTimeLeft.class)).isNull();
	}

	@Test
	void leavesAMomentIfNothingIsLeft() {
		assertThat(timeoutAfter(Duration.ofSeconds(6))).isEqualTo(1);
		assertThat(this.proxy.connectTimeoutMillis()).isEqualTo(1);
	}

	private long timeoutAfter(Duration elapsed) {
		ConnectTimeLeft handler = new ConnectTimeLeft(Duration.ofSeconds(5), this.time::get);
		this.channel.pipeline().addLast(handler);
		this.time.addAndGet(elapsed.toNanos());
		this.channel.pipeline().addLast(this.proxy, this.tls);
		this.channel.pipeline().fireChannelActive();
		return this.tls.getHandshakeTimeoutMillis();
	}

	/**
	 * A proxy that is asked for nothing.
	 */
	private static final class SilentProxy extends ProxyHandler {

		private SilentProxy() {
			super(InetSocketAddress.createUnresolved("proxy", 3128));
		}

		@Override
		public String protocol() {
			return "none";
		}

		@Override
		public String authScheme() {
			return "none";
		}

		@Override
		protected void addCodec(ChannelHandlerContext context) {
			// needs none
		}

		@Override
		protected void removeEncoder(ChannelHandlerContext context) {
			// has none
		}

		@Override
		protected void removeDecoder(ChannelHandlerContext context) {
			// has none
		}

		@Override
		protected Object newInitialMessage(ChannelHandlerContext context) {
			return null;
		}

		@Override
		protected boolean handleResponse(ChannelHandlerContext context, Object response) {
			return true;
		}

	}

}
