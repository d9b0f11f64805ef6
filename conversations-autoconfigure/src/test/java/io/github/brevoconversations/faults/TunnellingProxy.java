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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that connects to whatever it is asked for, if the password is right.
 */
final class TunnellingProxy implements AutoCloseable {

	private static final String REFUSAL = String.join("\r\n", "HTTP/1.1 407 Proxy Authentication Required",
			"Proxy-Authenticate: Basic realm=\"proxy\"", "Content-Length: 0", "", "");

	private final ServerSocket serverSocket;

	private final String credentials;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<String> refused = new CopyOnWriteArrayList<>();

	private final List<String> connected = new CopyOnWriteArrayList<>();

	private TunnellingProxy(String credentials) {
		try {
			this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.credentials = credentials;
		run(this::accept);
	}

	/**
	 * Start a proxy that asks for no password.
	 * @return the proxy
	 */
	static TunnellingProxy open() {
		return new TunnellingProxy(null);
	}

	/**
	 * Start a proxy that asks for a password.
	 * @param username the only user
	 * @param password the user's password
	 * @return the proxy
	 */
	static TunnellingProxy protectedBy(String username, String password) {
		String credentials = username + ":" + password;
		return new TunnellingProxy(Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	/**
	 * Return the requests to connect that were refused.
	 * @return their heads
	 */
	List<String> refused() {
		return this.refused;
	}

	/**
	 * Return the requests to connect that were granted.
	 * @return their heads
	 */
	List<String> connected() {
		return this.connected;
	}

	private static void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// somebody closed the connection
			}
		}, "tunnelling-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() throws IOException {
		while (true) {
			Socket socket = this.serverSocket.accept();
			this.sockets.add(socket);
			run(() -> serve(socket));
		}
	}

	private void serve(Socket socket) throws IOException {
		InputStream input = socket.getInputStream();
		String head = readHead(input);
		while (head.endsWith("\r\n\r\n")) {
			if (isAllowed(head)) {
				this.connected.add(head);
				connect(socket, head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/")));
				return;
			}
			this.refused.add(head);
			socket.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
			head = readHead(input);
		}
		socket.close();
	}

	private boolean isAllowed(String head) {
		return this.credentials == null || head.lines()
			.anyMatch((line) -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")
					&& line.endsWith("Basic " + this.credentials));
	}

	private void connect(Socket client, String authority) throws IOException {
		int port = authority.lastIndexOf(':');
		Socket server = new Socket(authority.substring(0, port), Integer.parseInt(authority.substring(port + 1)));
		this.sockets.add(server);
		client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		run(() -> copy(server, client));
		copy(client, server);
	}

	private static void copy(Socket from, Socket to) throws IOException {
		try (from; to; OutputStream output = to.getOutputStream()) {
			from.getInputStream().transferTo(output);
		}
	}

	private static String readHead(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		for (int c = input.read(); c != -1; c = input.read()) {
			head.append((char) c);
			if (c == '\n' && head.indexOf("\r\n\r\n") != -1) {
				break;
			}
		}
		return head.toString();
	}

	@Override
	public void close() {
		try {
			this.serverSocket.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a thread of the proxy does.
	 */
	private interface Task {

		void run() throws IOException;

	}

}
