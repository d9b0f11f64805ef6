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

package io.github.brevoconversations.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Responds as Brevo does, at the lowest possible cost, in a separate process. It prints
 * its port, and ends when its input ends, and so with the process that started it.
 */
public final class StubServer {

	private static final ByteBuf MESSAGE = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("""
			{"id":"%s","type":"agent","text":"%s","visitorId":"%s","agentId":"%s","agentName":"Liz",\
			"createdAt":1470222622433,"isPushed":false,"receivedFrom":"our desk"}""".formatted(Sample.MESSAGE_ID,
			Sample.TEXT, Sample.VISITOR_ID, Sample.AGENT_ID), StandardCharsets.UTF_8));

	private StubServer() {
	}

	/**
	 * Serve until the input ends.
	 * @param arguments ignored
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route((routes) -> routes.post("/v3/conversations/messages", StubServer::message)
				.get("/v3/conversations/messages/{id}", StubServer::message)
				.post("/v3/conversations/agentOnlinePing", StubServer::accepted)
				.post("/unlimited/conversations/agentOnlinePing", StubServer::acceptedWithoutLimit))
			.bindNow();
		System.out.println(server.port());
		System.in.transferTo(System.err);
		server.disposeNow();
	}

	private static Publisher<Void> message(HttpServerRequest request, HttpServerResponse response) {
		HttpServerResponse headed = withHeaders(response).header("content-type", "application/json")
			.header("content-length", Integer.toString(MESSAGE.readableBytes()));
		return received(request).then(Mono.defer(() -> headed.sendObject(MESSAGE.duplicate()).then()));
	}

	private static Publisher<Void> accepted(HttpServerRequest request, HttpServerResponse response) {
		HttpServerResponse headed = withHeaders(response.status(201)).header("content-length", "0");
		return received(request).then(Mono.defer(headed::send));
	}

	private static Publisher<Void> acceptedWithoutLimit(HttpServerRequest request, HttpServerResponse response) {
		HttpServerResponse headed = response.status(201).header("content-length", "0");
		return received(request).then(Mono.defer(headed::send));
	}

	private static Mono<Void> received(HttpServerRequest request) {
		return request.receive().then();
	}

	private static HttpServerResponse withHeaders(HttpServerResponse response) {
		return response.header("sib-request-id", "4b2ffc9e-7b5b-4c4e-9a4f-2f8a4c3f5e1d")
			.header("x-sib-ratelimit-limit", "100")
			.header("x-sib-ratelimit-remaining", "99")
			.header("x-sib-ratelimit-reset", "3600");
	}

}
