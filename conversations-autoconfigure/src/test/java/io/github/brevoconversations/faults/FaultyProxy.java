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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that is asked to connect and responds as it is told, or never, and never
 * connects to anything.
 */
final class FaultyProxy implements AutoCloseable {

	private static final char TLS_HANDSHAKE = 22;

	private final ServerSocket serverSocket;

	private final String response;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private FaultyProxy(ServerSocket serverSocket, String response) {
		this.serverSocket = serverSocket;
		this.response = response;
		Thread thread = new Thread(this::accept, "faulty-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Start a proxy.
	 * @param response the whole response to each request; nothing to close the connection
	 * instead, and {@code null} to keep it open
	 * @return the proxy
	 */
	static FaultyProxy responding(String response) {
		try {
			return new FaultyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), response);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	List<String> heads() {
		return this.heads;
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.serverSocket.accept();
				this.sockets.add(socket);
				respond(socket);
			}
		}
		catch (IOException ex) {
			// the proxy was closed
		}
	}

	private void respond(Socket socket) {
		try {
			this.heads.add(readHead(socket.getInputStream()));
			if (this.response == null) {
				return;
			}
			socket.getOutputStream().write(this.response.getBytes(StandardCharsets.UTF_8));
			socket.close();
		}
		catch (IOException ex) {
			// the client closed the connection
		}
	}

	private static String readHead(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		for (int c = input.read(); c != -1; c = input.read()) {
			head.append((char) c);
			// or the begin of TLS, which has no end
			if (head.indexOf("\r\n\r\n") != -1 || head.charAt(0) == TLS_HANDSHAKE) {
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

}
