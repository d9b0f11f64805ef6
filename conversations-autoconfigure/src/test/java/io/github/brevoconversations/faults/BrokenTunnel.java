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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Leads to a server, but ends each connection in the middle of the TLS handshake.
 */
final class BrokenTunnel implements AutoCloseable {

	private static final int PART_OF_A_RECORD = 20;

	private final ServerSocket serverSocket;

	private final int target;

	private final Break where;

	private final boolean reset;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	/**
	 * Start a tunnel.
	 * @param target the port of the server
	 * @param where where to end each connection
	 * @param reset whether to reset it, or else to close it
	 */
	BrokenTunnel(int target, Break where, boolean reset) {
		this.target = target;
		this.where = where;
		this.reset = reset;
		try {
			this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		run(this::accept);
	}

	String url() {
		return "https://127.0.0.1:" + this.serverSocket.getLocalPort();
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.serverSocket.accept();
			this.sockets.add(client);
			run(() -> lead(client));
		}
	}

	private void lead(Socket client) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		try (Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			InputStream fromClient = client.getInputStream();
			if (this.where != Break.AT_ONCE) {
				int hello = fromClient.read(buffer);
				server.getOutputStream().write(buffer, 0, Math.max(hello, 0));
			}
			if (this.where == Break.IN_HELLO_OF_SERVER) {
				client.getOutputStream().write(server.getInputStream().readNBytes(PART_OF_A_RECORD));
			}
			else if (this.where == Break.BEFORE_END_OF_HANDSHAKE) {
				run(() -> copy(server, client));
				// the client's keys, or the begin of them
				fromClient.read(buffer);
			}
		}
		finally {
			if (this.reset) {
				client.setSoLinger(true, 0);
			}
			client.close();
		}
	}

	private static void copy(Socket from, Socket to) throws IOException {
		OutputStream output = to.getOutputStream();
		from.getInputStream().transferTo(output);
	}

	private static void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// somebody closed the connection
			}
		}, "broken-tunnel");
		thread.setDaemon(true);
		thread.start();
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
	 * Where a connection ends.
	 */
	enum Break {

		AT_ONCE, AFTER_HELLO_OF_CLIENT, IN_HELLO_OF_SERVER, BEFORE_END_OF_HANDSHAKE

	}

	/**
	 * What a thread of the tunnel does.
	 */
	private interface Task {

		void run() throws IOException;

	}

}
