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

package io.github.brevoconversations.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes responses, whole or broken ones.
 */
final class ResponseWriter {

	private final HttpServerResponse response;

	ResponseWriter(HttpServerResponse response) {
		this.response = response;
	}

	/**
	 * Wait on the connection's own thread, without blocking it.
	 * @param duration how long
	 * @return completes after the duration
	 */
	Mono<Void> delay(Duration duration) {
		if (duration.isZero()) {
			return Mono.empty();
		}
		return Mono.create((sink) -> this.response.withConnection((connection) -> {
			Future<?> timer = connection.channel()
				.eventLoop()
				.schedule(() -> sink.success(), duration.toNanos(), TimeUnit.NANOSECONDS);
			sink.onDispose(() -> timer.cancel(false));
		}));
	}

	Mono<Void> write(Response content) {
		byte[] body = head(content);
		if (body.length == 0 || HttpMethod.HEAD.equals(this.response.method())) {
			return this.response.send();
		}
		return this.response.sendByteArray(Mono.just(body)).then();
	}

	Mono<Void> cutOff(Response content) {
		byte[] body = head(content);
		return this.response.sendHeaders().then().then(onChannel((channel) -> {
			DefaultHttpContent half = new DefaultHttpContent(Unpooled.wrappedBuffer(body, 0, body.length / 2));
			channel.writeAndFlush(half).addListener(ChannelFutureListener.CLOSE);
		}));
	}

	Mono<Void> reset() {
		return onChannel((channel) -> {
			channel.config().setOption(ChannelOption.SO_LINGER, 0);
			channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
		});
	}

	private byte[] head(Response content) {
		byte[] body = content.mayHaveBody() ? content.body().getBytes(StandardCharsets.UTF_8) : new byte[0];
		this.response.status(content.status());
		if (content.mayHaveBody()) {
			this.response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
		}
		if (body.length > 0 && content.contentType() != null) {
			this.response.header(HttpHeaderNames.CONTENT_TYPE, content.contentType());
		}
		content.headers().forEach(this.response::header);
		return body;
	}

	/**
	 * Do something that ends the connection, and with it the handling of the request.
	 * @param action the action
	 * @return never completes
	 */
	private Mono<Void> onChannel(Consumer<Channel> action) {
		return Mono.defer(() -> {
			this.response.withConnection((connection) -> action.accept(connection.channel()));
			return Mono.never();
		});
	}

}
