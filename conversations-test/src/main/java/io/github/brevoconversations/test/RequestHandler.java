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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Receives requests and sends replies, or does so badly where a fault is switched on.
 */
final class RequestHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private static final int MAX_BODY_BYTES = 1024 * 1024;

	private static final String API_KEY = "api-key";

	private static final List<String> SECRETS = List.of(API_KEY, "partner-key", "authorization");

	private final ConversationsApi api;

	private final HourlyLimit limit;

	private final Faults faults;

	private final RequestLog log;

	private final Clock clock;

	private final String apiKey;

	RequestHandler(ConversationsApi api, HourlyLimit limit, Faults faults, RequestLog log, Clock clock, String apiKey) {
		this.api = api;
		this.limit = limit;
		this.faults = faults;
		this.log = log;
		this.clock = clock;
		this.apiKey = apiKey;
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		String key = request.requestHeaders().get(API_KEY);
		return body(request).flatMap((body) -> {
			ReceivedRequest received = received(request, body);
			Exchange exchange = new Exchange(response, this.log.add(received));
			Fault fault = this.faults.take(received);
			return (fault != null) ? fail(fault, received, key, exchange) : send(reply(received, key), exchange);
		}).onErrorResume(BodyTooLarge.class, (ex) -> {
			Exchange exchange = new Exchange(response, this.log.add(received(request, "")));
			return send(Reply.error(413, "bad_request", "The body is too large"), exchange);
		});
	}

	private static Mono<String> body(HttpServerRequest request) {
		return request.receive().asByteArray().collect(ByteArrayOutputStream::new, (buffer, bytes) -> {
			if (buffer.size() + bytes.length > MAX_BODY_BYTES) {
				throw new BodyTooLarge();
			}
			buffer.writeBytes(bytes);
		}).map((buffer) -> buffer.toString(StandardCharsets.UTF_8));
	}

	private ReceivedRequest received(HttpServerRequest request, String body) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		request.requestHeaders()
			.forEach((header) -> headers.computeIfAbsent(header.getKey(), (name) -> new ArrayList<>())
				.add(SECRETS.contains(header.getKey().toLowerCase(Locale.ROOT)) ? "***" : header.getValue()));
		headers.replaceAll((name, values) -> List.copyOf(values));
		String uri = request.uri();
		int query = uri.indexOf('?');
		return new ReceivedRequest(this.clock.instant(), request.method().name(),
				(query != -1) ? uri.substring(0, query) : uri, Collections.unmodifiableMap(headers), body, null);
	}

	private Reply reply(ReceivedRequest request, @Nullable String key) {
		if (key == null) {
			return Reply.error(401, "unauthorized", "authentication not found in headers");
		}
		if (!key.equals(this.apiKey)) {
			return Reply.error(401, "unauthorized", "Key not found");
		}
		if (!this.limit.use()) {
			return Reply.error(429, "too_many_requests", "The rate limit is used up");
		}
		return this.api.handle(request.method(), request.path(), request.body());
	}

	private Mono<Void> fail(Fault fault, ReceivedRequest request, @Nullable String key, Exchange exchange) {
		return switch (fault.kind()) {
			case HANG -> Mono.never();
			case RESET -> reset(exchange.response());
			case ANSWER -> send((fault.reply() != null) ? fault.reply() : reply(request, key), exchange);
			case CUT_OFF -> cutOff(reply(request, key), exchange);
			case DELAY -> {
				Reply reply = reply(request, key);
				yield onEventLoop(exchange.response(), fault).then(Mono.defer(() -> send(reply, exchange)));
			}
		};
	}

	private static Mono<Long> onEventLoop(HttpServerResponse response, Fault fault) {
		Channel[] channel = new Channel[1];
		response.withConnection((connection) -> channel[0] = connection.channel());
		return Mono.delay(fault.delay(), Schedulers.fromExecutorService(channel[0].eventLoop()));
	}

	private static Mono<Void> reset(HttpServerResponse response) {
		response.withConnection((connection) -> {
			connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
			connection.dispose();
		});
		return Mono.never();
	}

	private Mono<Void> cutOff(Reply reply, Exchange exchange) {
		prepare(reply, exchange);
		HttpServerResponse response = exchange.response();
		byte[] body = reply.bytes();
		byte[] half = Arrays.copyOf(body, body.length / 2);
		response.header("content-length", String.valueOf(Math.max(body.length, 2)));
		return response.send(Flux.concat(Mono.just(Unpooled.wrappedBuffer(half)), closing(response)), (buffer) -> true)
			.then();
	}

	private static Mono<ByteBuf> closing(HttpServerResponse response) {
		return Mono.defer(() -> {
			response.withConnection((connection) -> connection.channel().eventLoop().execute(() -> {
				connection.channel().flush();
				connection.dispose();
			}));
			return Mono.never();
		});
	}

	private Mono<Void> send(Reply reply, Exchange exchange) {
		prepare(reply, exchange);
		byte[] body = reply.bytes();
		return exchange.response()
			.header("content-length", String.valueOf(body.length))
			.sendByteArray(Mono.just(body))
			.then();
	}

	private void prepare(Reply reply, Exchange exchange) {
		HttpServerResponse response = exchange.response();
		response.status(reply.status()).header("sib-request-id", UUID.randomUUID().toString());
		this.limit.headers().forEach(response::header);
		if (reply.contentType() != null) {
			response.header("content-type", reply.contentType());
		}
		this.log.answered(exchange.number(), reply.status());
	}

	/**
	 * A response to send, and the number of its request in the log.
	 *
	 * @param response the response
	 * @param number the number
	 */
	private record Exchange(HttpServerResponse response, long number) {

	}

	/**
	 * Thrown for a body that is too large to be kept.
	 */
	private static final class BodyTooLarge extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private BodyTooLarge() {
			super(null, null, false, false);
		}

	}

}
