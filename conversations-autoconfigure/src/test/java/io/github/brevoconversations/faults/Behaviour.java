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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a {@link FaultyServer} does with a request that it has read.
 */
@FunctionalInterface
public interface Behaviour {

	/**
	 * The message that a healthy server responds with.
	 */
	String MESSAGE = "{\"id\":\"message-4711\",\"type\":\"agent\",\"text\":\"Hello\",\"visitorId\":\"visitor\"}";

	/**
	 * Respond to a request. The connection is kept for the next one unless this closes
	 * it.
	 * @param connection the connection that the request came by
	 * @throws IOException if the client closed the connection
	 */
	void respond(FaultyConnection connection) throws IOException;

	static Behaviour message() {
		return status(200, MESSAGE);
	}

	static Behaviour status(int status, String body, String... headers) {
		return (connection) -> connection.write(head(status, bytes(body).length, headers) + body);
	}

	/**
	 * Refuse a request as Brevo does.
	 * @param status the status
	 * @return the behaviour
	 */
	static Behaviour refusal(int status) {
		return status(status, "{\"code\":\"some_code\",\"message\":\"Some message\"}");
	}

	static Behaviour reset() {
		return FaultyConnection::reset;
	}

	static Behaviour close() {
		return FaultyConnection::close;
	}

	/**
	 * Respond well, but fail once on a connection that is used again.
	 * @param fault the failure
	 * @return the behaviour
	 */
	static Behaviour onceOnConnectionUsedAgain(Behaviour fault) {
		AtomicBoolean failed = new AtomicBoolean();
		return (connection) -> {
			boolean fails = connection.isUsedAgain() && failed.compareAndSet(false, true);
			(fails ? fault : message()).respond(connection);
		};
	}

	static Behaviour halfResponseThen(Behaviour end) {
		return (connection) -> {
			connection.write(head(200, 500) + "{\"id\":\"m1\",\"text\":\"" + "x".repeat(230));
			end.respond(connection);
		};
	}

	static Behaviour silence() {
		return (connection) -> {
		};
	}

	static Behaviour endless() {
		return (connection) -> {
			connection.write(head(200, Integer.MAX_VALUE));
			connection.trickle();
		};
	}

	static Behaviour huge(int status) {
		return status(status, "\"" + "x".repeat(2 * 1024 * 1024) + "\"", "sib-request-id: r1");
	}

	private static String head(int status, int length, String... headers) {
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Status\r\n");
		head.append("Content-Type: application/json\r\nContent-Length: ").append(length).append("\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
