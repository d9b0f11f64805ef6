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

package io.github.brevoconversations.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.util.CharsetUtil;
import io.netty.util.ReferenceCountUtil;

/**
 * A server that speaks HTTP/2 over TLS, reads requests to their end, counts them, and
 * responds to them as it is told.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class FaultyHttp2Server implements AutoCloseable {

	private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final Channel channel;

	private volatile Fault fault = Fault.NONE;

	FaultyHttp2Server(TestCertificate certificate) {
		JdkSslContext tls = new JdkSslContext(certificate.sslContext(), false, null, IdentityCipherSuiteFilter.INSTANCE,
				new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
						ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
						ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
						ApplicationProtocolNames.HTTP_2),
				ClientAuth.NONE, null, false);
		this.channel = new ServerBootstrap().group(this.threads)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel socket) {
					socket.pipeline()
						.addLast(tls.newHandler(socket.alloc()), Http2FrameCodecBuilder.forServer().build(),
								new Requests());
				}

			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
	}

	String url() {
		return "https://127.0.0.1:" + ((InetSocketAddress) this.channel.localAddress()).getPort();
	}

	/**
	 * Return the methods and paths of the requests that were read to their end.
	 * @return the requests
	 */
	List<String> requests() {
		return this.requests;
	}

	/**
	 * Set what the server does with the next request, after which it is well.
	 * @param fault the fault
	 */
	void failOnceWith(Fault fault) {
		this.fault = fault;
	}

	@Override
	public void close() {
		this.channel.close().syncUninterruptibly();
		this.threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
	}

	/**
	 * What can go wrong with a request.
	 */
	enum Fault {

		NONE((context, stream) -> respond(context, stream, Behaviour.MESSAGE, true)),

		/**
		 * The server is about to end, and has not looked at the request.
		 */
		GOAWAY_BEFORE((context, stream) -> goAway(context, 0, Http2Error.NO_ERROR)),

		/**
		 * The server is about to end, and may have carried the request out.
		 */
		GOAWAY_AFTER((context, stream) -> goAway(context, stream.id(), Http2Error.NO_ERROR)),

		GOAWAY_WITH_AN_ERROR((context, stream) -> goAway(context, stream.id(), Http2Error.INTERNAL_ERROR)),

		/**
		 * The server has not looked at the request.
		 */
		REFUSED_STREAM((context, stream) -> reset(context, stream, Http2Error.REFUSED_STREAM)),

		CANCEL((context, stream) -> reset(context, stream, Http2Error.CANCEL)),

		INTERNAL_ERROR((context, stream) -> reset(context, stream, Http2Error.INTERNAL_ERROR)),

		ENHANCE_YOUR_CALM((context, stream) -> reset(context, stream, Http2Error.ENHANCE_YOUR_CALM)),

		HTTP_1_1_REQUIRED((context, stream) -> reset(context, stream, Http2Error.HTTP_1_1_REQUIRED)),

		NO_ERROR((context, stream) -> reset(context, stream, Http2Error.NO_ERROR)),

		RESET_IN_THE_RESPONSE((context, stream) -> {
			respond(context, stream, "{\"id\":", false);
			reset(context, stream, Http2Error.INTERNAL_ERROR);
		}),

		CLOSED((context, stream) -> context.close());

		private final BiConsumer<ChannelHandlerContext, Http2FrameStream> behaviour;

		Fault(BiConsumer<ChannelHandlerContext, Http2FrameStream> behaviour) {
			this.behaviour = behaviour;
		}

		/**
		 * Return whether the server says that it has not processed the request, so that
		 * it may be sent again.
		 * @return whether it is not processed
		 */
		boolean isUnprocessed() {
			return this == GOAWAY_BEFORE || this == REFUSED_STREAM;
		}

		// as the codec would not name a stream before the last
		private static void goAway(ChannelHandlerContext context, int lastStream, Http2Error error) {
			ByteBuf frame = Unpooled.buffer()
				.writeMedium(2 * Integer.BYTES)
				.writeByte(Http2FrameTypes.GO_AWAY)
				.writeByte(0)
				.writeInt(0)
				.writeInt(lastStream)
				.writeInt((int) error.code());
			context.pipeline().context(Http2FrameCodec.class).writeAndFlush(frame);
			context.close();
		}

		private static void reset(ChannelHandlerContext context, Http2FrameStream stream, Http2Error error) {
			context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream));
		}

		private static void respond(ChannelHandlerContext context, Http2FrameStream stream, String body, boolean end) {
			ByteBuf content = Unpooled.copiedBuffer(body, CharsetUtil.UTF_8);
			DefaultHttp2Headers headers = new DefaultHttp2Headers();
			headers.status("200").set("content-type", "application/json");
			context.write(new DefaultHttp2HeadersFrame(headers, false).stream(stream));
			context.writeAndFlush(new DefaultHttp2DataFrame(content, end).stream(stream));
		}

	}

	/**
	 * Reads the requests of one connection.
	 */
	private final class Requests extends ChannelInboundHandlerAdapter {

		private final Map<Http2FrameStream, String> begun = new HashMap<>();

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof Http2HeadersFrame headers) {
				this.begun.put(headers.stream(), headers.headers().method() + " " + headers.headers().path());
				if (headers.isEndStream()) {
					respond(context, headers.stream());
				}
			}
			else if (message instanceof Http2DataFrame data && data.isEndStream()) {
				respond(context, data.stream());
			}
			ReferenceCountUtil.release(message);
		}

		private void respond(ChannelHandlerContext context, Http2FrameStream stream) {
			FaultyHttp2Server.this.requests.add(this.begun.remove(stream));
			Fault fault = FaultyHttp2Server.this.fault;
			FaultyHttp2Server.this.fault = Fault.NONE;
			fault.behaviour.accept(context, stream);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
			context.close();
		}

	}

}
