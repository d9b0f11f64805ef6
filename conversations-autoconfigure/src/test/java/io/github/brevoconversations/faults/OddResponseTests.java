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
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a message is sent once and known to be, whatever the response to it looks
 * like, on each connector; and that no call gets what is left of the response to another.
 */
@Timeout(120)
class OddResponseTests {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: " + Behaviour.MESSAGE.length() + "\r\n";

	@RegisterExtension
	private static final Applications applications = new Applications();

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@MethodSource
	void understandsWhatCanBeUnderstood(Connector connector, OddResponse response) {
		this.server.respondWith(response.behaviour());
		Throwable failure = send(connector);
		if (response.isUnderstood() != null) {
			assertThat(failure == null).as(String.valueOf(failure)).isEqualTo(response.isUnderstood());
		}
	}

	static Stream<Arguments> understandsWhatCanBeUnderstood() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(OddResponse.values())
				.map((response) -> Arguments.of(connector, response)));
	}

	@ParameterizedTest
	@MethodSource
	void knowsWhatWasSentWhateverIsWrittenBack(Connector connector, String response) {
		this.server.respondWith((connection) -> {
			connection.write(response);
			connection.close();
		});
		send(connector);
	}

	static Stream<Arguments> knowsWhatWasSentWhateverIsWrittenBack() {
		String chunk = Integer.toHexString(Behaviour.MESSAGE.length()) + "\r\n" + Behaviour.MESSAGE + "\r\n";
		String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream
				.of(chunked + chunk + "0\r\nTrailer: x\r\n\r\n", chunked + chunk, chunked + "zz\r\n",
						chunked + "-1\r\n", chunked + "ffffffffffffffff\r\nx", chunked + "5\r\nabc",
						"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + Behaviour.MESSAGE,
						"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + Behaviour.MESSAGE,
						"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + Behaviour.MESSAGE,
						"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" + Behaviour.MESSAGE,
						HEAD.replace("200 OK", "204 No Content") + "\r\n" + Behaviour.MESSAGE,
						"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 205 Reset Content\r\n\r\n",
						HEAD.replace("200 OK", "304 Not Modified") + "\r\n" + Behaviour.MESSAGE,
						HEAD.replace("200", "600") + "\r\n" + Behaviour.MESSAGE,
						HEAD.replace("200", "999") + "\r\n" + Behaviour.MESSAGE,
						HEAD.replace("200", "99999") + "\r\n" + Behaviour.MESSAGE, HEAD.replace("200", "0") + "\r\n",
						HEAD.replace("200", "abc") + "\r\n" + Behaviour.MESSAGE,
						HEAD.replace("HTTP/1.1", "HTTP/1.0") + "\r\n" + Behaviour.MESSAGE,
						HEAD.replace("HTTP/1.1", "ICY") + "\r\n" + Behaviour.MESSAGE, "nonsense\r\n\r\n",
						"\r\n\r\n\r\n", HEAD + "no colon\r\n\r\n" + Behaviour.MESSAGE,
						HEAD + ": no name\r\n\r\n" + Behaviour.MESSAGE, HEAD + "X: a\0b\r\n\r\n" + Behaviour.MESSAGE,
						HEAD + "X: " + "x".repeat(100_000) + "\r\n\r\n" + Behaviour.MESSAGE,
						HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n",
						HEAD + "Content-Encoding: br\r\n\r\n" + Behaviour.MESSAGE,
						"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
				.map((response) -> Arguments.of(connector, response)));
	}

	@ParameterizedTest
	@MethodSource
	void failsAtOnceIfTheStatusIsInvalid(Connector connector, String status, Call call) {
		this.server
			.respondWith((connection) -> connection.write(HEAD.replace("200", status) + "\r\n" + Behaviour.MESSAGE));
		Application application = applications.get(connector);
		long beganAt = System.nanoTime();
		Throwable failure = Application.failure(call, application.client(this.server.url()));
		assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
				(exception) -> assertThat(exception.isRequestSent()).isTrue());
		// the read timeout is 30 s
		assertThat(Duration.ofNanos(System.nanoTime() - beganAt)).isLessThan(FaultyServer.PATIENCE);
		assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(call.isSend() ? 1 : Outcome.MAX_REQUESTS);
		assertServesTheNextCall(application);
	}

	static Stream<Arguments> failsAtOnceIfTheStatusIsInvalid() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of("1000", "2000", "4040", "5030", "20", "2", "099", "-20", "2e1", "200.5")
				// whose first three digits are all that the JDK's client reads
				.filter((status) -> connector != Connector.JDK || !status.matches("[1-9]\\d\\d.+"))
				.flatMap((status) -> Stream.of(Call.SEND_MESSAGE, Call.GET_MESSAGE)
					.map((call) -> Arguments.of(connector, status, call))));
	}

	@ParameterizedTest
	@CsvSource({ "1000, NO_USABLE_RESPONSE", "4040, NO_USABLE_RESPONSE", "5030, SERVER_FAILURE" })
	void sendsOnceIfTheJdksClientShortensTheStatus(String status, BrevoException.Kind kind) {
		this.server.respondWith((connection) -> {
			connection.write(HEAD.replace("200", status) + "\r\n" + Behaviour.MESSAGE);
			connection.close();
		});
		Application application = applications.get(Connector.JDK);
		Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()));
		assertThat(failure).isInstanceOfSatisfying(BrevoException.class,
				(exception) -> assertThat(exception.getKind()).isEqualTo(kind));
		assertThat(this.server.requests()).hasSize(1);
		assertServesTheNextCall(application);
	}

	private void assertServesTheNextCall(Application application) {
		this.server.respondWith(Behaviour.message());
		assertThat(Application.failure(Call.GET_MESSAGE, application.client(this.server.url()))).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void doesNotMixUpResponses(Connector connector) {
		ConversationsClient client = applications.get(connector).client(this.server.url());
		String stale = HEAD + "\r\n" + Behaviour.MESSAGE.replace("m1", "m2");
		this.server.respondWith((connection) -> connection.write(HEAD + "\r\n" + Behaviour.MESSAGE + stale),
				Behaviour.message());
		assertThat(Application.failure(Call.GET_MESSAGE, client)).isNull();
		for (int i = 0; i < 3; i++) {
			this.server.requests().clear();
			try {
				Object message = Call.SEND_MESSAGE.on(client).block(FaultyServer.PATIENCE);
				assertThat(((ConversationsMessage) message).id()).isEqualTo("message-4711");
			}
			catch (BrevoException ex) {
				assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(1);
			}
		}
	}

	private Throwable send(Connector connector) {
		ConversationsClient client = applications.get(connector).client(this.server.url());
		Throwable failure = Application.failure(Call.SEND_MESSAGE, client);
		assertThat(this.server.requests()).filteredOn((request) -> request.startsWith("POST")).hasSize(1);
		if (failure != null) {
			assertThat(failure).isInstanceOf(BrevoException.class);
			if (failure instanceof BrevoCommunicationException exception) {
				assertThat(exception.isRequestSent()).isTrue();
			}
		}
		this.server.requests().clear();
		this.server.respondWith(Behaviour.message());
		Throwable next = Application.failure(Call.SEND_MESSAGE, client);
		assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(1);
		if (next != null) {
			assertThat(next).isInstanceOf(BrevoException.class);
		}
		return failure;
	}

}
