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

package io.github.brevoconversations.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is refused before anything is sent.
 */
class RequestTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final ConversationsClient client = ConversationsClient.builder()
		.apiKey("secret")
		.webClientBuilder(WebClient.builder().exchangeFunction((request) -> {
			throw new AssertionError("Sent " + request.url());
		}))
		.build();

	@Test
	void messagesAreImmutable() {
		SendMessageRequest request = SendMessageRequest.of("visitor", "Hello", LIZ);
		assertThat(request.withReceivedFrom("desk").receivedFrom()).isEqualTo("desk");
		assertThat(request.receivedFrom()).isNull();
		SendPushedMessageRequest pushed = SendPushedMessageRequest.of("visitor", "Sent");
		assertThat(pushed.withAgentId("liz").withGroupId("group"))
			.extracting(SendPushedMessageRequest::agentId, SendPushedMessageRequest::groupId)
			.containsExactly("liz", "group");
		assertThat(pushed.agentId()).isNull();
	}

	@Test
	void messagesAreEqualByWhatTheySay() {
		SendMessageRequest request = SendMessageRequest.of("visitor", "Hello", LIZ);
		assertThat(request).isEqualTo(SendMessageRequest.of("visitor", "Hello", LIZ))
			.hasSameHashCodeAs(SendMessageRequest.of("visitor", "Hello", LIZ))
			.isNotEqualTo(request.withReceivedFrom("desk"))
			.hasToString("SendMessageRequest[visitorId=visitor, text=Hello, agent=agent liz, receivedFrom=null]");
		SendPushedMessageRequest pushed = SendPushedMessageRequest.of("visitor", "Sent");
		assertThat(pushed).isEqualTo(SendPushedMessageRequest.of("visitor", "Sent"))
			.hasSameHashCodeAs(SendPushedMessageRequest.of("visitor", "Sent"))
			.isNotEqualTo(pushed.withGroupId("group"))
			.hasToString("SendPushedMessageRequest[visitorId=visitor, text=Sent, agentId=null, groupId=null]");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\n\t" })
	void rejectsBlankParts(String blank) {
		SendMessageRequest request = SendMessageRequest.of("visitor", "Hello", LIZ);
		SendPushedMessageRequest pushed = SendPushedMessageRequest.of("visitor", "Sent");
		List<Supplier<?>> attempts = List.of(() -> SendMessageRequest.of(blank, "Hello", LIZ),
				() -> SendMessageRequest.of("visitor", blank, LIZ), () -> request.withReceivedFrom(blank),
				() -> SendPushedMessageRequest.of(blank, "Sent"), () -> SendPushedMessageRequest.of("visitor", blank),
				() -> pushed.withAgentId(blank), () -> pushed.withGroupId(blank));
		for (Supplier<?> attempt : attempts) {
			assertThatExceptionOfType(BrevoInvalidRequestException.class).isThrownBy(attempt::get)
				.withMessageStartingWith("Nothing was sent: ");
		}
	}

	@Test
	void rejectsNull() {
		assertThatExceptionOfType(BrevoInvalidRequestException.class)
			.isThrownBy(() -> SendMessageRequest.of("visitor", "Hello", null));
		assertRefused(this.client.sendMessage(null));
		assertRefused(this.client.sendPushedMessage(null));
		assertRefused(this.client.pingAgentOnline(null));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", ".", "..", "../x", "a/b?c", "%2e%2e", "a%2fb", "a\\b", "a#b", "line\nbreak",
			"a\rb", "a b", "caf\u00e9", "\u0000" })
	void rejectsAHostileId(String id) {
		assertRefused(this.client.getMessage(id));
		assertRefused(this.client.updateMessage(id, "text"));
		assertRefused(this.client.deleteMessage(id));
		assertRefused(this.client.getPushedMessage(id));
		assertRefused(this.client.updatePushedMessage(id, "text"));
		assertRefused(this.client.deletePushedMessage(id));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void rejectsABlankText(String text) {
		assertRefused(this.client.updateMessage("id", text));
		assertRefused(this.client.updatePushedMessage("id", text));
	}

	private static void assertRefused(Mono<?> call) {
		StepVerifier.create(call)
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(BrevoInvalidRequestException.class)
				.hasMessageStartingWith("Nothing was sent: "))
			.verify(Duration.ofSeconds(10));
	}

}
