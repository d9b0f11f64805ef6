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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.CallObserver;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a server that responds before it has read the message, or is asked to say
 * whether it wants it.
 */
@Timeout(120)
class EarlyResponseTests {

	// more than what the buffers of both sides hold
	private static final String LONG_TEXT = "x".repeat(12 * 1024 * 1024);

	@RegisterExtension
	private static final Applications applications = new Applications("brevo.http.read-timeout=2s");

	@RegisterExtension
	private final EarlyServer server = new EarlyServer();

	@ParameterizedTest
	@MethodSource
	void sendsALongMessageOnceEvenIfTheResponseComesEarly(Connector connector, int status, boolean reset) {
		this.server.respondWith(
				"HTTP/1.1 %d Early\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}".formatted(status),
				reset);
		List<BrevoException> retried = new CopyOnWriteArrayList<>();
		Application application = applications.get(connector);
		application.observe(new CallObserver() {

			@Override
			public void retried(String operation, BrevoException failure, Duration delay) {
				retried.add(failure);
			}

		});
		ConversationsClient client = application.client(this.server.url());
		Throwable failure = send(client, LONG_TEXT);
		assertThat(failure).isInstanceOf(BrevoException.class);
		if (failure instanceof BrevoCommunicationException exception) {
			assertThat(exception.isRequestSent()).isTrue();
		}
		assertThat(this.server.heads()).hasSize(1 + retried.size());
		// nothing else says that the message was not taken
		assertThat(retried).allMatch(BrevoRateLimitedException.class::isInstance);
		assertThatTheNextCallSucceeds(client);
	}

	static Stream<Arguments> sendsALongMessageOnceEvenIfTheResponseComesEarly() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(200, 400, 401, 413, 429, 503)
				.flatMap((status) -> Stream.of(false, true).map((reset) -> Arguments.of(connector, status, reset))));
	}

	@ParameterizedTest
	@EnumSource
	void sendsAMessageOnceIfItMustBeAskedFor(Connector connector) {
		for (String response : new String[] { "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n",
				"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n", "" }) {
			this.server.heads().clear();
			this.server.respondWith(response, false);
			Application application = applications.get(connector);
			application.customizeWebClient((builder) -> builder.filter((request, next) -> next
				.exchange(ClientRequest.from(request).header(HttpHeaders.EXPECT, "100-continue").build())));
			Throwable failure = send(application.client(this.server.url()), "Hello");
			application.customizeWebClient((builder) -> {
			});
			boolean asked = response.contains("100") && !this.server.heads().isEmpty();
			boolean sent = !(failure instanceof BrevoCommunicationException exception) || exception.isRequestSent();
			assertThat(failure).isInstanceOf(BrevoException.class);
			// or else the message has not left the client
			assertThat(!asked || sent).isTrue();
			assertThat(this.server.heads()).hasSizeLessThanOrEqualTo(sent ? 1 : Outcome.MAX_REQUESTS);
		}
	}

	// it does not wait for the rest of the message
	private void assertThatTheNextCallSucceeds(ConversationsClient client) {
		this.server.respondWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(Behaviour.MESSAGE.length(), Behaviour.MESSAGE), false);
		assertThat(client.getMessage("message-4711").block(FaultyServer.PATIENCE).id()).isEqualTo("message-4711");
	}

	private static Throwable send(ConversationsClient client, String text) {
		return client.sendMessage(SendMessageRequest.of("visitor", text, AgentIdentity.ofId("liz")))
			.<Throwable>then(Mono.empty())
			.onErrorResume(Mono::just)
			.block(FaultyServer.PATIENCE);
	}

}
