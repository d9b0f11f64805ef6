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

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLSocket;

/**
 * One connection that a {@link FaultyServer} accepted.
 */
public final class FaultyConnection implements Runnable {

	private static final int TICK_MILLIS = 20;

	private final FaultyServer server;

	private final Socket socket;

	private final InputStream input;

	private final AtomicInteger requests = new AtomicInteger();

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private final AtomicInteger trickled = new AtomicInteger();

	private final CountDownLatch ended = new CountDownLatch(1);

	FaultyConnection(FaultyServer server, Socket socket) throws IOException {
		this.server = server;
		this.socket = socket;
		this.input = new BufferedInputStream(socket.getInputStream());
	}

	@Override
	public void run() {
		try {
			String requestLine = readRequest();
			while (requestLine != null) {
				this.requests.incrementAndGet();
				this.server.received(requestLine).respond(this);
				requestLine = this.socket.isClosed() ? null : readRequest();
			}
		}
		catch (IOException ex) {
			// the end of the connection, whoever caused it
		}
		finally {
			close();
			this.ended.countDown();
		}
	}

	private String readRequest() throws IOException {
		String requestLine = readLine();
		int length = 0;
		StringBuilder head = new StringBuilder();
		for (String line = requestLine; line != null && !line.isEmpty(); line = readLine()) {
			head.append(line).append('\n');
			if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
				length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
			}
		}
		if (requestLine != null) {
			this.heads.add(head.toString());
		}
		boolean complete = this.input.readNBytes(length).length == length;
		return complete ? requestLine : null;
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.input.read(); c != '\n'; c = this.input.read()) {
			// what TLS begins with is no request
			if (c == -1 || (line.isEmpty() && c < ' ' && c != '\r')) {
				return null;
			}
			line.append((char) c);
		}
		return line.toString().stripTrailing();
	}

	public void write(String text) throws IOException {
		write(text.getBytes(StandardCharsets.UTF_8));
	}

	void write(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	/**
	 * Write a byte with each tick, until the client closes the connection.
	 * @throws IOException if the client closed the connection
	 */
	void trickle() throws IOException {
		this.socket.setSoTimeout(TICK_MILLIS);
		boolean open = true;
		while (open) {
			try {
				open = this.input.read() != -1;
			}
			catch (SocketTimeoutException ex) {
				write(" ");
				this.trickled.incrementAndGet();
			}
		}
		close();
	}

	int trickledBytes() {
		return this.trickled.get();
	}

	public void reset() {
		try {
			this.socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// closed already, and cannot be reset any more
		}
		close();
	}

	/**
	 * Tell the client that nothing more comes, and keep reading.
	 */
	void finish() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask for a certificate of the client's, by another handshake on the same connection.
	 * @throws IOException if the client has none
	 */
	void renegotiate() throws IOException {
		SSLSocket tls = (SSLSocket) this.socket;
		tls.setNeedClientAuth(true);
		tls.getSession().invalidate();
		tls.startHandshake();
	}

	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// there is nothing left to do for it
		}
	}

	/**
	 * Return the request line and the headers of the request that came last.
	 * @return the head
	 */
	public String lastHead() {
		return this.heads.get(this.heads.size() - 1);
	}

	/**
	 * Keep silent until the client closes the connection.
	 * @throws IOException if the connection breaks
	 */
	public void awaitEnd() throws IOException {
		this.input.transferTo(OutputStream.nullOutputStream());
	}

	List<String> heads() {
		return this.heads;
	}

	boolean isUsed() {
		return this.requests.get() > 0;
	}

	boolean isUsedAgain() {
		return this.requests.get() > 1;
	}

	boolean hasEnded() {
		return this.ended.getCount() == 0;
	}

}
