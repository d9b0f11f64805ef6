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
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of what errors say, whatever words and shapes Brevo, or what is in front of it,
 * chooses.
 */
class ErrorResponsesTests {

	private static final String LINK = "https://app.brevo.com/security/authorised_ips";

	private final AtomicInteger requests = new AtomicInteger();

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"{'code':'invalid_parameter','errors':['text is too long']} | text is too long",
			"{'code':'invalid_parameter','message':['a','b']} | a; b",
			"{'code':'invalid_parameter','message':{'text':'too long'}} | text: too long",
			"{'code':'invalid_parameter','message':{'text':['too long','empty']}} | text: too long; empty",
			"{'code':'invalid_parameter','message':[{'field':'text','reason':'too long'}]} | field: text, reason: too long",
			"{'code':'invalid_parameter','message':'','errors':{'text':'too long'}} | text: too long",
			"{'code':'invalid_parameter','message':null,'detail':'too long'} | too long",
			"{'code':'invalid_parameter','message':17} | 17",
			"{'code':'invalid_parameter','error':'too long'} | too long",
			"{'code':'invalid_parameter','error_description':'too long'} | too long",
			"{'error':{'code':'invalid_parameter','message':{'text':'too long'}}} | text: too long" })
	void readsTheReasonInAnyShape(String json, String reason) {
		BrevoException failure = failure(400, json.replace('\'', '"'));
		assertThat(failure.getKind()).isEqualTo(BrevoException.Kind.INVALID_REQUEST);
		assertThat(failure.getErrorCode()).isEqualTo("invalid_parameter");
		assertThat(failure.getErrorMessage()).isEqualTo(reason);
		assertThat(failure).hasMessageEndingWith(reason);
	}

	@Test
	void keepsALinkAtTheEndOfALongReason() {
		String reason = "We have detected you are using an unrecognised IP address 2001:db8:85a3:8d3:1319:8a2e:370:7348. "
			.repeat(3) + "Add the new IP address in this link: " + LINK;
		BrevoException failure = failure(401, "{\"code\":\"unauthorized\",\"message\":\"" + reason + "\"}");
		assertThat(failure.getErrorMessage()).endsWith(LINK);
		assertThat(failure).hasMessageEndingWith(LINK);
	}

	@Test
	void doesNotSplitACharacter() {
		String reason = "\uD83D\uDE00".repeat(2000);
		BrevoException failure = failure(400, "{\"message\":\"" + reason + "\"}");
		assertThat(failure.getErrorMessage()).startsWith("\uD83D\uDE00").matches("(\uD83D\uDE00)+\\.\\.\\.");
		assertThat(failure.getErrorMessage()).hasSizeLessThan(1100);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "IP not authorized", "This IP is not verified", "unknown IP", "Unrecognised IP address 1.2.3.4",
					"Your ip address is not whitelisted", "IPs must be added at " + LINK, "IPv6 address is not allowed",
					"Request from an unauthorized client address", "not in the allow-list", "IP_NOT_AUTHORIZED" })
	void recognizesARejectedAddressInAnyWords(String message) {
		for (String json : new String[] { "{\"code\":\"unauthorized\",\"message\":\"" + message + "\"}",
				"{\"code\":\"" + message + "\",\"message\":\"No\"}" }) {
			assertThat(failure(401, json)).isInstanceOfSatisfying(BrevoUnauthorizedException.class, (failure) -> {
				assertThat(failure.isIpAddressUnauthorized()).isTrue();
				assertThat(failure).hasMessageContaining("this IP address is not authorized");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Key not found", "api-key not found", "authentication not found in headers",
			"Invalid api key: the description of a shipment", "The token is expired", "unauthorized: zip code missing",
			"Recipient unknown", "API key is not valid for this IP or account" })
	void doesNotMistakeOtherRejectionsForThatOfAnAddress(String message) {
		assertThat(failure(401, "{\"code\":\"unauthorized\",\"message\":\"" + message + "\"}"))
			.isInstanceOfSatisfying(BrevoUnauthorizedException.class, (failure) -> {
				assertThat(failure.isIpAddressUnauthorized()).isFalse();
				assertThat(failure).hasMessageContaining("does not accept the API key");
			});
	}

	@ParameterizedTest
	@CsvSource({ "407, NO_USABLE_RESPONSE, false", "408, SERVER_FAILURE, true", "409, INVALID_REQUEST, false",
			"410, NOT_FOUND, false", "413, INVALID_REQUEST, false", "421, SERVER_FAILURE, true",
			"423, SERVER_FAILURE, true", "425, SERVER_FAILURE, true", "499, SERVER_FAILURE, true",
			"501, SERVER_FAILURE, false", "505, SERVER_FAILURE, false", "511, NO_USABLE_RESPONSE, false",
			"520, SERVER_FAILURE, true" })
	void classifiesStatuses(int status, BrevoException.Kind kind, boolean passing) {
		BrevoException failure = failure(status, "{\"code\":\"some_code\",\"message\":\"No\"}");
		assertThat(failure.getKind()).isEqualTo(kind);
		assertThat(failure.isTransient()).isEqualTo(passing);
		assertThat(this.requests).hasValue(1);
	}

	@Test
	void readsTheResponseToALongMessage() {
		String text = "<\"\u00e9>".repeat(80_000);
		String json = "{\"id\":\"m1\",\"text\":\"%s\",\"html\":\"%s\",\"rawUnsafeHtml\":\"%s\"}"
			.formatted(escaped(text), escaped(text), escaped(text));
		assertThat(json).hasSizeGreaterThan(5 * 1024 * 1024);
		assertThat(client(200, json).sendMessage(message(text)).block(Duration.ofSeconds(20)).text()).isEqualTo(text);
	}

	@Test
	void knowsTheStatusOfAResponseThatIsTooLarge() {
		String json = "{\"id\":\"m1\",\"text\":\"" + "x".repeat(3 * 1024 * 1024) + "\"}";
		assertThat(failure(200, json)).isInstanceOfSatisfying(BrevoCommunicationException.class, (failure) -> {
			assertThat(failure.isRequestSent()).isTrue();
			assertThat(failure.isTransient()).isFalse();
			assertThat(failure.getStatusCode()).isEqualTo(200);
			assertThat(failure.getRequestId()).isEqualTo("r1");
			assertThat(failure.getRateLimit()).isEqualTo(new RateLimit(null, 7L, null));
		});
		assertThat(this.requests).hasValue(1);
	}

	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder(6 * text.length());
		text.chars().forEach((c) -> escaped.append(String.format(Locale.ROOT, "\\u%04x", c)));
		return escaped.toString();
	}

	private static SendMessageRequest message(String text) {
		return SendMessageRequest.of("v1", text, AgentIdentity.ofId("liz"));
	}

	private BrevoException failure(int status, String body) {
		this.requests.set(0);
		return catchThrowableOfType(BrevoException.class,
				() -> client(status, body).sendMessage(message("Hello")).block(Duration.ofSeconds(20)));
	}

	private ConversationsClient client(int status, String body) {
		return ConversationsClient.builder()
			.apiKey("secret")
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> respond(request, status, body)))
			.build();
	}

	private Mono<ClientResponse> respond(ClientRequest request, int status, String body) {
		return request
			.writeTo(new MockClientHttpRequest(request.method(), request.url()), ExchangeStrategies.withDefaults())
			.then(Mono.fromSupplier(() -> {
				this.requests.incrementAndGet();
				return ClientResponse.create(HttpStatusCode.valueOf(status))
					.header("sib-request-id", "r1")
					.header("x-sib-ratelimit-remaining", "7")
					.body(body)
					.build();
			}));
	}

}
