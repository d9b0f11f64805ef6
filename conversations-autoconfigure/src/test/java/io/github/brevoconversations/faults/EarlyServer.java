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

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that reads nothing of a request but its head, and responds.
 */
final class EarlyServer implements AfterEachCallback {

	private final ServerSocket serverSocket;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private volatile String response = "";

	private volatile boolean resetting;

	EarlyServer() {
		try {
			this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::accept, "early-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Set what the server does with the requests to come.
	 * @param response the whole response, or nothing to close the connection instead
	 * @param reset whether to reset the connection after the response, rather than keep
	 * it open without reading on
	 */
	void respondWith(String response, boolean reset) {
		this.response = response;
		this.resetting = reset;
	}

	String url() {
		return "http://127.0.0.1:" + this.serverSocket.getLocalPort();
	}

	List<String> heads() {
		return this.heads;
	}

	private void accept() {
		try {
			while (true) {
				respond(this.serverSocket.accept());
			}
		}
		catch (IOException ex) {
			// the server was closed
		}
	}

	private void respond(Socket socket) {
		this.sockets.add(socket);
		try {
			String head = readHead(socket.getInputStream());
			if (!head.isEmpty()) {
				this.heads.add(head);
			}
			socket.getOutputStream().write(this.response.getBytes(StandardCharsets.US_ASCII));
			if (this.resetting) {
				socket.setSoLinger(true, 0);
			}
			if (this.resetting || this.response.isEmpty()) {
				socket.close();
			}
		}
		catch (IOException ex) {
			// the client closed the connection
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
	public void afterEach(ExtensionContext context) throws IOException {
		this.serverSocket.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
