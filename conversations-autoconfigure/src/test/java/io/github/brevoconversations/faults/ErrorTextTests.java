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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the text of an error, and of its causes, is the same whenever it happens, so
 * that errors can be grouped by it, and quotes nothing of the request: no id, no text and
 * no URL.
 */
@Timeout(120)
class ErrorTextTests {

	@RegisterExtension
	private static final Applications applications = new Applications("brevo.http.connect-timeout=300ms",
			"brevo.http.read-timeout=300ms", "brevo.retry.enabled=false");

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@MethodSource
	void quotesNothingOfTheRequest(Connector connector, String name, Behaviour behaviour) {
		this.server.respondWith(behaviour);
		assertTexts(connector, this.server.url());
	}

	static Stream<Arguments> quotesNothingOfTheRequest() {
		Map<String, Behaviour> behaviours = new LinkedHashMap<>();
		behaviours.put("closed", Behaviour.close());
		behaviours.put("reset", Behaviour.reset());
		behaviours.put("silent", Behaviour.silence());
		behaviours.put("not HTTP", (connection) -> {
			connection.write("nonsense\r\n\r\n");
			connection.close();
		});
		behaviours.put("closed halfway", Behaviour.halfResponseThen(Behaviour.close()));
		behaviours.put("reset halfway", Behaviour.halfResponseThen(Behaviour.reset()));
		behaviours.put("silent halfway", Behaviour.halfResponseThen(Behaviour.silence()));
		behaviours.put("odd length", (connection) -> {
			connection.write("HTTP/1.1 200 OK\r\nContent-Length: much\r\n\r\n");
			connection.close();
		});
		behaviours.put("odd header", (connection) -> {
			connection.write("HTTP/1.1 200 OK\r\n: nothing\r\n\r\n");
			connection.close();
		});
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> behaviours.entrySet()
				.stream()
				// whose read timeout ends with the headers, and which reads the odd
				// header as the end of an empty response
				.filter((each) -> connector != Connector.JDK
						|| !List.of("silent halfway", "odd header").contains(each.getKey()))
				.map((each) -> Arguments.of(connector, each.getKey(), each.getValue())));
	}

	@ParameterizedTest
	@EnumSource
	void quotesNothingOfTheRequestThatIsNotConnected(Connector connector) throws IOException {
		try (Socket reserved = new Socket()) {
			reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			assertTexts(connector, "http://127.0.0.1:" + reserved.getLocalPort());
		}
	}

	@ParameterizedTest
	@MethodSource
	void quotesNothingOfTheRequestWithoutTls(Connector connector, String response) {
		try (FaultyProxy plain = FaultyProxy.responding(response)) {
			assertTexts(connector, "https://127.0.0.1:" + plain.port());
		}
	}

	static Stream<Arguments> quotesNothingOfTheRequestWithoutTls() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of("", "HTTP/1.1 400 Bad Request\r\n\r\n", null)
				.map((response) -> Arguments.of(connector, response)));
	}

	private static void assertTexts(Connector connector, String url) {
		Application application = applications.get(connector);
		for (Call call : List.of(Call.SEND_MESSAGE, Call.GET_MESSAGE, Call.DELETE_MESSAGE, Call.PING_AGENT_ONLINE)) {
			Throwable failure = Application.failure(call, application.client(url));
			assertThat(failure).as(call.name()).isInstanceOf(BrevoCommunicationException.class);
			StringWriter trace = new StringWriter();
			failure.printStackTrace(new PrintWriter(trace));
			// WebClient's own checkpoints name the URL
			List<String> texts = trace.toString()
				.lines()
				.filter((line) -> !line.strip().startsWith("at ") && !line.contains("checkpoint"))
				.toList();
			assertThat(failure.getMessage()).doesNotContainPattern(": ConnectException: |: $");
			assertThat(texts).noneMatch((text) -> text.matches(".*@[0-9a-f]{5,}.*"))
				.noneMatch((text) -> text.contains("/v3") || text.contains("visitor") || text.contains("Hello"))
				.noneMatch((text) -> Call.IDS.stream().anyMatch(text::contains));
		}
	}

}
