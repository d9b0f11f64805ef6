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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what each call comes to if no connection can be made, after which even a
 * message is sent again.
 */
@Timeout(120)
class ConnectFaultTests {

	private static final List<Socket> waiting = new ArrayList<>();

	private static ServerSocket busy;

	@RegisterExtension
	private static final Applications applications = new Applications("brevo.http.connect-timeout=50ms");

	@BeforeAll
	static void fillBacklog() throws IOException {
		busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		boolean full = false;
		while (!full) {
			Socket socket = new Socket();
			waiting.add(socket);
			try {
				socket.connect(busy.getLocalSocketAddress(), 500);
			}
			catch (SocketTimeoutException ex) {
				full = true;
			}
		}
	}

	@AfterAll
	static void releaseBacklog() throws IOException {
		busy.close();
		waiting.forEach(ConnectFaultTests::close);
		waiting.clear();
	}

	@ParameterizedTest
	@MethodSource("cells")
	void retriesEachCallIfTheConnectionIsRefused(Connector connector, Call call) throws IOException {
		try (Socket reserved = reservePort()) {
			assertNotSent(applications.get(connector), call, reserved.getLocalPort());
		}
	}

	@ParameterizedTest
	@MethodSource("cells")
	void retriesEachCallIfTheConnectionHangs(Connector connector, Call call) {
		assertNotSent(applications.get(connector), call, busy.getLocalPort());
	}

	@ParameterizedTest
	@MethodSource("cells")
	void makesEachCallOnceTheConnectionIsAccepted(Connector connector, Call call) throws IOException {
		List<FaultyServer> servers = new ArrayList<>();
		try (Socket reserved = reservePort(); Application application = new Application(connector.builder())) {
			int port = reserved.getLocalPort();
			application.onAttempt((attempt) -> {
				if (attempt == 2) {
					close(reserved);
					servers.add(FaultyServer.start(port));
				}
			});
			assertThat(Application.failure(call, application.client(url(port)))).isNull();
			assertThat(application.attempts()).isEqualTo(2);
			assertThat(servers).singleElement().satisfies((server) -> assertThat(server.requests()).hasSize(1));
		}
		finally {
			servers.forEach(FaultyServer::close);
		}
	}

	@ParameterizedTest
	@EnumSource
	void doesNotTakeAMessageThatWasNeverThereForDeleted(Connector connector) throws IOException {
		List<FaultyServer> servers = new ArrayList<>();
		try (Socket reserved = reservePort(); Application application = new Application(connector.builder())) {
			int port = reserved.getLocalPort();
			application.onAttempt((attempt) -> {
				if (attempt == 2) {
					close(reserved);
					FaultyServer server = FaultyServer.start(port);
					server.respondWith(Behaviour.refusal(404));
					servers.add(server);
				}
			});
			assertThat(Application.failure(Call.DELETE_MESSAGE, application.client(url(port))))
				.isInstanceOf(BrevoNotFoundException.class);
			assertThat(application.attempts()).isEqualTo(2);
		}
		finally {
			servers.forEach(FaultyServer::close);
		}
	}

	static Stream<Arguments> cells() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(Call.values()).map((call) -> Arguments.of(connector, call)));
	}

	private static void assertNotSent(Application application, Call call, int port) {
		Throwable failure = Application.failure(call, application.client(url(port)));
		Application.assertOutcome(failure, Outcome.failure(BrevoCommunicationException.class, Outcome.MAX_REQUESTS));
		assertThat(((BrevoCommunicationException) failure).isRequestSent()).isFalse();
		assertThat(application.attempts()).isEqualTo(Outcome.MAX_REQUESTS);
	}

	/**
	 * Take a port without listening on it, so that connections are refused and nobody
	 * else takes it.
	 * @return the socket that holds the port
	 * @throws IOException if there is no port
	 */
	private static Socket reservePort() throws IOException {
		Socket socket = new Socket();
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		return socket;
	}

	private static String url(int port) {
		return "http://127.0.0.1:" + port;
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
