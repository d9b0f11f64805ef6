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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLSocket;

/**
 * A server that demands a certificate of each client and trusts none that another
 * authority has issued. It lets the client read why it is refused.
 */
final class StrictTlsServer implements AutoCloseable {

	private final ServerSocket serverSocket;

	private final TestCertificate certificate;

	private final String protocol;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<Object> accepted = new CopyOnWriteArrayList<>();

	StrictTlsServer(TestCertificate certificate, String protocol) {
		this.certificate = certificate;
		this.protocol = protocol;
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

	/**
	 * Return the connections whose client was trusted.
	 * @return the connections
	 */
	List<Object> accepted() {
		return this.accepted;
	}

	private void accept() throws IOException {
		while (true) {
			Socket socket = this.serverSocket.accept();
			this.sockets.add(socket);
			run(() -> refuse(socket));
		}
	}

	private void refuse(Socket socket) throws IOException {
		// leaves the socket open if the handshake fails
		SSLSocket secure = (SSLSocket) this.certificate.sslContext()
			.getSocketFactory()
			.createSocket(socket, null, socket.getPort(), false);
		secure.setUseClientMode(false);
		secure.setNeedClientAuth(true);
		secure.setEnabledProtocols(new String[] { this.protocol });
		try {
			secure.startHandshake();
			this.accepted.add(secure);
		}
		catch (IOException ex) {
			// as it must
		}
		socket.shutdownOutput();
		socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		socket.close();
	}

	private static void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// somebody closed the connection
			}
		}, "strict-server");
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
	 * What a thread of the server does.
	 */
	private interface Task {

		void run() throws IOException;

	}

}
