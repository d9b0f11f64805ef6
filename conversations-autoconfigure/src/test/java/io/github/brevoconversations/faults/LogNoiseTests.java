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
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that neither a call that nobody waits for any more nor one that fails is logged:
 * its caller has the error, or does not want it.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class LogNoiseTests {

	private static final List<Call> LOST_CALLS = List.of(Call.SEND_MESSAGE, Call.GET_MESSAGE, Call.PING_AGENT_ONLINE);

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@EnumSource
	void logsNoErrorForCallsThatAreCancelled(Connector connector, CapturedOutput output) {
		assertQuiet(output, connector, Behaviour.silence());
	}

	@ParameterizedTest
	@EnumSource
	void logsNoErrorForCallsThatAreCancelledInTheResponse(Connector connector, CapturedOutput output) {
		assertQuiet(output, connector, Behaviour.halfResponseThen(Behaviour.silence()));
	}

	@ParameterizedTest
	@MethodSource
	void doesNotWarnOfALostResponse(Connector connector, String name, Behaviour behaviour, CapturedOutput output) {
		this.server.respondWith(behaviour);
		try (Application application = new Application(connector.builder())) {
			ConversationsClient client = application.client(this.server.url());
			for (Call call : LOST_CALLS) {
				assertThat(Application.failure(call, client)).isInstanceOf(BrevoCommunicationException.class)
					.extracting("requestSent")
					.isEqualTo(true);
			}
			assertThat(output.getAll()).doesNotContain("WARN").doesNotContain("ERROR");
		}
	}

	static Stream<Arguments> doesNotWarnOfALostResponse() {
		Map<String, Behaviour> behaviours = new LinkedHashMap<>();
		behaviours.put("closed", Behaviour.close());
		behaviours.put("reset", Behaviour.reset());
		behaviours.put("not HTTP", (connection) -> {
			connection.write("nonsense\r\n\r\n");
			connection.close();
		});
		behaviours.put("closed halfway", Behaviour.halfResponseThen(Behaviour.close()));
		behaviours.put("reset halfway", Behaviour.halfResponseThen(Behaviour.reset()));
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> behaviours.entrySet()
				.stream()
				.map((each) -> Arguments.of(connector, each.getKey(), each.getValue())));
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWarnOfAResponseThatDoesNotCome(Connector connector, CapturedOutput output) {
		this.server.respondWith(Behaviour.silence());
		try (Application application = new Application(connector.builder(), "brevo.http.read-timeout=100ms")) {
			ConversationsClient client = application.client(this.server.url());
			for (Call call : LOST_CALLS) {
				// on a machine that is busy, perhaps before anything was sent
				assertThat(Application.failure(call, client)).isInstanceOf(BrevoCommunicationException.class);
			}
			assertThat(output.getAll()).doesNotContain("WARN").doesNotContain("ERROR");
		}
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWarnOfARefusedConnection(Connector connector, CapturedOutput output) throws IOException {
		try (Socket reserved = new Socket(); Application application = new Application(connector.builder())) {
			reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			Throwable failure = Application.failure(Call.PING_AGENT_ONLINE,
					application.client("http://127.0.0.1:" + reserved.getLocalPort()));
			assertThat(failure).isInstanceOf(BrevoCommunicationException.class);
			assertThat(output.getAll()).doesNotContain("WARN").doesNotContain("ERROR");
		}
	}

	private void assertQuiet(CapturedOutput output, Connector connector, Behaviour behaviour) {
		this.server.respondWith(behaviour);
		try (Application application = new Application(connector.builder())) {
			ConversationsClient client = application.client(this.server.url());
			Flux.fromArray(Call.values())
				.repeat(1)
				.index((index, call) -> cancelled(call.on(client), index))
				.flatMap((call) -> call, 20)
				.blockLast(FaultyServer.PATIENCE);
			// the end of a client may log errors of its own
			assertThat(output.getAll()).doesNotContain("ERROR");
		}
	}

	private Mono<?> cancelled(Mono<?> call, long which) {
		return call.takeUntilOther(
				Flux.interval(Duration.ofMillis(5 + which)).filter((tick) -> !this.server.requests().isEmpty()));
	}

}
