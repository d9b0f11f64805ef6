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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever filters of the application do, a message is sent once at most, and
 * that an error never says "not sent" of one that was: on each connector, counted by the
 * server.
 */
@Timeout(120)
class ApplicationFilterTests {

	@RegisterExtension
	private static final Applications applications = new Applications();

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@MethodSource("filters")
	void sendsAMessageOnceAndKnowsIt(Connector connector, HostileFilter filter) {
		for (Call call : List.of(Call.SEND_MESSAGE, Call.SEND_PUSHED_MESSAGE)) {
			this.server.requests().clear();
			Throwable failure = call(connector, filter, call);
			assertThat(this.server.requests()).hasSize(1);
			assertKnown(failure);
		}
	}

	@ParameterizedTest
	@MethodSource("filters")
	void sendsAMessageOnceIfItGetsNoResponse(Connector connector, HostileFilter filter) {
		this.server.respondWith(Behaviour.reset());
		Throwable failure = call(connector, filter, Call.SEND_MESSAGE);
		assertThat(this.server.requests()).hasSize(1);
		assertThat(failure).isInstanceOf(BrevoException.class);
		assertKnown(failure);
	}

	@ParameterizedTest
	@MethodSource("filters")
	void sendsAMessageOnceIfBrevoMayHaveProcessedIt(Connector connector, HostileFilter filter) {
		this.server.respondWith(Behaviour.status(503, "{}", "Retry-After: 0"));
		Throwable failure = call(connector, filter, Call.SEND_MESSAGE);
		assertThat(this.server.requests()).hasSize(1);
		assertKnown(failure);
	}

	@ParameterizedTest
	@MethodSource("filters")
	void knowsThatNothingWasSent(Connector connector, HostileFilter filter) throws IOException {
		try (Socket reserved = new Socket()) {
			reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			Application application = applications.get(connector);
			application.customizeWebClient((builder) -> builder.filter(filter.filter()));
			Throwable failure = Application.failure(Call.SEND_MESSAGE,
					application.client("http://127.0.0.1:" + reserved.getLocalPort()));
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> assertThat(exception.isRequestSent() && !isTakenEarly(connector, filter)).isFalse());
		}
	}

	/**
	 * Return whether a body is asked for before there is a connection, so that nobody can
	 * tell whether it was sent. Jetty asks early, and most bodies wait with their bytes.
	 * A filter that reads a body between two exchanges cannot be told from a transport
	 * that is late.
	 */
	private static boolean isTakenEarly(Connector connector, HostileFilter filter) {
		return filter == HostileFilter.REPLACES_THE_BODY_BY_A_COPY
				|| (connector == Connector.JETTY && filter == HostileFilter.DECORATES_THE_BODY_AND_FAILS);
	}

	@ParameterizedTest
	@EnumSource
	void sendsTheKeyToNoOtherHost(Connector connector) {
		try (FaultyServer other = FaultyServer.start()) {
			Application application = applications.get(connector);
			application.customizeWebClient((builder) -> builder.filter((request, next) -> next
				.exchange(ClientRequest.from(request).url(URI.create(other.url() + request.url().getPath())).build())));
			Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()));
			assertThat(failure).isInstanceOf(BrevoCommunicationException.class)
				.hasMessageContaining("changed the host");
			assertThat(other.connections()).isEmpty();
		}
	}

	static Stream<Arguments> filters() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(HostileFilter.values())
				.map((filter) -> Arguments.of(connector, filter)));
	}

	private Throwable call(Connector connector, HostileFilter filter, Call call) {
		Application application = applications.get(connector);
		application.customizeWebClient((builder) -> builder.filter(filter.filter()));
		return Application.failure(call, application.client(this.server.url()));
	}

	private static void assertKnown(Throwable failure) {
		if (failure == null) {
			return;
		}
		assertThat(failure).isInstanceOf(BrevoException.class).isNotInstanceOf(BrevoRateLimitedException.class);
		if (failure instanceof BrevoCommunicationException exception) {
			assertThat(exception.isRequestSent()).isTrue();
		}
	}

}
