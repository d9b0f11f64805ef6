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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A line between one browser and the desk that a test can cut.
 */
final class Line implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ServerSocket entrance;

	private final int desk;

	private volatile boolean cut;

	Line(int desk) {
		this.desk = desk;
		try {
			this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	String url() {
		return "http://127.0.0.1:" + this.entrance.getLocalPort();
	}

	/**
	 * End all connections, and let no other be made.
	 */
	void cut() {
		this.cut = true;
		this.sockets.forEach(Line::close);
	}

	void mend() {
		this.cut = false;
	}

	private void accept() {
		try {
			while (!this.entrance.isClosed()) {
				Socket browser = this.entrance.accept();
				this.sockets.add(browser);
				if (this.cut) {
					close(browser);
				}
				else {
					Socket desk = new Socket(InetAddress.getLoopbackAddress(), this.desk);
					this.sockets.add(desk);
					this.threads.execute(() -> copy(browser, desk));
					this.threads.execute(() -> copy(desk, browser));
				}
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void copy(Socket from, Socket to) {
		try (from; to; InputStream in = from.getInputStream()) {
			in.transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// one end was closed
		}
		this.sockets.remove(from);
		this.sockets.remove(to);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// it is not connected any more
		}
	}

	@Override
	public void close() {
		try {
			this.entrance.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
		this.threads.shutdownNow();
	}

}
