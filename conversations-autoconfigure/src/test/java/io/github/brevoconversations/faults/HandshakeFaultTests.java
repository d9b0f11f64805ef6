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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
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
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what each kind of call comes to if a TLS handshake breaks off, or the server
 * refuses the client's certificate: with TLS 1.3, it does so when the client's part of
 * the handshake is complete, so the client may have written its request.
 */
@Timeout(120)
class HandshakeFaultTests {

	private static final List<Call> CALLS = List.of(Call.SEND_MESSAGE, Call.GET_MESSAGE, Call.DELETE_MESSAGE);

	private static final Map<Connector, Application> applications = new EnumMap<>(Connector.class);

	private static final Map<Connector, Application> identified = new EnumMap<>(Connector.class);

	private static TestCertificate certificate;

	@BeforeAll
	static void startApplications(@TempDir Path directory, @TempDir Path other) {
		certificate = TestCertificate.create(directory);
		List<String> properties = new ArrayList<>(List.of(certificate.trusted()));
		properties.addAll(List.of(TestCertificate.create(other).own()));
		for (Connector connector : Connector.values()) {
			applications.put(connector, new Application(connector.builder(), certificate.trusted()));
			identified.put(connector, new Application(connector.builder(), properties.toArray(String[]::new)));
		}
	}

	@AfterAll
	static void closeApplications() {
		applications.values().forEach(Application::close);
		identified.values().forEach(Application::close);
	}

	@ParameterizedTest
	@MethodSource
	void knowsThatNothingWasSentIfTheHandshakeBreaksOff(Connector connector, BrokenTunnel.Break where, boolean reset) {
		// with TLS 1.3, a client is done when it sends its part
		String protocol = (where == BrokenTunnel.Break.BEFORE_END_OF_HANDSHAKE) ? "TLSv1.2" : "TLSv1.3";
		try (FaultyServer server = FaultyServer.startTls(certificate, protocol);
				BrokenTunnel tunnel = new BrokenTunnel(server.port(), where, reset)) {
			for (Call call : CALLS) {
				Application application = applications.get(connector);
				Throwable failure = Application.failure(call, application.client(tunnel.url()));
				assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class, (exception) -> {
					if (!isTakenEarly(connector, reset)) {
						assertThat(exception.isRequestSent()).as(exception.toString()).isFalse();
						assertThat(exception).hasMessageContaining("nothing was sent");
					}
					assertThat(exception.isTransient()).isTrue();
					assertThat(exception.isResponseReceived()).isFalse();
				});
				if (!isTakenEarly(connector, reset)) {
					assertThat(application.attempts()).isEqualTo(Outcome.MAX_REQUESTS);
				}
			}
			assertThat(server.requests()).isEmpty();
		}
	}

	static Stream<Arguments> knowsThatNothingWasSentIfTheHandshakeBreaksOff() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(BrokenTunnel.Break.values())
				.flatMap((where) -> Stream.of(true, false).map((reset) -> Arguments.of(connector, where, reset))));
	}

	/**
	 * Return whether nobody can tell that nothing was sent. The JDK's client may take the
	 * message before a handshake that ends with the connection.
	 */
	private static boolean isTakenEarly(Connector connector, boolean reset) {
		return connector == Connector.JDK && !reset;
	}

	@ParameterizedTest
	@MethodSource
	void doesNotRetryIfItsOwnCertificateIsRefused(Connector connector, String protocol, boolean certified) {
		try (StrictTlsServer server = new StrictTlsServer(certificate, protocol)) {
			for (Call call : CALLS) {
				Application application = (certified ? identified : applications).get(connector);
				Throwable failure = Application.failure(call, application.client(server.url()));
				assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class, (exception) -> {
					assertThat(exception.isRequestSent()).as(exception.toString())
						.isEqualTo(connector == Connector.JDK && protocol.equals("TLSv1.3"));
					assertThat(exception.isTransient()).as(exception.toString()).isEqualTo(isUnexplained(exception));
				});
				assertThat(application.attempts()).isEqualTo(isUnexplained(failure) ? Outcome.MAX_REQUESTS : 1);
				assertThat(isUnexplained(failure) && (certified || protocol.equals("TLSv1.3"))).isFalse();
			}
			assertThat(server.accepted()).isEmpty();
		}
	}

	/**
	 * Return whether the server does not say that it is about a certificate. With TLS
	 * 1.2, one on JDK 25 does not, and what it says may also be due to a handshake that
	 * broke off.
	 */
	private static boolean isUnexplained(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return !trace.toString().contains("certificate");
	}

	static Stream<Arguments> doesNotRetryIfItsOwnCertificateIsRefused() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of("TLSv1.2", "TLSv1.3")
				.flatMap((protocol) -> Stream.of(true, false)
					.map((certified) -> Arguments.of(connector, protocol, certified))));
	}

}
