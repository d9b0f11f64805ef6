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

package io.github.brevoconversations.autoconfigure.oauth2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A token endpoint on the loopback interface. Its tokens have numbers.
 */
public final class TokenServer implements AutoCloseable {

	public static final String TOKEN = "tk7HuntedToken-";

	public static final String SECRET = "cs5HuntedClientSecret";

	private final HttpServer server;

	private final AtomicInteger tokens = new AtomicInteger();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private volatile int expiresIn = 3600;

	private volatile int status = 200;

	private volatile String error = "";

	public TokenServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/token", this::answer);
		this.server.start();
	}

	public String url() {
		return "http://127.0.0.1:%d/token".formatted(this.server.getAddress().getPort());
	}

	/**
	 * Return the properties of a client registration.
	 * @param id the id of the registration
	 */
	public String[] registration(String id) {
		String registration = "spring.security.oauth2.client.registration." + id;
		return new String[] { registration + ".client-id=client", registration + ".client-secret=" + SECRET,
				registration + ".authorization-grant-type=client_credentials",
				registration + ".scope=conversations:read,conversations:write",
				"spring.security.oauth2.client.provider." + id + ".token-uri=" + url() };
	}

	public void expireIn(int seconds) {
		this.expiresIn = seconds;
	}

	public void failWith(int status, String error) {
		this.status = status;
		this.error = error;
	}

	/**
	 * Return the bodies of the requests.
	 */
	public List<String> requests() {
		return this.requests;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			String body = (this.status == 200)
					? "{\"access_token\":\"%s%d\",\"token_type\":\"Bearer\",\"expires_in\":%d}".formatted(TOKEN,
							this.tokens.incrementAndGet(), this.expiresIn)
					: this.error;
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
