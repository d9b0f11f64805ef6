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

package io.github.brevoconversations.presence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RetrySettings;
import io.github.brevoconversations.presence.PingListener.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what proves that Brevo accepted a ping. In the headers, a semicolon separates
 * one from the next; a body that ends with an exclamation mark is cut off there.
 */
class PingProofTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			201 | -                                                  | -        | ACCEPTED
			204 | -                                                  | -        | ACCEPTED
			200 | -                                                  | -        | ACCEPTED
			200 | Content-Type: application/json                     | {}       | ACCEPTED
			200 | Content-Type: application/json                     | ""       | ACCEPTED
			201 | Content-Type: text/html                            | -        | ACCEPTED
			204 | Content-Type: text/html                            | -        | ACCEPTED
			200 | Content-Type: text/html; sib-request-id: 1         | -        | ACCEPTED
			200 | Content-Type: text/html                            | -        | FAILED
			202 | Content-Type: text/html                            | -        | FAILED
			200 | Content-Type: TEXT/HTML\\; charset=utf-8          | -        | FAILED
			200 | Content-Type: application/xhtml+xml                | -        | FAILED
			200 | Content-Type: text/html                            | <html>   | FAILED
			201 | Content-Type: text/html                            | <html>   | FAILED
			200 | sib-request-id: 1                                  | <html>   | FAILED
			200 | sib-request-id: 1                                  | {"code":"x","message":"y"} | FAILED
			201 | sib-request-id: 1                                  | !        | ACCEPTED
			200 | sib-request-id: 1                                  | {"a!     | ACCEPTED
			201 | x-sib-ratelimit-remaining: 9; x-sib-ratelimit-limit: 10; x-sib-ratelimit-reset: 9 | ! | ACCEPTED
			200 | -                                                  | {"a!     | FAILED
			200 | Content-Type: text/html                            | <ht!     | FAILED
			500 | sib-request-id: 1                                  | !        | FAILED
			302 | sib-request-id: 1                                  | !        | FAILED
			""")
	void isAResponseThatBrevoItselfSent(int status, String headers, String body, Outcome outcome) {
		assertThat(outcome(response(status, headers, body))).isEqualTo(outcome);
	}

	private static ClientResponse response(int status, String headers, String body) {
		ClientResponse.Builder response = ClientResponse.create(HttpStatusCode.valueOf(status));
		if (headers != null) {
			Arrays.stream(headers.split("(?<!\\\\);")).forEach((header) -> {
				String[] parts = header.replace("\\;", ";").split(":", 2);
				response.header(parts[0].strip(), parts[1].strip());
			});
		}
		if (body == null) {
			return response.build();
		}
		boolean cut = body.endsWith("!");
		Flux<DataBuffer> buffers = Flux.fromStream(Stream.of(cut ? body.substring(0, body.length() - 1) : body)
			.filter((text) -> !text.isEmpty())
			.map((text) -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8))));
		return response.body(cut ? buffers.concatWith(Mono.error(new IOException("Connection reset"))) : buffers)
			.build();
	}

	private static Outcome outcome(ClientResponse response) {
		ConversationsClient client = ConversationsClient.builder()
			.apiKey("key")
			.retry(RetrySettings.none())
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> Mono.just(response)))
			.build();
		try {
			client.pingAgentOnline(AgentIdentity.ofId("liz")).block();
			return Outcome.ACCEPTED;
		}
		catch (BrevoException ex) {
			return Outcome.of(ex);
		}
	}

}
