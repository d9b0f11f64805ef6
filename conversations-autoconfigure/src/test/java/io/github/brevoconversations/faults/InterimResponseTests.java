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
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that responses that come before the response are left out, and that no call gets
 * the response to another one.
 */
@Timeout(120)
class InterimResponseTests {

	private static final String EARLY_HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n";

	@RegisterExtension
	private static final Applications applications = new Applications();

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@MethodSource
	void waitsForTheResponse(Connector connector, String interim) {
		ConversationsClient client = applications.get(connector).client(this.server.url());
		for (int i = 0; i < 3; i++) {
			String id = "m" + i;
			this.server.respondWith(interimThen(interim, message(id)));
			assertThat(client.getMessage(id).block(FaultyServer.PATIENCE).id()).isEqualTo(id);
			assertThat(Application.failure(Call.SEND_MESSAGE, client)).isNull();
		}
		assertThat(this.server.requests()).hasSize(6);
	}

	static Stream<Arguments> waitsForTheResponse() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream
				.of("HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", EARLY_HINTS,
						EARLY_HINTS + EARLY_HINTS, "HTTP/1.1 102 Processing\r\n\r\n" + EARLY_HINTS)
				.map((interim) -> Arguments.of(connector, interim)));
	}

	@ParameterizedTest
	@EnumSource
	void rejectsTheResponseToAnotherCall(Connector connector) {
		ConversationsClient client = applications.get(connector).client(this.server.url());
		this.server.respondWith(message("another"));
		for (Call call : new Call[] { Call.GET_MESSAGE, Call.UPDATE_MESSAGE, Call.GET_PUSHED_MESSAGE,
				Call.UPDATE_PUSHED_MESSAGE }) {
			assertThat(Application.failure(call, client)).isInstanceOf(BrevoCommunicationException.class)
				.hasMessageContaining("with another message than the requested one");
		}
		assertThat(this.server.requests()).hasSize(4);
	}

	private static Behaviour message(String id) {
		return Behaviour.status(200, "{\"id\":\"%s\"}".formatted(id));
	}

	private static Behaviour interimThen(String interim, Behaviour behaviour) {
		return (connection) -> {
			connection.write(interim);
			behaviour.respond(connection);
		};
	}

}
