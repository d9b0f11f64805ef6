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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendMessageRequest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of responses that repeat a long text of the request, which is no reason not to
 * read them.
 */
@Timeout(120)
class EchoTests {

	// which JSON escapes six times as long
	private static final String TEXT = "\u0001\u20ac".repeat(200_000);

	private static final String ESCAPED = "\\u0001\\u20ac".repeat(200_000);

	private static final int LONGEST_ERROR = 10_000;

	@RegisterExtension
	private static final Applications applications = new Applications();

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@EnumSource
	void readsAMessageThatRepeatsTheTextThreeTimes(Connector connector) {
		this.server.respondWith(Behaviour.status(200,
				"{\"html\":\"%1$s\",\"rawUnsafeHtml\":\"%1$s\",\"text\":\"%1$s\",\"id\":\"m1\"}".formatted(ESCAPED)));
		ConversationsMessage message = send(applications.get(connector).client(this.server.url())).block();
		assertThat(message.id()).isEqualTo("m1");
		assertThat(message.text()).isEqualTo(TEXT);
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource
	void knowsWhyAMessageWasRejectedIfTheReasonRepeatsIt(Connector connector, String body, String reason) {
		this.server.respondWith(Behaviour.status(400, body, "sib-request-id: r1"));
		ConversationsClient client = applications.get(connector).client(this.server.url());
		BrevoException failure = (BrevoException) send(client).<Throwable>then(Mono.empty())
			.onErrorResume(Mono::just)
			.block();
		assertThat(failure).isInstanceOf(BrevoInvalidRequestException.class);
		assertThat(failure.getStatusCode()).isEqualTo(400);
		assertThat(failure.getErrorCode()).isEqualTo("invalid_parameter");
		assertThat(failure.getRequestId()).isEqualTo("r1");
		assertThat(failure.isTransient()).isFalse();
		assertThat(failure.getErrorMessage()).contains(reason).hasSizeLessThan(LONGEST_ERROR);
		assertThat(failure.getMessage()).contains(reason).hasSizeLessThan(LONGEST_ERROR);
		assertThat(this.server.requests()).hasSize(1);
		this.server.respondWith(Behaviour.message());
		assertThat(client.getMessage("message-4711").block(FaultyServer.PATIENCE).id()).isEqualTo("message-4711");
	}

	static Stream<Arguments> knowsWhyAMessageWasRejectedIfTheReasonRepeatsIt() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(
					Arguments.of(connector, "{\"code\":\"invalid_parameter\",\"message\":\"Too long: %s\"}"
						.formatted(ESCAPED), "Too long: "),
					Arguments.of(connector,
							"{\"value\":\"%s\",\"code\":\"invalid_parameter\",\"message\":\"Too long\"}"
								.formatted(ESCAPED),
							"Too long"),
					Arguments.of(connector,
							"{\"code\":\"invalid_parameter\",\"errors\":[{\"message\":\"Too long\",\"value\":\"%s\"}]}"
								.formatted(ESCAPED),
							"Too long")));
	}

	private static Mono<ConversationsMessage> send(ConversationsClient client) {
		return client.sendMessage(SendMessageRequest.of("visitor", TEXT, AgentIdentity.ofId("liz")));
	}

}
