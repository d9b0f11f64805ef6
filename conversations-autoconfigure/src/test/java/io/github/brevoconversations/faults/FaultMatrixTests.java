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
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
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

	@RegisterExtension
	private static final Applications applications = new Applications();

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@MethodSource
	void handlesEachFault(Connector connector, Fault fault, Call call) {
		Application application = applications.get(connector);
		ConversationsClient client = application.client(this.server.url());
		this.server.respondWith(fault.script());
		Outcome outcome = fault.outcome(call);
		Throwable failure = Application.failure(call, client);
		Application.assertOutcome(failure, outcome);
		assertDetails(failure, fault);
		if (fault.losesResponse() && connector.retriesByItself(call)) {
			assertThat(this.server.requests()).hasSizeBetween(outcome.requests(), 2 * outcome.requests());
		}
		else {
			assertThat(this.server.requests()).hasSize(outcome.requests());
			assertThat(application.attempts()).isEqualTo(outcome.requests());
		}
		boolean broken = fault.breaksConnections()
				|| (fault.isTooLarge() && connector.closesConnectionsOfAbandonedResponses());
		if (broken) {
			this.server.awaitEndOfUsedConnections();
		}
		assertServesTheNextCall(call, client);
		if (broken) {
			// a connection more that was made in reserve, as Jetty makes, is no matter
			assertThat(this.server.usesConnectionAgain()).isFalse();
		}
	}

	static Stream<Arguments> handlesEachFault() {
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

	private void assertServesTheNextCall(Call call, ConversationsClient client) {
		int requests = this.server.requests().size();
		this.server.respondWith(Behaviour.message());
		assertThat(Application.failure(call, client)).isNull();
		assertThat(this.server.requests()).hasSize(requests + 1);
	}

}
