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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.client.ConversationsMessage.ForwardingStatus;
import io.github.brevoconversations.client.ConversationsMessage.MailAddress;
import io.github.brevoconversations.mockserver.MockServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.Header;
import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of the client, answer by answer, against MockServer.
 */
@Timeout(120)
class ConversationsResponsesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private MockServer server;

	private ConversationsClient client;

	@BeforeEach
	void setUp() {
		this.server = MockServer.reset();
		this.client = ConversationsClient.builder()
			.apiKey("test-key")
			.baseUrl(this.server.url() + "/v3")
			.retry(RetrySettings.none())
			.build();
	}

	@Test
	void readsTheFirstGenerationOfTheModel() {
		ConversationsMessage message = get(resource("generation-1.json"));
		assertThat(message.id()).isEqualTo("eYBEm3gq3zc5ayE2g");
		assertThat(message.type()).isEqualTo("agent");
		assertThat(message.text()).isEqualTo("Hello! How can I help you?");
		assertThat(message.visitorId()).isEqualTo("kZMvWhf8npAu3H6qd57w2Hv6nh6rnxvg");
		assertThat(message.agentId()).isEqualTo("d9nKoegKSjmCtyK78");
		assertThat(message.agentName()).isEqualTo("Liz");
		assertThat(message.createdAt()).isEqualTo(Instant.ofEpochMilli(1482512803740L));
		assertThat(message.pushed()).isFalse();
		assertThat(message.receivedFrom()).isEqualTo("SuperAwesomeHelpdesk");
		assertThat(message.file())
			.isEqualTo(new ConversationsFile("conversations.png", "https://example.org/c.png", 15538L, null, true, null,
					null, null, null, new ConversationsFile.ImageInfo(1129, 525, "https://example.org/p.png")));
	}

	@Test
	void readsTheSecondGenerationOfTheModel() {
		ConversationsMessage message = get(resource("generation-2.json"));
		assertThat(message.html()).isEqualTo("<p>Hello</p>");
		assertThat(message.rawUnsafeHtml()).isEqualTo("<p onclick=\"x()\">Hello</p>");
		assertThat(message.subject()).isEqualTo("Order 1047");
		assertThat(message.trigger()).isTrue();
		assertThat(message.missed()).isFalse();
		assertThat(message.missedByVisitor()).isTrue();
		assertThat(message.bot()).isFalse();
		assertThat(message.agentUserpic()).isEqualTo("https://example.org/liz.png");
		assertThat(message.from()).isEqualTo(new MailAddress("liz@example.org", "Liz"));
		assertThat(message.replyTo()).isEqualTo(new MailAddress("desk@example.org", null));
		assertThat(message.to()).containsExactly(new MailAddress("tom@example.org", "Tom"));
		assertThat(message.cc()).isEmpty();
		assertThat(message.bcc()).containsExactly(new MailAddress("archive@example.org", "Archive"));
		assertThat(message.sourceMessageId()).isEqualTo("source-1");
		assertThat(message.forwardedToSourceStatus()).isEqualTo(new ForwardingStatus(false, "mailbox full"));
		assertThat(message.integrations()).containsExactly(Map.entry("shop", Map.of("order", 1047)));
		assertThat(message.attachments()).containsExactly(new ConversationsFile("invoice.pdf",
				"https://example.org/i.pdf", 1024L, null, false, true, "inline-1", null, null, null));
	}

	@Test
	void readsTheThirdGenerationOfTheModel() {
		ConversationsMessage message = get(resource("generation-3.json"));
		assertThat(message.sentViaJsApi()).isTrue();
		assertThat(message.forward()).isFalse();
		assertThat(message.messageType()).isEqualTo("text");
		assertThat(message.source()).containsEntry("channel", "whatsapp");
		ConversationsFile file = new ConversationsFile("photo.jpg", "https://example.org/p.jpg", 5_000_000_000L,
				"image/jpeg", true, false, null, false, true,
				new ConversationsFile.ImageInfo(800, 600, "https://example.org/preview.jpg"));
		assertThat(message.file()).isEqualTo(file);
		assertThat(message.attachments()).containsExactly(file);
	}

	@Test
	void readsAMessageOfWhichBrevoSentLittle() {
		assertThat(get("{\"visitorId\":\"v1\"}")).satisfies((message) -> {
			assertThat(message.id()).isNull();
			assertThat(message.createdAt()).isNull();
			assertThat(message.pushed()).isNull();
			assertThat(message.attachments()).isNull();
		});
	}

	@Test
	void readsAsMuchAsPossibleOfAMalformedMessage() {
		ConversationsMessage message = get(resource("odd.json"));
		assertThat(message.id()).isEqualTo("m1");
		assertThat(message.type()).isEqualTo("something-new");
		assertThat(message.text()).isNull();
		assertThat(message.visitorId()).isEqualTo("12345");
		assertThat(message.createdAt()).isNull();
		assertThat(message.pushed()).isNull();
		assertThat(message.file()).isNull();
		assertThat(message.attachments()).extracting(ConversationsFile::name).containsExactly("a.txt");
		assertThat(message.to()).containsExactly(new MailAddress("tom@example.org", null));
		assertThat(message.integrations()).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 401, 502 })
	void doesNotRevealAKeyThatBrevoQuotes(int status) {
		respond(HttpResponse.response("[\"Key test-key not found\"]")
			.withStatusCode(status)
			.withHeader("sib-request-id", "r1"));
		assertThat(failure(BrevoException.class)).hasMessageContaining("Key ****** not found")
			.hasMessageNotContaining("test-key");
	}

	@ParameterizedTest
	@CsvSource({ "1482512803740, 2016-12-23T17:06:43.740Z", "\"1482512803740\", 2016-12-23T17:06:43.740Z",
			"1.48251280374E12, 2016-12-23T17:06:43.740Z", "\"2016-12-23T17:06:43.740Z\", 2016-12-23T17:06:43.740Z",
			"0, 1970-01-01T00:00:00Z" })
	void readsAPointInTimeInAnyForm(String createdAt, Instant instant) {
		assertThat(get("{\"createdAt\": " + createdAt + "}").createdAt()).isEqualTo(instant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"soon\"", "1e300", "99999999999999999999999", "true", "{}", "[1]", "\"\"" })
	void ignoresAnInvalidPointInTime(String createdAt) {
		assertThat(get("{\"createdAt\": " + createdAt + ", \"id\": \"m1\"}"))
			.satisfies((message) -> assertThat(message.createdAt()).isNull())
			.satisfies((message) -> assertThat(message.id()).isEqualTo("m1"));
	}

	@Test
	void canBeReadAndWrittenByTheApplicationsOwnMapper() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		for (String generation : List.of("generation-1.json", "generation-2.json", "generation-3.json")) {
			ConversationsMessage message = get(resource(generation));
			for (JsonMapper each : List.of(JsonMapper.shared(), mapper)) {
				String json = each.writeValueAsString(message);
				assertThat(each.readValue(json, ConversationsMessage.class)).isEqualTo(message);
			}
		}
		ConversationsMessage message = get(resource("generation-3.json"));
		assertThat(mapper.writeValueAsString(message))
			.contains("\"raw_unsafe_html\":", "\"pushed\":", "\"created_at\":\"")
			.doesNotContain("isPushed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "[]", "\"text\"", "1", "null", "{\"id\": \"m1\"", "<html>Welcome</html>", "{}",
			"{\"id\":null,\"text\":null,\"createdAt\":null}", "{\"success\":false}",
			"{\"status\":\"error\",\"message\":\"denied\"}", "{\"message\":\"Key not found\"}",
			"{\"errors\":[{\"detail\":\"no\"}]}", "{\"data\":{\"id\":\"m1\"}}",
			"{\"statusCode\":500,\"visitorId\":\"v1\"}", "{\"id\":\"m1\",\"code\":\"invalid\",\"message\":\"denied\"}",
			"{\"id\":\"m1\",\"error\":{\"code\":\"invalid\",\"message\":\"denied\"}}" })
	void failsWhereThereIsNoMessage(String body) {
		respond(HttpResponse.response(body).withStatusCode(200).withHeader("sib-request-id", "r1"));
		BrevoCommunicationException failure = failure(BrevoCommunicationException.class);
		assertThat(failure.isRequestSent()).isTrue();
		assertThat(failure.getStatusCode()).isEqualTo(200);
		assertThat(failure.getRequestId()).isEqualTo("r1");
		assertThat(failure).hasMessageContaining("getMessage").hasMessageContaining(body.strip());
	}

	@ParameterizedTest
	@CsvSource({ "400, BrevoInvalidRequestException", "401, BrevoUnauthorizedException", "402, BrevoForbiddenException",
			"403, BrevoForbiddenException", "404, BrevoNotFoundException", "405, BrevoInvalidRequestException",
			"406, BrevoInvalidRequestException", "408, BrevoServerException", "409, BrevoInvalidRequestException",
			"422, BrevoInvalidRequestException", "429, BrevoRateLimitedException", "500, BrevoServerException",
			"502, BrevoServerException", "503, BrevoServerException", "302, BrevoCommunicationException",
			"304, BrevoCommunicationException" })
	void mapsAStatusToATypeWithAllDetails(int status, String type) {
		respond(HttpResponse.response("{\"code\":\"some_code\",\"message\":\"Some message\"}")
			.withStatusCode(status)
			.withHeader("content-type", "application/json")
			.withHeader("sib-request-id", "r1")
			.withHeader("location", "https://example.org")
			.withHeader("x-sib-ratelimit-limit", "100")
			.withHeader("x-sib-ratelimit-remaining", "42")
			.withHeader("x-sib-ratelimit-reset", "1800"));
		BrevoException failure = failure(BrevoException.class);
		assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
		assertThat(failure.getStatusCode()).isEqualTo(status);
		if (status != 304) {
			assertThat(failure.getErrorCode()).isEqualTo("some_code");
			assertThat(failure.getErrorMessage()).isEqualTo("Some message");
			assertThat(failure).hasMessageContainingAll("getMessage", String.valueOf(status), "some_code", "r1",
					"Some message");
		}
		assertThat(failure.getRequestId()).isEqualTo("r1");
		assertThat(failure.getRateLimit()).isEqualTo(new RateLimit(100L, 42L, Duration.ofMinutes(30)));
	}

	@Test
	void distinguishesAnUnauthorizedIpAddressFromAWrongKey() {
		respond(HttpResponse.response("{\"code\":\"unauthorized\",\"message\":\"Key not found\"}").withStatusCode(401));
		assertThat(failure(BrevoUnauthorizedException.class).isIpAddressUnauthorized()).isFalse();
		respond(HttpResponse.response("""
				{"code":"unauthorized","message":"We have detected you are using an unrecognised IP address 192.0.2.1. \
				If you performed this action make sure to add the new IP address in this link: \
				https://app.brevo.com/security/authorised_ips"}""").withStatusCode(401));
		BrevoUnauthorizedException failure = failure(BrevoUnauthorizedException.class);
		assertThat(failure.isIpAddressUnauthorized()).isTrue();
		assertThat(failure).hasMessageContaining("this IP address is not authorized").hasMessageContaining("192.0.2.1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"message\":\"Not found\"} | | Not found",
					"{\"error\":{\"code\":\"forbidden\",\"message\":\"No\",\"status\":404}} | forbidden | No",
					"{\"code\":404,\"message\":[\"a\"]} | 404 | a", "{\"code\":null,\"message\":\"\"} | |", "{} | |",
					"[] | |", "'' | |" })
	void readsAnErrorInAnyForm(String body, String code, String message) {
		respond(HttpResponse.response(body).withStatusCode(404).withHeader("sib-request-id", "r1"));
		BrevoNotFoundException failure = failure(BrevoNotFoundException.class);
		assertThat(failure.getErrorCode()).isEqualTo(code);
		assertThat(failure.getErrorMessage()).isEqualTo(message);
		assertThat(failure.getRequestId()).isEqualTo("r1");
		assertThat(failure.getRateLimit()).isNull();
	}

	@Test
	void quotesABoundedPartOfAProxysPage() {
		respond(HttpResponse.response("<html>\n<body>Bad\tgateway\u0007" + "x".repeat(10_000) + "</body></html>")
			.withStatusCode(502)
			.withHeader("content-type", "text/html"));
		BrevoServerException failure = failure(BrevoServerException.class);
		assertThat(failure).hasMessageContaining("<html> <body>Bad gateway?xxx");
		assertThat(failure.getMessage()).hasSizeLessThan(400);
	}

	@Test
	void readsAnErrorInAnotherCharset() {
		respond(HttpResponse.response()
			.withBody("{\"code\":\"c\",\"message\":\"Café\"}".getBytes(StandardCharsets.ISO_8859_1))
			.withStatusCode(400)
			.withHeader("content-type", "application/json;charset=ISO-8859-1"));
		assertThat(failure(BrevoInvalidRequestException.class).getErrorMessage()).isEqualTo("Café");
		respond(HttpResponse.response("{\"message\":\"Plain\"}")
			.withStatusCode(400)
			.withHeader("content-type", "application/json;charset=no-such-charset"));
		assertThat(failure(BrevoInvalidRequestException.class).getErrorMessage()).isEqualTo("Plain");
	}

	@ParameterizedTest
	@CsvSource({ "x-sib-ratelimit-reset, 1800, PT30M", "Retry-After, 60, PT1M", "Retry-After, soon,",
			"x-sib-ratelimit-limit, 100," })
	void saysHowLongToWait(String header, String value, Duration retryAfter) {
		respond(HttpResponse.response("{}").withStatusCode(429).withHeader(header, value));
		BrevoRateLimitedException failure = failure(BrevoRateLimitedException.class);
		assertThat(failure.getRetryAfter()).isEqualTo(retryAfter);
		assertThat(failure.getErrorCode()).isNull();
	}

	@Test
	void rejectsAResponseThatIsTooLarge() {
		respond(HttpResponse.response("{\"text\":\"" + "x".repeat(1024 * 1024) + "\"}").withStatusCode(200));
		assertThat(failure(BrevoCommunicationException.class)).hasMessageContaining("too large").hasNoCause();
	}

	private ConversationsMessage get(String body) {
		respond(HttpResponse.response(body).withHeaders(List.of(Header.header("content-type", "application/json"))));
		String id = JsonMapper.shared().readTree(body).path("id").asString("m1");
		return this.client.getMessage(id).block(TIMEOUT);
	}

	private <T extends BrevoException> T failure(Class<T> type) {
		return catchThrowableOfType(type, () -> this.client.getMessage("m1").block(TIMEOUT));
	}

	private void respond(HttpResponse response) {
		this.server.client().reset();
		this.server.client().when(HttpRequest.request()).respond(response);
	}

	private static String resource(String name) {
		try (InputStream content = ConversationsResponsesTests.class.getResourceAsStream("/messages/" + name)) {
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
