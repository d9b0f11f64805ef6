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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import javax.net.ssl.SSLServerSocket;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that reads requests correctly, counts them, and responds as it is told,
 * however wrong. As an extension of a test, it is closed after the test.
 */
public final class FaultyServer implements AutoCloseable, AfterEachCallback {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ServerSocket serverSocket;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "faulty-server");
		thread.setDaemon(true);
		return thread;
	});

	private final List<FaultyConnection> connections = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final Deque<Behaviour> script = new ArrayDeque<>(List.of(Behaviour.message()));

	private FaultyServer(ServerSocket serverSocket) {
		this.serverSocket = serverSocket;
		this.threads.execute(this::accept);
	}

	public static FaultyServer start() {
		return start(0);
	}

	static FaultyServer startTls(TestCertificate certificate) {
		return startTls(certificate, "TLSv1.3", "TLSv1.2");
	}

	static FaultyServer startTls(TestCertificate certificate, String... protocols) {
		try {
			SSLServerSocket serverSocket = (SSLServerSocket) certificate.sslContext()
				.getServerSocketFactory()
				.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
			serverSocket.setEnabledProtocols(protocols);
			return new FaultyServer(serverSocket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static FaultyServer start(int port) {
		try {
			return new FaultyServer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Set what the server does with the requests to come: one thing after the other, and
	 * the last of them for ever.
	 * @param behaviours the behaviours
	 */
	public void respondWith(Behaviour... behaviours) {
		synchronized (this.script) {
			this.script.clear();
			this.script.addAll(List.of(behaviours));
		}
	}

	public String url() {
		String scheme = (this.serverSocket instanceof SSLServerSocket) ? "https" : "http";
		return scheme + "://127.0.0.1:" + port();
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	List<String> requests() {
		return this.requests;
	}

	/**
	 * Return the request lines and headers of the requests.
	 * @return the heads
	 */
	List<String> heads() {
		return this.connections.stream().flatMap((connection) -> connection.heads().stream()).toList();
	}

	List<FaultyConnection> connections() {
		return this.connections;
	}

	boolean usesConnectionAgain() {
		return this.connections.stream().anyMatch(FaultyConnection::isUsedAgain);
	}

	/**
	 * Wait for requests that the client has given up on, and that may still be unread.
	 * @param count the number of requests
	 */
	void awaitRequests(int count) {
		await().untilAsserted(() -> assertThat(this.requests).hasSizeGreaterThanOrEqualTo(count));
	}

	void awaitEndOfAllConnections() {
		await().untilAsserted(() -> assertThat(this.connections).allMatch(FaultyConnection::hasEnded));
	}

	void awaitEndOfUsedConnections() {
		await().untilAsserted(() -> assertThat(this.connections).filteredOn(FaultyConnection::isUsed)
			.allMatch(FaultyConnection::hasEnded));
	}

	/**
	 * Wait until the client has closed connections, because it has given up on what it
	 * asked for there.
	 * @param count the number of connections
	 */
	void awaitAbandoned(int count) {
		await().untilAsserted(() -> assertThat(this.connections).filteredOn(FaultyConnection::hasEnded)
			.hasSizeGreaterThanOrEqualTo(count));
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
	}

	Behaviour received(String requestLine) {
		synchronized (this.script) {
			this.requests.add(requestLine);
			return (this.script.size() > 1) ? this.script.removeFirst() : this.script.getFirst();
		}
	}

	private void accept() {
		try {
			while (!this.serverSocket.isClosed()) {
				FaultyConnection connection = new FaultyConnection(this, this.serverSocket.accept());
				this.connections.add(connection);
				serve(connection);
			}
		}
		catch (IOException ex) {
			// the server was closed
		}
	}

	private void serve(FaultyConnection connection) {
		try {
			this.threads.execute(connection);
		}
		catch (RejectedExecutionException ex) {
			// a client connected, perhaps in reserve, while the server was closing
			connection.close();
		}
	}

	@Override
	public void close() {
		try {
			this.serverSocket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.shutdown();
		this.connections.forEach(FaultyConnection::close);
		await().until(this.threads::isTerminated);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		close();
	}

}
