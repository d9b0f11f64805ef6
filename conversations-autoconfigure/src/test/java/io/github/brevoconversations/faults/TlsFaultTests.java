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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is known to be sent if TLS fails: before the connection is secure,
 * nothing is; afterwards, whatever the failure is called, a message may have been read.
 */
@Timeout(120)
class TlsFaultTests {

	private static final Map<Connector, Application> applications = new EnumMap<>(Connector.class);

	private static TestCertificate certificate;

	@BeforeAll
	static void startApplications(@TempDir Path directory) {
		certificate = TestCertificate.create(directory);
		Arrays.stream(Connector.values())
			.forEach((connector) -> applications.put(connector,
					new Application(connector.builder(), certificate.trusted())));
	}

	@AfterAll
	static void closeApplications() {
		applications.values().forEach(Application::close);
	}

	@ParameterizedTest
	@EnumSource
	void makesCalls(Connector connector) {
		try (FaultyServer server = FaultyServer.startTls(certificate)) {
			for (Call call : Call.values()) {
				assertThat(Application.failure(call, applications.get(connector).client(server.url()))).isNull();
			}
			assertThat(server.requests()).hasSameSizeAs(Call.values());
		}
	}

	@ParameterizedTest
	@MethodSource
	void sendsAMessageOnceIfItWasRead(Connector connector, String name, Behaviour behaviour) {
		try (FaultyServer server = FaultyServer.startTls(certificate)) {
			for (boolean used : new boolean[] { false, true }) {
				Application application = applications.get(connector);
				if (used) {
					server.respondWith(Behaviour.message());
					assertThat(Application.failure(Call.GET_MESSAGE, application.client(server.url()))).isNull();
				}
				server.requests().clear();
				server.respondWith(behaviour);
				Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client(server.url()));
				assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
						(exception) -> assertThat(exception.isRequestSent()).isTrue());
				assertThat(server.requests()).containsExactly("POST /v3/conversations/messages HTTP/1.1");
			}
		}
	}

	static Stream<Arguments> sendsAMessageOnceIfItWasRead() {
		Map<String, Behaviour> behaviours = Map.of("close", Behaviour.close(), "reset", Behaviour.reset(),
				"closed in the response", Behaviour.halfResponseThen(Behaviour.close()), "reset in the response",
				Behaviour.halfResponseThen(Behaviour.reset()));
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> behaviours.entrySet()
				.stream()
				.map((each) -> Arguments.of(connector, each.getKey(), each.getValue())));
	}

	@ParameterizedTest
	@MethodSource
	void sendsAMessageOnceIfARenegotiationFails(Connector connector, Call call) {
		String[] properties = Arrays.copyOf(certificate.trusted(), certificate.trusted().length + 1);
		// some clients never notice
		properties[properties.length - 1] = "brevo.http.call-timeout=1500ms";
		// TLS 1.3 cannot renegotiate
		try (FaultyServer server = FaultyServer.startTls(certificate, "TLSv1.2");
				Application application = new Application(connector.builder(), properties)) {
			server.respondWith(FaultyConnection::renegotiate);
			Throwable failure = Application.failure(call, application.client(server.url()));
			assertThat(failure).isInstanceOf(BrevoCommunicationException.class);
			int requests = call.isSend() ? 1 : Outcome.MAX_REQUESTS;
			assertThat(server.requests())
				.hasSizeLessThanOrEqualTo(connector.retriesByItself(call) ? 2 * requests : requests);
			if (!server.requests().isEmpty()) {
				assertThat(((BrevoCommunicationException) failure).isRequestSent()).as(failure.toString()).isTrue();
				assertThat(call.isSend() ? application.attempts() : 1).isEqualTo(1);
			}
		}
	}

	static Stream<Arguments> sendsAMessageOnceIfARenegotiationFails() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(Call.SEND_MESSAGE, Call.GET_MESSAGE, Call.DELETE_MESSAGE)
				.map((call) -> Arguments.of(connector, call)));
	}

	@ParameterizedTest
	@MethodSource
	void knowsThatNothingWasSentWithoutTls(Connector connector, String response) {
		try (FaultyProxy server = FaultyProxy.responding(response)) {
			Application application = applications.get(connector);
			Throwable failure = Application.failure(Call.SEND_MESSAGE,
					application.client("https://127.0.0.1:" + server.port()));
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> assertThat(exception.isRequestSent() && !isTakenEarly(connector, response))
						.isFalse());
			assertThat(server.heads()).noneMatch((head) -> head.contains("POST"));
		}
	}

	static Stream<Arguments> knowsThatNothingWasSentWithoutTls() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of("", "HTTP/1.1 400 Bad Request\r\n\r\n", "nonsense")
				.map((response) -> Arguments.of(connector, response)));
	}

	/**
	 * Return whether nobody can tell that nothing was sent. The JDK's client may take the
	 * message before a handshake that ends with the connection.
	 */
	private static boolean isTakenEarly(Connector connector, String response) {
		return connector == Connector.JDK && response.isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void doesNotRetryForAnUntrustedCertificate(Connector connector) {
		try (FaultyServer server = FaultyServer.startTls(certificate);
				Application application = new Application(connector.builder())) {
			for (Call call : new Call[] { Call.SEND_MESSAGE, Call.GET_MESSAGE }) {
				Throwable failure = Application.failure(call, application.client(server.url()));
				assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class, (exception) -> {
					assertThat(exception.isRequestSent()).isFalse();
					assertThat(exception.isTransient()).isFalse();
				});
				assertThat(application.attempts()).isEqualTo(1);
			}
			assertThat(server.requests()).isEmpty();
		}
	}

}
