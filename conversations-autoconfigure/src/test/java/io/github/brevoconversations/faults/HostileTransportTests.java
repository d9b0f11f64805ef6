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

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.BrevoServerException;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import io.netty.handler.logging.LogLevel;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.netty.transport.logging.AdvancedByteBufFormat;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what an application sets for its own calls changes nothing of what must hold
 * for those to Brevo: redirects, retries, timeouts, and secrets of its own.
 */
@org.junit.jupiter.api.Timeout(120)
class HostileTransportTests {

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@RegisterExtension
	private final FaultyServer other = FaultyServer.start();

	@ParameterizedTest
	@MethodSource
	void followsNoRedirectEvenIfACustomizerDoes(Connector connector, int status) {
		this.server
			.respondWith(Behaviour.status(status, "", "Location: " + this.other.url() + "/v3/conversations/messages"));
		try (Application application = new Application(hostile(connector))) {
			Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()));
			assertThat(failure).isInstanceOf(BrevoCommunicationException.class)
				.hasMessageContaining("redirects are not followed");
			assertThat(this.server.requests()).hasSize(1);
			assertThat(this.other.connections()).isEmpty();
		}
	}

	static Stream<Arguments> followsNoRedirectEvenIfACustomizerDoes() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(302, 307, 308).map((status) -> Arguments.of(connector, status)));
	}

	@ParameterizedTest
	@EnumSource
	void doesNotRetryWhatACustomizerRetries(Connector connector) {
		try (Application application = new Application(hostile(connector), "brevo.retry.enabled=false")) {
			ConversationsClient client = application.client(this.server.url());
			this.server.respondWith(Behaviour.status(503, "{}", "Retry-After: 0"));
			assertThat(Application.failure(Call.GET_MESSAGE, client)).isInstanceOf(BrevoServerException.class);
			this.server.respondWith(Behaviour.status(429, "{}", "Retry-After: 1800"));
			assertThat(Application.failure(Call.DELETE_MESSAGE, client)).isInstanceOf(BrevoRateLimitedException.class);
			assertThat(this.server.requests()).hasSize(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void recognizesTheRejectionOfTheKey(Connector connector) {
		this.server.respondWith(Behaviour.status(401, "{\"code\":\"unauthorized\",\"message\":\"Key not found\"}"));
		try (Application application = new Application(hostile(connector))) {
			assertThat(Application.failure(Call.SEND_MESSAGE, application.client(this.server.url())))
				.isInstanceOf(BrevoUnauthorizedException.class)
				.hasMessageContaining("Key not found");
			assertThat(this.server.requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void hasItsOwnReadTimeout(Connector connector) {
		this.server.respondWith(Behaviour.silence());
		try (Application application = new Application(hostile(connector), "brevo.http.read-timeout=500ms")) {
			assertThat(Application.failure(Call.SEND_MESSAGE, application.client(this.server.url())))
				.isInstanceOf(BrevoCommunicationException.class)
				.hasMessageContaining("in time");
		}
	}

	@ParameterizedTest
	@EnumSource
	void cancelledCallsKeepNoConnections(Connector connector) {
		this.server.respondWith(Behaviour.silence());
		try (Application application = new Application(hostile(connector))) {
			ConversationsClient client = application.client(this.server.url());
			// one that is cancelled while it connects leaves its connection to the next
			Flux<Long> allAsked = Flux.interval(Duration.ofMillis(5))
				.filter((tick) -> this.server.requests().size() >= 20);
			Flux.range(0, 20)
				.flatMap((i) -> Call.GET_MESSAGE.on(client).takeUntilOther(allAsked), 20)
				.blockLast(FaultyServer.PATIENCE);
			this.server.respondWith(Behaviour.message());
			assertThat(Application.failure(Call.GET_MESSAGE, client)).isNull();
			this.server.awaitAbandoned((connector != Connector.JDK) ? 19 : 0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void sendsNoSecretsOfTheApplication(Connector connector) {
		try (Application application = new Application(hostile(connector))) {
			application
				.customizeWebClient((builder) -> builder.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer internal")
					.defaultCookie("session", "internal")
					.filter((request,
							next) -> next.exchange(ClientRequest.from(request)
								.header(HttpHeaders.PROXY_AUTHORIZATION, "Basic internal")
								.build())));
			assertThat(Application.failure(Call.GET_MESSAGE, application.client(this.server.url()))).isNull();
			assertThat(this.server.heads()).singleElement()
				.asString()
				.containsIgnoringCase("api-key: secret-key")
				.containsIgnoringCase("user-agent: brevo-conversations-spring-boot")
				.doesNotContain("internal")
				.satisfies((head) -> assertThat(head.lines())
					.filteredOn((line) -> line.regionMatches(true, 0, "user-agent:", 0, "user-agent:".length()))
					.hasSize(1));
		}
	}

	/**
	 * Return what builds connectors for an application that follows redirects, retries
	 * requests, waits for ever and logs all.
	 */
	private static ClientHttpConnectorBuilder<?> hostile(Connector connector) {
		return switch (connector) {
			case REACTOR_NETTY -> ClientHttpConnectorBuilder.reactor()
				.withHttpClientCustomizer((client) -> client.followRedirect(true)
					.disableRetry(false)
					.responseTimeout(Duration.ofMinutes(5))
					.wiretap("wire", LogLevel.INFO, AdvancedByteBufFormat.TEXTUAL));
			case JDK -> ClientHttpConnectorBuilder.jdk()
				.withHttpClientCustomizer((client) -> client.followRedirects(java.net.http.HttpClient.Redirect.ALWAYS))
				.withCustomizer((own) -> own.setReadTimeout(Duration.ofMinutes(5)));
			case JETTY -> ClientHttpConnectorBuilder.jetty()
				.withHttpClientCustomizer((client) -> client.setFollowRedirects(true));
			case HTTP_COMPONENTS -> ClientHttpConnectorBuilder.httpComponents()
				.withHttpClientCustomizer((client) -> client.setRedirectStrategy(DefaultRedirectStrategy.INSTANCE)
					.setRetryStrategy(new DefaultHttpRequestRetryStrategy(3, TimeValue.ofMilliseconds(1))))
				.withConnectionConfigCustomizer((config) -> config.setSocketTimeout(Timeout.ofMinutes(5)))
				.withDefaultRequestConfigCustomizer((config) -> config.setResponseTimeout(Timeout.ofMinutes(5)));
		};
	}

}
