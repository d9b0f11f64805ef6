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
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a call comes to if a proxy does not connect it: nothing was sent, and
 * whatever the proxy says is not taken for Brevo's word.
 */
@Timeout(120)
class ProxyFaultTests {

	private static final List<Call> CALLS = List.of(Call.SEND_MESSAGE, Call.GET_MESSAGE, Call.DELETE_MESSAGE,
			Call.PING_AGENT_ONLINE);

	@ParameterizedTest
	@MethodSource
	void knowsThatNothingWasSentIfAProxyRejectsIt(Connector connector, int status) {
		String page = "<html>The proxy's page</html>";
		String response = "HTTP/1.1 %d Refused\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s".formatted(status,
				page.length(), (status == 407) ? "Proxy-Authenticate: Basic realm=\"proxy\"\r\n" : "", page);
		try (FaultyProxy proxy = FaultyProxy.responding(response);
				Application application = application(connector, proxy)) {
			BrevoCommunicationException failure = failure(application, Call.SEND_MESSAGE);
			assertThat(failure.isRequestSent()).isFalse();
			assertThat(failure.getErrorCode()).isNull();
			assertThat(failure)
				.hasMessageContaining("A proxy refused to connect to Brevo for sendMessage, so nothing was sent")
				.hasMessageContaining("status " + status);
			boolean passing = status == 429 || status >= 500;
			assertThat(failure.isTransient()).isEqualTo(passing);
			assertThat(application.attempts()).isEqualTo(passing ? Outcome.MAX_REQUESTS : 1);
			// Jetty fails what waits for the same tunnel with one refusal
			assertThat(proxy.heads())
				.hasSizeGreaterThanOrEqualTo((connector == Connector.JETTY) ? 1 : application.attempts())
				.allMatch((head) -> head.startsWith("CONNECT brevo.example.org:443 "));
		}
	}

	static Stream<Arguments> knowsThatNothingWasSentIfAProxyRejectsIt() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(400, 401, 403, 404, 407, 429, 502, 503)
				.map((status) -> Arguments.of(connector, status)));
	}

	@ParameterizedTest
	@MethodSource
	void doesNotMistakeAProxysResponseForBrevos(Connector connector, int status) {
		String body = "{\"code\":\"unauthorized\",\"message\":\"Key not found\"}";
		String response = "HTTP/1.1 %d Refused\r\nContent-Type: application/json\r\nContent-Length: %d\r\nsib-request-id: r1\r\nLocation: https://login.example.org/\r\nConnection: close\r\n%s\r\n%s"
			.formatted(status, body.length(), (status == 407) ? "Proxy-Authenticate: Basic realm=\"proxy\"\r\n" : "",
					body);
		try (FaultyProxy proxy = FaultyProxy.responding(response);
				Application application = application(connector, proxy)) {
			for (Call call : CALLS) {
				BrevoCommunicationException failure = failure(application, call);
				assertThat(failure.isRequestSent()).as(call.name()).isFalse();
				assertThat(failure.isResponseReceived()).isFalse();
				assertThat(failure.getErrorCode()).isNull();
				assertThat(failure.getErrorMessage()).isNull();
				assertThat(failure.getRequestId()).isNull();
				assertThat(failure).hasMessageContaining("A proxy refused to connect to Brevo for")
					.hasMessageContaining("so nothing was sent")
					.hasMessageContaining("status " + status);
				boolean passing = status == 429 || status >= 500;
				assertThat(failure.isTransient()).isEqualTo(passing);
				assertThat(application.attempts()).isEqualTo(passing ? Outcome.MAX_REQUESTS : 1);
			}
		}
	}

	static Stream<Arguments> doesNotMistakeAProxysResponseForBrevos() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(302, 307, 400, 401, 403, 404, 407, 429, 503)
				.map((status) -> Arguments.of(connector, status)));
	}

	@ParameterizedTest
	@EnumSource
	void knowsThatNothingWasSentIfAProxyClosesTheConnection(Connector connector) {
		try (FaultyProxy proxy = FaultyProxy.responding(""); Application application = application(connector, proxy)) {
			assertThat(failure(application, Call.SEND_MESSAGE).isRequestSent()).isFalse();
		}
	}

	@ParameterizedTest
	@MethodSource
	void boundsTheConnectionThroughAProxyByTheConnectTimeout(Connector connector, Call call) {
		try (FaultyProxy proxy = FaultyProxy.responding(null);
				Application application = application(connector, proxy, "brevo.http.connect-timeout=200ms",
						"brevo.retry.enabled=false")) {
			long beganAt = System.nanoTime();
			assertThat(failure(application, call).isRequestSent()).isFalse();
			// the read timeout is 30 s
			assertThat(Duration.ofNanos(System.nanoTime() - beganAt)).isLessThan(FaultyServer.PATIENCE);
			// none if the time was up before the proxy was asked
			assertThat(proxy.heads()).hasSizeLessThanOrEqualTo(1)
				.allMatch((head) -> head.isEmpty() || head.startsWith("CONNECT brevo.example.org:443"));
		}
	}

	static Stream<Arguments> boundsTheConnectionThroughAProxyByTheConnectTimeout() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> CALLS.stream().map((call) -> Arguments.of(connector, call)));
	}

	private static BrevoCommunicationException failure(Application application, Call call) {
		Throwable failure = Application.failure(call, application.client("https://brevo.example.org"));
		assertThat(failure).isInstanceOf(BrevoCommunicationException.class);
		return (BrevoCommunicationException) failure;
	}

	private static Application application(Connector connector, FaultyProxy proxy, String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 2);
		all[properties.length] = "brevo.http.proxy.host=127.0.0.1";
		all[properties.length + 1] = "brevo.http.proxy.port=" + proxy.port();
		return new Application(connector.builder(), all);
	}

}
