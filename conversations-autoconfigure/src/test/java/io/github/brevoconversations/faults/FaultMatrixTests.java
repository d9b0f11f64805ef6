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
import java.util.Map;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what each call comes to with each fault of a server that can be reached: the
 * error, the number of requests, and what becomes of the connection.
 */
@Timeout(120)
class FaultMatrixTests {

	private static Map<Connector, Application> applications;

	private FaultyServer server;

	@BeforeAll
	static void startApplications() {
		applications = Application.onEachConnector();
	}

	@AfterAll
	static void closeApplications() {
		applications.values().forEach(Application::close);
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
	@MethodSource
	void meetsEachFaultAsDesigned(Connector connector, Fault fault, Call call) {
		Application application = applications.get(connector);
		ConversationsClient client = application.client(this.server.url());
		this.server.answerWith(fault.script());
		Outcome outcome = fault.outcome(call);
		Throwable failure = Application.failure(call, client);
		Application.assertOutcome(failure, outcome);
		assertDetails(failure, fault);
		if (fault.losesAnswer() && connector.repeatsByItself(call)) {
			assertThat(this.server.requests()).hasSizeBetween(outcome.requests(), 2 * outcome.requests());
		}
		else {
			assertThat(this.server.requests()).hasSize(outcome.requests());
			assertThat(application.attempts()).isEqualTo(outcome.requests());
		}
		boolean broken = fault.breaksConnections()
				|| (fault.isTooLarge() && connector.closesConnectionsOfAbandonedAnswers());
		if (broken) {
			assertThat(this.server.connections()).hasSameSizeAs(this.server.requests());
			this.server.awaitEndOfAllConnections();
		}
		assertServesTheNextCall(call, client, broken);
	}

	static Stream<Arguments> meetsEachFaultAsDesigned() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(Fault.values())
				.flatMap((fault) -> Arrays.stream(Call.values()).map((call) -> Arguments.of(connector, fault, call))));
	}

	private static void assertDetails(Throwable failure, Fault fault) {
		if (failure instanceof BrevoUnauthorizedException unauthorized) {
			assertThat(unauthorized.isIpAddressUnauthorized()).isEqualTo(fault == Fault.STATUS_401_IP_ADDRESS);
		}
		if (failure instanceof BrevoCommunicationException communication) {
			assertThat(communication.isRequestSent()).isTrue();
		}
	}

	private void assertServesTheNextCall(Call call, ConversationsClient client, boolean needsConnection) {
		int requests = this.server.requests().size();
		int connections = this.server.connections().size();
		this.server.answerWith(Behaviour.message());
		assertThat(Application.failure(call, client)).isNull();
		assertThat(this.server.requests()).hasSize(requests + 1);
		if (needsConnection) {
			assertThat(this.server.connections()).hasSize(connections + 1);
		}
	}

}
