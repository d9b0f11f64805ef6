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
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

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
	void givesEachAnswerAsItIs(Function<ConnectorSettings, HardenedConnector> kind, int status) {
		HardenedConnector connector = kind.apply(ConnectorSettings.defaults());
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

	static Stream<Arguments> givesEachAnswerAsItIs() {
		List<Function<ConnectorSettings, HardenedConnector>> kinds = List.of(ReactorNettyHardening::connector,
				JettyHardening::connector, HttpComponentsHardening::connector, JdkHardening::connector);
		return kinds.stream()
			.flatMap((kind) -> Stream.of(200, 302, 307, 401, 429, 503).map((status) -> Arguments.of(kind, status)));
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
