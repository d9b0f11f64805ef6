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

package io.github.brevoconversations.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of connections that a browser uses for one request after another.
 */
@DeskTest
class KeptConnectionTests {

	// about one in a hundred was not read to its end
	private static final int CONNECTIONS = 400;

	private static final int TIME_LIMIT = 20_000;

	@LocalServerPort
	private int port;

	@Test
	void servesAPageAndItsFiles() throws IOException {
		for (int i = 0; i < CONNECTIONS; i++) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				socket.setSoTimeout(TIME_LIMIT);
				for (String path : new String[] { "/visitor", "/desk.css", "/visitor.css", "/visitor.js" }) {
					assertThat(get(socket, path)).as(path).isTrue();
				}
			}
		}
	}

	private boolean get(Socket socket, String path) throws IOException {
		socket.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n".formatted(path, this.port)
				.getBytes(StandardCharsets.US_ASCII));
		int length = -1;
		String status = line(socket);
		for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
			if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
				length = Integer.parseInt(line.substring(15).strip());
			}
		}
		if (length >= 0) {
			socket.getInputStream().readNBytes(length);
		}
		else {
			skipChunks(socket);
		}
		return status.contains(" 200 ");
	}

	private static void skipChunks(Socket socket) throws IOException {
		int length;
		do {
			length = Integer.parseInt(line(socket), 16);
			socket.getInputStream().readNBytes(length);
			line(socket);
		}
		while (length > 0);
	}

	private static String line(Socket socket) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
			assertThat(c).isNotNegative();
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

}
