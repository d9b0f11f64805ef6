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

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls on a connection that was used before. Whether the JDK's client has
 * noticed the reset of an idle connection cannot be observed, so that case is tested on
 * Reactor Netty only.
 */
@Timeout(120)
class PooledConnectionTests {

	@RegisterExtension
	private static final Applications applications = new Applications();

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@MethodSource("cells")
	void idleConnectionThatWasClosedCostsNoError(Connector connector, Call call) {
		Application application = applications.get(connector);
		ConversationsClient client = application.client(this.server.url());
		assertThat(Application.failure(call, client)).isNull();
		this.server.connections().get(0).finish();
		// ends when the client has closed its side, and so knows
		this.server.awaitEndOfAllConnections();
		assertThat(Application.failure(call, client)).isNull();
		assertOneRequestOnEachOfTwoConnections(application);
	}

	@ParameterizedTest
	@EnumSource
	void idleConnectionThatWasResetCostsNoError(Call call) {
		Queue<Channel> channels = new ConcurrentLinkedQueue<>();
		try (Application application = new Application(ClientHttpConnectorBuilder.reactor()
			.withHttpClientCustomizer(
					(client) -> client.doOnConnected((connection) -> channels.add(connection.channel()))))) {
			ConversationsClient client = application.client(this.server.url());
			assertThat(Application.failure(call, client)).isNull();
			this.server.connections().get(0).reset();
			FaultyServer.await().until(() -> !channels.element().isOpen());
			assertThat(Application.failure(call, client)).isNull();
			assertOneRequestOnEachOfTwoConnections(application);
		}
	}

	@ParameterizedTest
	@EnumSource
	void connectionThatIsClosedBeforeTheRequestIsWrittenCostsNoError(Call call) {
		AtomicBoolean closed = new AtomicBoolean();
		try (Application application = new Application(ClientHttpConnectorBuilder.reactor()
			.withHttpClientCustomizer((client) -> client.doOnRequest((request, connection) -> {
				if (closed.compareAndSet(false, true)) {
					Future<?> unused = connection.channel().close();
				}
			})))) {
			Throwable failure = Application.failure(call, application.client(this.server.url()));
			assertThat(failure).isNull();
			assertThat(this.server.requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@MethodSource("cells")
	void doesNotResendWhatWasResetOnAReusedConnection(Connector connector, Call call) {
		assertIsRetriedOnlyByDesign(connector, call, Behaviour.reset());
	}

	@ParameterizedTest
	@MethodSource("cells")
	void doesNotResendWhatGotNoResponseOnAReusedConnection(Connector connector, Call call) {
		assertIsRetriedOnlyByDesign(connector, call, Behaviour.close());
	}

	private void assertIsRetriedOnlyByDesign(Connector connector, Call call, Behaviour fault) {
		Outcome outcome = Outcome.passing(BrevoCommunicationException.class).apply(call);
		this.server.respondWith(Behaviour.onceOnConnectionUsedAgain(fault));
		ConversationsClient client = applications.get(connector).client(this.server.url());
		Throwable failure = null;
		int calls = 0;
		// the client may take a connection back a moment after the response
		while (!this.server.usesConnectionAgain()) {
			assertThat(failure).isNull();
			failure = Application.failure(call, client);
			calls++;
		}
		Application.assertOutcome(failure, outcome);
		assertThat(this.server.requests()).hasSize(calls - 1 + outcome.requests());
	}

	private void assertOneRequestOnEachOfTwoConnections(Application application) {
		assertThat(application.attempts()).isEqualTo(2);
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.connections()).hasSize(2);
	}

	static Stream<Arguments> cells() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(Call.values()).map((call) -> Arguments.of(connector, call)));
	}

}
