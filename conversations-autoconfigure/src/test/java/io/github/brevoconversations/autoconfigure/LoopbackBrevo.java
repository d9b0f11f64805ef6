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

package io.github.brevoconversations.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.faults.FaultyConnection;
import io.github.brevoconversations.faults.FaultyServer;

/**
 * A {@link FaultyServer} that responds to each request in the same way, closes the
 * connection after it, and records the heads of the requests.
 */
final class LoopbackBrevo implements AutoCloseable {

	static final Reply MESSAGE = status(200, "Content-Type: application/json", "{\"id\":\"m1\"}");

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private final FaultyServer server = FaultyServer.start();

	LoopbackBrevo() {
		replyWith(MESSAGE);
	}

	static Reply status(int status, String header, String body) {
		return (connection) -> write(connection, status, header, body, body.length());
	}

	static Reply cutOff() {
		return (connection) -> write(connection, 200, "Content-Type: application/json", "{\"id\":", 1000);
	}

	static Reply reset() {
		return FaultyConnection::reset;
	}

	static Reply silence() {
		return FaultyConnection::awaitEnd;
	}

	void replyWith(Reply reply) {
		this.server.respondWith((connection) -> {
			this.heads.add(connection.lastHead());
			reply.send(connection);
			connection.close();
		});
	}

	int port() {
		return URI.create(this.server.url()).getPort();
	}

	String url() {
		return this.server.url() + "/v3";
	}

	/**
	 * Return the heads of the requests, which are the request lines and the headers.
	 */
	List<String> heads() {
		return this.heads;
	}

	private static void write(FaultyConnection connection, int status, String header, String body, int length)
			throws IOException {
		connection.write("HTTP/1.1 %d Status\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
			.formatted(status, header, length, body));
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * How to respond, after which the connection is closed.
	 */
	@FunctionalInterface
	interface Reply {

		void send(FaultyConnection connection) throws IOException;

	}

}
