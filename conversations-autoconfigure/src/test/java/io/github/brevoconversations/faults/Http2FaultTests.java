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
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.faults.FaultyHttp2Server.Fault;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.tcp.SslProvider;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls over HTTP/2, which the JDK's client and HttpComponents speak by
 * themselves, and Reactor Netty if it is customized. Jetty's needs another library.
 */
@Timeout(120)
class Http2FaultTests {

	private static final Map<Connector, Application> applications = new EnumMap<>(Connector.class);

	private static TestCertificate certificate;

	private FaultyHttp2Server server;

	@BeforeAll
	static void startApplications(@TempDir Path directory) {
		certificate = TestCertificate.create(directory);
		// without protocols of its own, the bundle keeps the JDK's client from HTTP/2
		String[] properties = StringUtils.addStringToArray(certificate.trusted(),
				"spring.ssl.bundle.jks.test.options.enabled-protocols=TLSv1.2");
		connectors()
			.forEach((connector) -> applications.put(connector, new Application(onHttp2(connector), properties)));
	}

	@AfterAll
	static void closeApplications() {
		applications.values().forEach(Application::close);
	}

	@BeforeEach
	void setUp() {
		this.server = new FaultyHttp2Server(certificate);
	}

	@AfterEach
	void tearDown() {
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void makesCalls(Connector connector) {
		for (Call call : Call.values()) {
			assertThat(failure(connector, call)).isNull();
		}
		assertThat(this.server.requests()).hasSameSizeAs(Call.values());
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void leavesOutInterimResponsesOfAServerThatSpeaksHttp11Only(Connector connector) {
		try (FaultyServer old = FaultyServer.startTls(certificate)) {
			ConversationsClient client = applications.get(connector).client(old.url());
			for (int i = 0; i < 3; i++) {
				String id = "m" + i;
				old.respondWith((connection) -> {
					connection.write("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
					Behaviour.status(200, "{\"id\":\"%s\"}".formatted(id)).respond(connection);
				});
				assertThat(client.getMessage(id).block(FaultyServer.PATIENCE).id()).isEqualTo(id);
			}
			assertThat(old.requests()).hasSize(3);
		}
	}

	@ParameterizedTest
	@MethodSource("faults")
	void sendsAMessageOnceAndKnowsIt(Connector connector, Fault fault) {
		for (boolean used : new boolean[] { false, true }) {
			if (used) {
				assertThat(failure(connector, Call.GET_MESSAGE)).isNull();
			}
			this.server.requests().clear();
			this.server.failOnceWith(fault);
			Throwable failure = failure(connector, Call.SEND_MESSAGE);
			if (failure == null) {
				// the transport may send again what the server says it has not looked at
				assertThat(fault.isUnprocessed()).isTrue();
				assertThat(this.server.requests()).hasSize(2);
				continue;
			}
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> assertThat(exception.isRequestSent()).isTrue());
			assertThat(this.server.requests()).containsExactly("POST /v3/conversations/messages");
		}
	}

	@ParameterizedTest
	@MethodSource("faults")
	void retriesAPing(Connector connector, Fault fault) {
		this.server.failOnceWith(fault);
		assertThat(failure(connector, Call.PING_AGENT_ONLINE)).isNull();
		assertThat(this.server.requests()).hasSizeBetween(1, 2);
	}

	static Stream<Arguments> faults() {
		return connectors().flatMap((connector) -> Arrays.stream(Fault.values())
			.filter((fault) -> fault != Fault.NONE)
			.map((fault) -> Arguments.of(connector, fault)));
	}

	static Stream<Connector> connectors() {
		return Arrays.stream(Connector.values()).filter((connector) -> connector != Connector.JETTY);
	}

	@SuppressWarnings("deprecation") // of two that take the specification, the compiler
										// takes this one
	private static ClientHttpConnectorBuilder<?> onHttp2(Connector connector) {
		return (connector == Connector.REACTOR_NETTY) ? ClientHttpConnectorBuilder.reactor()
			.withHttpClientCustomizer((client) -> client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
				// in place of what the bundle says, which does not negotiate
				.secure((tls) -> tls.sslContext((SslProvider.GenericSslContextSpec<?>) Http2SslContextSpec.forClient()
					.configure((context) -> context.trustManager(InsecureTrustManagerFactory.INSTANCE)))))
				: connector.builder();
	}

	private Throwable failure(Connector connector, Call call) {
		return Application.failure(call, applications.get(connector).client(this.server.url()));
	}

}
