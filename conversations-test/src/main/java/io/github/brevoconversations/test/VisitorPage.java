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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.node.ArrayNode;

/**
 * A page on which a developer writes as a visitor. It is not part of Brevo's API, so its
 * requests are not logged, and no fault hits them. Other sites in the same browser cannot
 * use it.
 */
final class VisitorPage implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	static final String PATH = "/visitor";

	private static final Map<String, String> HEADERS = Map.of("cache-control", "no-store", "x-content-type-options",
			"nosniff", "content-security-policy",
			"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'");

	private final BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> api;

	private final Function<String, List<StoredMessage>> messages;

	private final BiFunction<String, String, WebhookQueue.Sending> writer;

	/**
	 * Create a page.
	 * @param api handles all other requests
	 * @param messages finds the messages of a visitor
	 * @param writer writes a text as the visitor with an id
	 */
	VisitorPage(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> api,
			Function<String, List<StoredMessage>> messages, BiFunction<String, String, WebhookQueue.Sending> writer) {
		this.api = api;
		this.messages = messages;
		this.writer = writer;
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		String path = new QueryStringDecoder(request.uri()).path();
		if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
			return this.api.apply(request, response);
		}
		return RequestBody.read(request)
			.flatMap((body) -> respond(request, path, body))
			.map((content) -> content.withHeaders(HEADERS))
			.flatMap(new ResponseWriter(response)::write);
	}

	private Mono<Response> respond(HttpServerRequest request, String path, RequestBody body) {
		if (!isOfThisPage(request)) {
			return Mono.just(Response.empty(403));
		}
		String method = request.method().name();
		if (path.length() <= PATH.length() + 1) {
			return Mono.just(method.equals("GET") ? page() : Response.empty(405));
		}
		String visitor = path.substring(PATH.length() + 1);
		return switch (method) {
			case "GET" -> Mono.just(Response.json(200, lines(visitor).toString()));
			case "POST" -> write(visitor, body);
			default -> Mono.just(Response.empty(405));
		};
	}

	private Mono<Response> write(String visitor, RequestBody body) {
		if (body.isTooLarge() || body.text().isBlank()) {
			return Mono.just(Response.empty(400));
		}
		return Mono.fromFuture(this.writer.apply(visitor, body.text()).attempt(), true)
			.map((status) -> Response.json(200, Json.object().put("status", status).toString()));
	}

	/**
	 * Return whether a request comes from the page itself, or not from a browser. The
	 * host is checked too, because the name of another site may resolve to this address.
	 * @param request the request
	 * @return whether to respond to it
	 */
	private static boolean isOfThisPage(HttpServerRequest request) {
		String host = request.requestHeaders().get(HttpHeaderNames.HOST, "");
		String origin = request.requestHeaders().get(HttpHeaderNames.ORIGIN);
		return host.matches("(127\\.0\\.0\\.1|localhost)(:\\d+)?")
				&& (origin == null || origin.equals("http://" + host));
	}

	private ArrayNode lines(String visitor) {
		ArrayNode lines = Json.array();
		this.messages.apply(visitor).forEach((message) -> lines.add(Json.messageNode(message)));
		return lines;
	}

	private static Response page() {
		try (InputStream page = VisitorPage.class.getResourceAsStream("visitor.html")) {
			if (page == null) {
				throw new IllegalStateException("visitor.html is missing");
			}
			return new Response(200, "text/html;charset=utf-8", new String(page.readAllBytes(), StandardCharsets.UTF_8),
					Map.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
