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
import java.util.Set;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls after the end of the application fail at once and say why, send
 * nothing, and start nothing again.
 */
@Timeout(120)
class ClosedApplicationTests {

	@ParameterizedTest
	@MethodSource
	void sendsNothingOnceItIsClosed(Connector connector, boolean usedBefore) {
		try (FaultyServer server = FaultyServer.start()) {
			Application application = new Application(connector.builder());
			ConversationsClient client = application.client(server.url());
			if (usedBefore) {
				assertThat(Application.failure(Call.SEND_MESSAGE, client)).isNull();
			}
			application.close();
			server.requests().clear();
			for (Call call : Call.values()) {
				assertThat(Application.failure(call, client)).isInstanceOfSatisfying(BrevoCommunicationException.class,
						(failure) -> {
							assertThat(failure.isRequestSent()).isFalse();
							assertThat(failure.isTransient()).isFalse();
							assertThat(failure).hasMessageContaining("Nothing was sent for ")
								.hasMessageEndingWith("because the application is closed");
						});
			}
			assertThat(server.requests()).isEmpty();
		}
	}

	static Stream<Arguments> sendsNothingOnceItIsClosed() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(true, false).map((usedBefore) -> Arguments.of(connector, usedBefore)));
	}

	@ParameterizedTest
	@EnumSource
	void doesNotRetryOnceItIsClosed(Connector connector) {
		try (FaultyServer server = FaultyServer.start()) {
			server.respondWith(Behaviour.status(503, "{}"));
			Application application = new Application(connector.builder(), "brevo.retry.delay=5ms",
					"brevo.retry.max-delay=5ms");
			ConversationsClient client = application.client(server.url());
			application.onAttempt((attempt) -> {
				if (attempt == 2) {
					application.close();
				}
			});
			assertThat(Application.failure(Call.GET_MESSAGE, client)).isInstanceOf(BrevoCommunicationException.class)
				.hasMessageContaining("the application is closed")
				.satisfies((failure) -> assertThat(((BrevoCommunicationException) failure).isRequestSent()).isTrue());
			assertThat(server.requests()).hasSize(1);
			application.close();
		}
	}

	@Test
	void leavesNoThreadsOfJetty() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (FaultyServer server = FaultyServer.start()) {
			Application application = new Application(Connector.JETTY.builder());
			ConversationsClient client = application.client(server.url());
			assertThat(Application.failure(Call.SEND_MESSAGE, client)).isNull();
			application.close();
			Application.failure(Call.SEND_MESSAGE, client);
			FaultyServer.await()
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
					.filteredOn((thread) -> !before.contains(thread))
					.noneMatch((thread) -> thread.getName().contains("HttpClient@")
							|| thread.getName().startsWith("brevo-jetty")));
		}
	}

}
