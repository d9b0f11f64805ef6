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

import java.io.IOException;
import java.time.Duration;

import javax.net.ssl.SSLSession;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Reports the loss of a connection before the response only to the call. Reactor Netty
 * logs each such loss as a warning with a stack trace before it tells the call, and
 * neither an observer nor a setting prevents this. So this handler presents the loss to
 * Reactor Netty as a response whose status holds the failure, and the call gets the
 * failure instead. If a response comes before the whole request is written, the
 * connection is not used again.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class LostResponses extends ChannelDuplexHandler implements ChannelFutureListener {

	private final long bornAt = System.nanoTime();

	private final Duration maxAge;

	private @Nullable ChannelHandlerContext context;

	private boolean waiting;

	private boolean answered;

	/**
	 * Create a handler of a new channel.
	 * @param maxAge the age from which the channel is closed after a response
	 */
	LostResponses(Duration maxAge) {
		this.maxAge = maxAge;
	}

	/**
	 * Return a client whose calls fail if their connection was {@linkplain LostResponses
	 * lost}.
	 * @param client the client, to whose channels this is added
	 * @return another client
	 */
	static HttpClient failing(HttpClient client) {
		return client.mapConnect(LostResponses::failing);
	}

	private static <C extends Connection> Mono<C> failing(Mono<C> connect) {
		return connect.handle((connection, sink) -> {
			if (connection instanceof HttpClientResponse response && response.status() instanceof Lost lost) {
				sink.error(lost.failure);
			}
			else {
				sink.next(connection);
			}
		});
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void write(ChannelHandlerContext context, @Nullable Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest) {
			this.waiting = true;
			// promises of a body in parts accept no listener
			if (promise instanceof DefaultChannelPromise) {
				promise.addListener(this);
			}
		}
		context.write(message, promise);
	}

	@Override
	public void operationComplete(ChannelFuture written) {
		Throwable failure = written.cause();
		ChannelHandlerContext context = this.context;
		if (failure != null && context != null && this.waiting) {
			lose(context, failure);
			context.close();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, @Nullable Object message) {
		if (this.waiting && message instanceof HttpResponse response) {
			if (response.decoderResult().isFailure()) {
				ReferenceCountUtil.release(message);
				lose(context, response.decoderResult().cause());
				context.close();
				return;
			}
			this.waiting = response.status().code() == HttpResponseStatus.CONTINUE.code();
			this.answered = true;
			// if it is still writing, the next request would wait behind the rest of this
			// one
			if (!this.waiting && (isWriting(context.channel()) || isOld())) {
				response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			}
		}
		context.fireChannelRead(message);
	}

	private boolean isOld() {
		return System.nanoTime() - this.bornAt >= this.maxAge.toNanos();
	}

	private static boolean isWriting(Channel channel) {
		ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
		return buffer != null && !buffer.isEmpty();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.waiting) {
			lose(context, new IOException("The connection was closed before the response"));
		}
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
		if (!this.waiting) {
			context.fireExceptionCaught(failure);
			return;
		}
		lose(context, failure);
		context.close();
	}

	private void lose(ChannelHandlerContext context, Throwable failure) {
		this.waiting = false;
		boolean unread = !this.answered && RefusedCertificate.preventedRequest(failure, session(context.channel()));
		DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				new Lost(unread ? NotConnectedException.because(failure) : failure), Unpooled.EMPTY_BUFFER);
		response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		context.fireChannelRead(response);
	}

	private static @Nullable SSLSession session(Channel channel) {
		SslHandler handler = channel.pipeline().get(SslHandler.class);
		return (handler != null) ? handler.engine().getSession() : null;
	}

	/**
	 * The status of a response that never came.
	 */
	private static final class Lost extends HttpResponseStatus {

		private static final int CODE = 599;

		private final Throwable failure;

		private Lost(Throwable failure) {
			super(CODE, "Lost");
			this.failure = failure;
		}

	}

}
