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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on the loopback interface that answers each request in the same way, and takes
 * down the heads of the requests.
 */
final class LoopbackBrevo implements AutoCloseable {

	static final Reply MESSAGE = status(200, "Content-Type: application/json", "{\"id\":\"m1\"}");

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private volatile Reply reply = MESSAGE;

	LoopbackBrevo() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	static Reply status(int status, String header, String body) {
		return (socket) -> write(socket, status, header, body, body.length());
	}

	static Reply cutOff() {
		return (socket) -> write(socket, 200, "Content-Type: application/json", "{\"id\":", 1000);
	}

	static Reply reset() {
		return (socket) -> socket.setSoLinger(true, 0);
	}

	static Reply silence() {
		return (socket) -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
	}

	void replyWith(Reply reply) {
		this.reply = reply;
	}

	int port() {
		return this.server.getLocalPort();
	}

	String url() {
		return "http://127.0.0.1:" + port() + "/v3";
	}

	/**
	 * Return the heads of the requests, which are the request lines and the headers.
	 */
	List<String> heads() {
		return this.heads;
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				start(() -> answer(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void answer(Socket socket) {
		try (socket) {
			String head = readHead(socket.getInputStream());
			if (!head.isEmpty()) {
				this.heads.add(head);
				this.reply.send(socket);
			}
		}
		catch (IOException ex) {
			// the client or the end of the test closed the connection
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private static String readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") == -1) {
			int c = in.read();
			// what TLS begins with is no request
			if (c == -1 || (head.isEmpty() && c < ' ')) {
				return "";
			}
			head.append((char) c);
		}
		int at = head.toString().toLowerCase(Locale.ROOT).indexOf("content-length: ");
		if (at != -1) {
			int from = at + "content-length: ".length();
			in.readNBytes(Integer.parseInt(head.substring(from, head.indexOf("\r", from))));
		}
		return head.toString();
	}

	private static void write(Socket socket, int status, String header, String body, int length) throws IOException {
		String response = "HTTP/1.1 %d Status\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
			.formatted(status, header, length, body);
		socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
		socket.getOutputStream().flush();
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "loopback-brevo");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How to answer, after which the connection is closed.
	 */
	@FunctionalInterface
	interface Reply {

		void send(Socket socket) throws IOException;

	}

}
