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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of what each call comes to if its time is up. The read timeout is for the next
 * part of the response with Reactor Netty and HttpComponents, for the whole response with
 * Jetty, and for its headers with the JDK's client.
 */
@Timeout(120)
class TimeoutTests {

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@MethodSource("cells")
	void readTimeoutEndsAnAttemptWithoutResponse(Connector connector, Call call) {
		this.server.respondWith(Behaviour.silence());
		Outcome outcome = Outcome.persisting(BrevoCommunicationException.class).apply(call);
		try (Application application = new Application(connector.builder(), "brevo.http.read-timeout=100ms")) {
			Application.assertOutcome(Application.failure(call, application.client(this.server.url())), outcome);
			if (connector == Connector.REACTOR_NETTY) {
				this.server.awaitRequests(outcome.requests());
				this.server.awaitEndOfAllConnections();
				assertThat(application.attempts()).isEqualTo(outcome.requests());
				assertThat(this.server.requests()).hasSize(outcome.requests());
				assertThat(this.server.connections()).hasSize(outcome.requests());
			}
			else {
				// these read timeouts begin before the connection is made, and may pass
				// before the request is written on a machine that is busy, so that an
				// unused connection stays until the client is closed
				assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(outcome.requests());
			}
		}
		this.server.awaitEndOfAllConnections();
	}

	@ParameterizedTest
	@MethodSource("cells")
	void readTimeoutEndsAnAttemptWhoseResponseStopsHalfway(Connector connector, Call call) {
		assumeThat(connector).as("whose read timeout ends with the headers").isNotEqualTo(Connector.JDK);
		this.server.respondWith(Behaviour.halfResponseThen(Behaviour.silence()));
		Outcome outcome = Outcome.persisting(BrevoCommunicationException.class).apply(call);
		try (Application application = new Application(connector.builder(), "brevo.http.read-timeout=100ms")) {
			Application.assertOutcome(Application.failure(call, application.client(this.server.url())), outcome);
			if (connector == Connector.REACTOR_NETTY) {
				this.server.awaitRequests(outcome.requests());
				this.server.awaitEndOfAllConnections();
				assertThat(this.server.connections()).hasSize(outcome.requests());
			}
			assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(outcome.requests());
		}
		this.server.awaitEndOfAllConnections();
	}

	@Test
	void readTimeoutOfJettyIsForTheWholeResponse() {
		this.server.respondWith(Behaviour.endless());
		try (Application application = new Application(Connector.JETTY.builder(), "brevo.http.read-timeout=100ms")) {
			Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()));
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> assertThat(exception.isRequestSent()).isTrue());
			assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(1);
		}
	}

	@ParameterizedTest
	@MethodSource("cells")
	void callTimeoutEndsAResponseThatNeverEnds(Connector connector, Call call) {
		this.server.respondWith(Behaviour.endless());
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try (Application application = new Application(connector.builder(), "brevo.http.call-timeout=30s")) {
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			Disposable subscription = call.on(application.client(this.server.url()))
				.subscribe((value) -> failure.complete(null), failure::complete, () -> failure.complete(null));
			FaultyServer.await()
				.until(() -> this.server.connections().stream().anyMatch((each) -> each.trickledBytes() > 2));
			time.advanceTimeBy(Duration.ofSeconds(29));
			assertThat(failure).isNotDone();
			time.advanceTimeBy(Duration.ofSeconds(1));
			assertThat(failure).succeedsWithin(FaultyServer.PATIENCE)
				.satisfies((error) -> Application.assertOutcome(error,
						Outcome.failure(BrevoCommunicationException.class, 1)));
			assertThat(subscription.isDisposed()).isTrue();
			if (connector.closesConnectionsOfAbandonedResponses()) {
				this.server.awaitEndOfAllConnections();
			}
			assertThat(this.server.requests()).hasSize(1);
			assertThat(application.attempts()).isEqualTo(1);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	static Stream<Arguments> cells() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(Call.values()).map((call) -> Arguments.of(connector, call)));
	}

}
