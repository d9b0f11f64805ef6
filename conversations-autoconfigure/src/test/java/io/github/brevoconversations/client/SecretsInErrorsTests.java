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

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no error tells a secret, in whatever way a response or a connector quotes
 * it.
 */
class SecretsInErrorsTests {

	private static final String KEY = "xkeysib-a/b+c=d.e_f~0123456789";

	private static final String PARTNER_KEY = "partner/secret";

	@ParameterizedTest
	@MethodSource
	void quotesNoSecretOfABody(UnaryOperator<String> escaping) {
		for (String secret : List.of(KEY, PARTNER_KEY)) {
			String quoted = escaping.apply(secret);
			for (int status : new int[] { 200, 302, 400, 401, 403, 404, 407, 429, 500 }) {
				for (String body : List.of("{\"code\":\"%s\",\"message\":\"Key %s not found\"}",
						"{\"error\":{\"message\":\"%s\"}}", "{\"code\":\"c\",\"errors\":[\"%s\"]}", "[\"%s\"]",
						"<p>%s</p>", "x".repeat(180) + "%s", "{\"message\":\"" + "x".repeat(990) + "%s\"}")) {
					assertTellsNothing(
							response(status, body.replace("%s", quoted).getBytes(StandardCharsets.UTF_8), (builder) -> {
							}));
				}
			}
		}
	}

	static List<UnaryOperator<String>> quotesNoSecretOfABody() {
		return List.of((secret) -> secret, (secret) -> secret.replace("/", "\\/"),
				(secret) -> secret.replace("/", "\\\\/"), (secret) -> each(secret, "\\u%04x"),
				(secret) -> each(secret, "\\u%04X"), (secret) -> each(secret, "\\\\u%04x"),
				(secret) -> each(secret, "%%%02x"), (secret) -> each(secret, "%%%02X"),
				(secret) -> each(secret, "%%25%02X"), (secret) -> each(secret, "&#%d;"),
				(secret) -> each(secret, "&#x%x;"),
				(secret) -> secret.replace("/", "%2F").replace("+", "%2B").replace("=", "%3d"),
				(secret) -> each(secret.substring(0, 1), "\\u%04x") + secret.substring(1),
				(secret) -> secret.toUpperCase(Locale.ROOT));
	}

	@Test
	void quotesNoSecretOfABodyInAnotherEncoding() {
		for (String body : List.of("{\"message\":\"Key " + KEY + "\"}", "Key " + KEY)) {
			for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1")) {
				byte[] bytes = body.getBytes(Charset.forName(charset));
				assertTellsNothing(response(400, bytes, (builder) -> {
				}));
				assertTellsNothing(response(400, bytes,
						(builder) -> builder.header("Content-Type", "application/json;charset=" + charset)));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 302, 401, 403, 429, 503 })
	void quotesNoSecretOfAHeader(int status) {
		assertTellsNothing(response(status, "{}".getBytes(StandardCharsets.UTF_8),
				(builder) -> List
					.of("sib-request-id", "Retry-After", "x-sib-ratelimit-reset", "Location", "Content-Type",
							"WWW-Authenticate")
					.forEach((name) -> builder.header(name, "for " + KEY + " " + PARTNER_KEY))));
		assertTellsNothing(Mono.just(ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("sib-request-id", KEY)
			.body(Flux.error(new IOException("Connection reset")))
			.build()));
	}

	@Test
	void quotesNoSecretOfAConnector() {
		IOException suppressing = new IOException("failed");
		suppressing.addSuppressed(new IllegalStateException(KEY));
		for (Throwable failure : List.of(new IOException("Invalid status line: \"HTTP/1.1 " + KEY + "\""),
				new NumberFormatException("For input string: \"" + KEY + "\""), suppressing,
				new IllegalArgumentException("invalid", new NumberFormatException(PARTNER_KEY)))) {
			BrevoException exception = assertTellsNothing(Mono.error(failure));
			assertThat(exception).hasStackTraceContaining(failure.getClass().getName());
		}
	}

	@Test
	void keepsWhatIsNoSecret() {
		BrevoException exception = assertTellsNothing(response(400,
				"{\"code\":\"bad\",\"message\":\"\\u0041 key\\/token is missing\"}".getBytes(StandardCharsets.UTF_8),
				(builder) -> builder.header("sib-request-id", "r1")));
		assertThat(exception.getErrorMessage()).isEqualTo("A key/token is missing");
		assertThat(exception.getRequestId()).isEqualTo("r1");
	}

	private static Mono<ClientResponse> response(int status, byte[] body, Consumer<ClientResponse.Builder> headers) {
		return Mono.fromSupplier(() -> {
			ClientResponse.Builder builder = ClientResponse.create(HttpStatusCode.valueOf(status));
			headers.accept(builder);
			return builder.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body))).build();
		});
	}

	private static BrevoException assertTellsNothing(Mono<ClientResponse> response) {
		BrevoException exception = (BrevoException) ConversationsClient.builder()
			.apiKey(KEY)
			.partnerKey(PARTNER_KEY)
			.retry(RetrySettings.none())
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> response))
			.build()
			.sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz")))
			.materialize()
			.block(Duration.ofSeconds(20))
			.getThrowable();
		StringWriter trace = new StringWriter();
		exception.printStackTrace(new PrintWriter(trace));
		String told = trace + "\n" + exception.getErrorCode() + exception.getErrorMessage() + exception.getRequestId();
		for (String part : List.of("xkeysib", "0123456789", "xkeysi?", "partner/", "tner\\", "r/secret", "x?k?e?y")) {
			assertThat(told).doesNotContainIgnoringCase(part);
		}
		return exception;
	}

	private static String each(String secret, String format) {
		StringBuilder escaped = new StringBuilder();
		secret.chars().forEach((c) -> escaped.append(String.format(Locale.ROOT, format, c)));
		return escaped.toString();
	}

}
