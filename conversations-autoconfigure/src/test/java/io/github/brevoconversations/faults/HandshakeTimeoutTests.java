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
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a TLS handshake that hangs ends at the connect timeout, with nothing sent,
 * directly and through a proxy.
 */
@Timeout(120)
class HandshakeTimeoutTests {

	@ParameterizedTest
	@MethodSource("cells")
	void endsAHandshakeThatHangs(Connector connector, Call call) {
		try (FaultyProxy server = FaultyProxy.responding(null); Application application = application(connector)) {
			assertThatConnectionTimesOut(application, call, server);
		}
	}

	@ParameterizedTest
	@MethodSource("cells")
	void endsAHandshakeThatHangsBehindAProxy(Connector connector, Call call) {
		try (FaultyProxy server = FaultyProxy.responding(null);
				TunnellingProxy proxy = TunnellingProxy.open();
				Application application = application(connector, "brevo.http.proxy.host=127.0.0.1",
						"brevo.http.proxy.port=" + proxy.port())) {
			assertThatConnectionTimesOut(application, call, server);
			assertThat(proxy.connected()).hasSizeLessThanOrEqualTo(1);
		}
	}

	static Stream<Arguments> cells() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream
				.of(Call.SEND_MESSAGE, Call.GET_MESSAGE, Call.DELETE_MESSAGE, Call.PING_AGENT_ONLINE)
				.map((call) -> Arguments.of(connector, call)));
	}

	private static void assertThatConnectionTimesOut(Application application, Call call, FaultyProxy server) {
		long beganAt = System.nanoTime();
		Throwable failure = Application.failure(call, application.client("https://127.0.0.1:" + server.port()));
		// the read timeout is 30 s
		assertThat(Duration.ofNanos(System.nanoTime() - beganAt)).isLessThan(Duration.ofSeconds(9));
		assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class, (exception) -> {
			assertThat(exception.isRequestSent()).as(exception.toString()).isFalse();
			assertThat(exception.isTransient()).isTrue();
			assertThat(exception).hasMessageContaining("No connection to Brevo could be made");
		});
		// none if the time was up before the handshake began
		assertThat(server.heads()).hasSizeLessThanOrEqualTo(1);
	}

	private static Application application(Connector connector, String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 2);
		all[properties.length] = "brevo.http.connect-timeout=300ms";
		all[properties.length + 1] = "brevo.retry.enabled=false";
		return new Application(connector.builder(), all);
	}

}
