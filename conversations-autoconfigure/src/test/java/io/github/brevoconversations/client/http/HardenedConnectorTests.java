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

package io.github.brevoconversations.client.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.awaitility.Awaitility;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the connectors of a client that is given none.
 */
@Timeout(60)
class HardenedConnectorTests {

	private static DisposableServer server;

	@BeforeAll
	static void startServer() {
		server = HttpServer.create()
			.host("127.0.0.1")
			.route((routes) -> routes
				.get("/{status}",
						(request, response) -> response.status(Integer.parseInt(request.param("status")))
							.header("Location", "/200")
							.send())
				.get("/silence/for-ever", (request, response) -> Mono.never())
				.get("/port/of-client",
						(request, response) -> response
							.sendString(Mono.just(String.valueOf(request.remoteAddress().getPort()))))
				.post("/{status}",
						(request, response) -> response.status(Integer.parseInt(request.param("status")))
							.header("Location", "/200")
							.send()))
			.bindNow();
	}

	@AfterAll
	static void stopServer() {
		server.disposeNow(Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@MethodSource
	void returnsEachResponseUnchanged(HardenedTransport transport, int status) {
		HardenedConnector connector = transport.create(ConnectorSettings.defaults());
		try {
			assertThat(connector.usable().getAsBoolean()).isTrue();
			HttpStatusCode answer = WebClient.builder()
				.clientConnector(connector.connector())
				.build()
				.post()
				.uri("http://127.0.0.1:{port}/{status}", server.port(), status)
				.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
				.block(Duration.ofSeconds(20));
			assertThat(answer).isEqualTo(HttpStatusCode.valueOf(status));
		}
		finally {
			connector.close().run();
		}
	}

	static Stream<Arguments> returnsEachResponseUnchanged() {
		return Arrays.stream(HardenedTransport.values())
			.flatMap((transport) -> Stream.of(200, 302, 307, 401, 429, 503)
				.map((status) -> Arguments.of(transport, status)));
	}

	@ParameterizedTest
	@EnumSource
	void waitsForAResponseAsLongAsTheSettingsSay(HardenedTransport transport) {
		HardenedConnector connector = transport
			.create(new ConnectorSettings(Duration.ofSeconds(5), Duration.ofMillis(100), null));
		try {
			assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> get(connector.connector(), "/silence/for-ever"));
		}
		finally {
			connector.close().run();
		}
	}

	@ParameterizedTest
	@EnumSource
	void makesAnotherConnectionWhenOneIsOld(HardenedTransport transport) {
		HardenedConnector connector = transport.create(ConnectorSettings.defaults(), Duration.ofMillis(1));
		try {
			assertThatConnectionsAreReplaced(connector.connector());
		}
		finally {
			connector.close().run();
		}
	}

	@Test
	void makesAnotherConnectionWhenOneOfTheApplicationsPoolIsOld() {
		ConnectionProvider applications = ConnectionProvider.create("application");
		try {
			assertThatConnectionsAreReplaced(new ReactorClientHttpConnector(
					new ReactorNettyHardening(ConnectorSettings.defaults(), Duration.ofMillis(1))
						.apply(reactor.netty.http.client.HttpClient.create(applications))));
		}
		finally {
			applications.dispose();
		}
	}

	private static void assertThatConnectionsAreReplaced(ClientHttpConnector connector) {
		Set<String> ports = new HashSet<>();
		Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> {
			ports.add(get(connector, "/port/of-client"));
			return ports.size() > 3;
		});
	}

	@ParameterizedTest
	@EnumSource
	void keepsAConnectionThatIsNotOld(HardenedTransport transport) {
		HardenedConnector connector = transport.create(ConnectorSettings.defaults());
		try {
			Set<String> ports = new HashSet<>();
			// the client may take a connection back a moment after the response
			for (int i = 0; i < 20; i++) {
				ports.add(get(connector.connector(), "/port/of-client"));
			}
			assertThat(ports).hasSizeLessThan(10);
		}
		finally {
			connector.close().run();
		}
	}

	@Test
	void letsNoConnectionGetOldThatTheClientManages() {
		HttpClient jetty = new HttpClient();
		new JettyHardening(ConnectorSettings.defaults()).accept(jetty);
		try {
			get(new JettyClientHttpConnector(jetty), "/port/of-client");
			assertThat(jetty.getDestinations()).singleElement()
				.satisfies((destination) -> assertThat(
						((AbstractConnectionPool) destination.getConnectionPool()).getMaxDuration())
					.isEqualTo(ConnectorSettings.MAX_LIFE_TIME.toMillis()));
		}
		finally {
			JettyHardening.stop(jetty);
		}
		ConnectionConfig.Builder httpComponents = ConnectionConfig.custom();
		new HttpComponentsHardening(ConnectorSettings.defaults()).harden(httpComponents);
		assertThat(httpComponents.build().getTimeToLive().toDuration()).isEqualTo(ConnectorSettings.MAX_LIFE_TIME);
	}

	private static String get(ClientHttpConnector connector, String path) {
		return WebClient.builder()
			.clientConnector(connector)
			.build()
			.get()
			.uri("http://127.0.0.1:{port}" + path, server.port())
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofSeconds(20));
	}

	@Test
	void choosesProxiesByHost() {
		HttpProxySettings proxy = new HttpProxySettings("proxy.example.org", 3128, "user", "secret",
				List.of("*.internal", "LOCALHOST"));
		assertThat(proxy.isFor("api.brevo.com")).isTrue();
		assertThat(proxy.isFor("gateway.internal")).isFalse();
		assertThat(proxy.isFor("localhost")).isFalse();
		assertThat(proxy.isFor("internal")).isTrue();
		assertThat(proxy).asString().doesNotContain("secret");
	}

}
