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
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunctions;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a message is sent once at most, that it is known to be sent, and that the
 * key goes to Brevo only, also if a filter of the application sends it by means of its
 * own.
 */
@Timeout(120)
class OtherMeansTests {

	private static Application application;

	private FaultyServer server;

	@BeforeAll
	static void startApplication() {
		application = new Application(Connector.REACTOR_NETTY.builder());
	}

	@AfterAll
	static void closeApplication() {
		application.close();
	}

	@BeforeEach
	void setUp() {
		this.server = FaultyServer.start();
	}

	@AfterEach
	void tearDown() {
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("meansAndConnectors")
	void sendsAMessageOnceIfItGetsNoResponse(Means means, OtherConnector connector) {
		this.server.respondWith(Behaviour.close());
		Throwable failure = send(means.filter(connector.connector(), Function.identity()), this.server.url());
		assertThat(this.server.requests()).hasSize(1);
		assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
				(exception) -> assertThat(exception.isRequestSent()).isTrue());
	}

	@ParameterizedTest
	@MethodSource("meansAndConnectors")
	void sendsAMessageOnceIfItIsRejected(Means means, OtherConnector connector) {
		// what it sends as it should may be sent again after Brevo refused it
		boolean asItShould = means == Means.EXCHANGE_FUNCTION_AS_THE_FALLBACK;
		for (int status : asItShould ? new int[] { 503 } : new int[] { 401, 429, 503 }) {
			this.server.requests().clear();
			this.server.respondWith(Behaviour.status(status, "{\"code\":\"c\"}", "Retry-After: 0"));
			send(means.filter(connector.connector(), Function.identity()), this.server.url());
			assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void knowsThatNothingWasSent(OtherConnector connector) throws IOException {
		try (Socket reserved = new Socket()) {
			reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			Throwable failure = send(Means.EXCHANGE_FUNCTION.filter(connector.connector(), Function.identity()),
					"http://127.0.0.1:" + reserved.getLocalPort());
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> assertThat(exception.isRequestSent()).isFalse());
		}
	}

	@ParameterizedTest
	@MethodSource("meansAndConnectors")
	void sendsTheKeyToNoOtherHost(Means means, OtherConnector connector) {
		try (FaultyProxy other = FaultyProxy
			.responding("HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"id\":\"m1\"}")) {
			Function<URI, URI> elsewhere = (url) -> URI.create("http://127.0.0.1:" + other.port() + url.getPath());
			this.server.respondWith(Behaviour.close());
			send(means.filter(connector.connector(), elsewhere), this.server.url());
			// a connector may be stopped before there is a head
			if (means == Means.WEB_CLIENT) {
				assertThat(other.heads()).isNotEmpty();
			}
			assertThat(other.heads())
				.allSatisfy((head) -> assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain("api-key")
					.doesNotContain("secret-key"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void showsNoFilterTheKey(Connector connector) {
		try (Application application = new Application(connector.builder())) {
			MockClientHttpRequest copy = new MockClientHttpRequest(HttpMethod.POST, "/");
			application.customizeWebClient((builder) -> builder
				.filter((request, next) -> request.writeTo(copy, ExchangeStrategies.withDefaults())
					.then(Mono.defer(() -> next.exchange(request)))));
			assertThat(Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()))).isNull();
			assertThat(copy.getHeaders().toString()).doesNotContain("secret-key");
			assertThat(copy.getBodyAsString().block()).contains("visitorId");
		}
	}

	static Stream<Arguments> meansAndConnectors() {
		return Stream.of(Means.values())
			.flatMap((means) -> Stream.of(OtherConnector.values()).map((connector) -> Arguments.of(means, connector)));
	}

	private static Throwable send(ExchangeFilterFunction filter, String url) {
		application.customizeWebClient((builder) -> builder.filter(filter));
		return Application.failure(Call.SEND_MESSAGE, application.client(url));
	}

	/**
	 * A connector that a filter has for itself.
	 */
	enum OtherConnector {

		REACTOR_NETTY {

			@Override
			ClientHttpConnector connector() {
				return new ReactorClientHttpConnector(
						reactor.netty.http.client.HttpClient.newConnection().disableRetry(true));
			}

		},

		JDK {

			@Override
			ClientHttpConnector connector() {
				return new JdkClientHttpConnector();
			}

		},

		HTTP_COMPONENTS {

			@Override
			ClientHttpConnector connector() {
				return new HttpComponentsClientHttpConnector();
			}

		};

		abstract ClientHttpConnector connector();

	}

	/**
	 * How a filter sends what it is given.
	 */
	enum Means {

		WEB_CLIENT {

			@Override
			ExchangeFilterFunction filter(ClientHttpConnector connector, Function<URI, URI> url) {
				WebClient client = WebClient.builder().clientConnector(connector).build();
				return (request, next) -> client.method(request.method())
					.uri(url.apply(request.url()))
					.headers((headers) -> headers.addAll(request.headers()))
					.body(request.body())
					.exchangeToMono(OtherMeansTests::buffered);
			}

		},

		EXCHANGE_FUNCTION {

			@Override
			ExchangeFilterFunction filter(ClientHttpConnector connector, Function<URI, URI> url) {
				return (request, next) -> ExchangeFunctions.create(connector).exchange(to(request, url));
			}

		},

		EXCHANGE_FUNCTION_WITH_A_FALLBACK {

			@Override
			ExchangeFilterFunction filter(ClientHttpConnector connector, Function<URI, URI> url) {
				return (request, next) -> ExchangeFunctions.create(connector)
					.exchange(to(request, url))
					.onErrorResume((failure) -> next.exchange(request));
			}

		},

		EXCHANGE_FUNCTION_AS_THE_FALLBACK {

			@Override
			ExchangeFilterFunction filter(ClientHttpConnector connector, Function<URI, URI> url) {
				return (request, next) -> next.exchange(request)
					.onErrorResume((failure) -> ExchangeFunctions.create(connector).exchange(to(request, url)));
			}

		},

		A_COPY_OF_THE_BODY {

			@Override
			ExchangeFilterFunction filter(ClientHttpConnector connector, Function<URI, URI> url) {
				return (request, next) -> {
					MockClientHttpRequest copy = new MockClientHttpRequest(request.method(), request.url());
					return request.writeTo(copy, ExchangeStrategies.withDefaults())
						.then(Mono.defer(copy::getBodyAsString))
						.flatMap((body) -> post(url.apply(request.url()), copy, body));
				};
			}

		};

		abstract ExchangeFilterFunction filter(ClientHttpConnector connector, Function<URI, URI> url);

		private static ClientRequest to(ClientRequest request, Function<URI, URI> url) {
			return ClientRequest.from(request).url(url.apply(request.url())).build();
		}

	}

	private static Mono<ClientResponse> buffered(ClientResponse response) {
		return response.bodyToMono(String.class).defaultIfEmpty("").map((body) -> response.mutate().body(body).build());
	}

	private static Mono<ClientResponse> post(URI url, MockClientHttpRequest copy, String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(url)
			.version(HttpClient.Version.HTTP_1_1)
			.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
		copy.getHeaders().forEach((name, values) -> {
			if (!List.of("content-length", "host").contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		return Mono
			.fromFuture(
					() -> HttpClient.newHttpClient().sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()))
			.map((response) -> ClientResponse.create(HttpStatusCode.valueOf(response.statusCode()))
				.body(response.body())
				.build());
	}

}
