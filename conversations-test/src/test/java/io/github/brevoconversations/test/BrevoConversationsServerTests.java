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

package io.github.brevoconversations.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BrevoConversationsServer}, with a plain HTTP client.
 */
@Timeout(20)
class BrevoConversationsServerTests {

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	private static final String MESSAGE = """
			{"visitorId": "v1", "text": "Hello", "agentId": "liz", "receivedFrom": "desk"}""";

	private static final String PING = """
			{"agentId": "liz"}""";

	private final MutableClock clock = MutableClock.at(NOON);

	private final BrevoConversationsServer server = BrevoConversationsServer.builder().clock(this.clock).start();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@AfterEach
	void tearDown() {
		this.server.close();
	}

	@Test
	void sendsGetsUpdatesAndDeletesAMessage() {
		JsonNode sent = json(call("POST", "messages", MESSAGE), 200);
		String id = sent.path("id").asString();
		assertThat(id).hasSize(17);
		assertThat(sent).isEqualTo(JsonMapper.shared().readTree("""
				{"id": "%s", "type": "agent", "text": "Hello", "visitorId": "v1", "agentId": "liz",
				 "createdAt": %d, "isPushed": false, "receivedFrom": "desk"}""".formatted(id, NOON.toEpochMilli())));
		assertThat(json(call("GET", "messages/" + id, null), 200)).isEqualTo(sent);
		assertThat(json(call("PUT", "messages/" + id, "{\"text\": \"Hi\"}"), 200).path("text").asString())
			.isEqualTo("Hi");
		assertThat(this.server.messages("v1")).extracting(StoredMessage::text).containsExactly("Hi");
		assertThat(call("DELETE", "messages/" + id, null).statusCode()).isEqualTo(204);
		assertError(call("GET", "messages/" + id, null), 404, "document_not_found");
		assertThat(this.server.messages("v1")).isEmpty();
	}

	@Test
	void sendsGetsUpdatesAndDeletesAPushedMessage() {
		JsonNode sent = json(call("POST", "pushedMessages", "{\"visitorId\": \"v1\", \"text\": \"Sent\"}"), 200);
		String path = "pushedMessages/" + sent.path("id").asString();
		assertThat(sent.path("isPushed").asBoolean()).isTrue();
		assertThat(json(call("GET", path, null), 200)).isEqualTo(sent);
		assertThat(json(call("PUT", path, "{\"text\": \"Arrived\"}"), 200).path("text").asString())
			.isEqualTo("Arrived");
		assertError(call("GET", path.replace("pushedMessages", "messages"), null), 404, "document_not_found");
		assertThat(call("DELETE", path, null).statusCode()).isEqualTo(204);
	}

	@Test
	void keepsAnAgentOnlineForTwoMinutesAfterAPing() {
		assertThat(this.server.isOnline("liz")).isFalse();
		assertThat(this.server.onlineUntil("liz")).isNull();
		HttpResponse<String> answer = call("POST", "agentOnlinePing", PING);
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.body()).isEmpty();
		assertThat(this.server.lastPing("liz")).isEqualTo(NOON);
		assertThat(this.server.onlineUntil("liz")).isEqualTo(NOON.plusSeconds(120));
		this.clock.advance(Duration.ofSeconds(119));
		assertThat(this.server.isOnline("liz")).isTrue();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.server.isOnline("liz")).isFalse();
	}

	@Test
	void makesADummyAgentOfAnUnknownEmailAddress() {
		String agent = "\"agentEmail\": \"Tom@example.org\", \"agentName\": \"Tom\", \"receivedFrom\": \"desk\"";
		assertThat(call("POST", "agentOnlinePing", "{" + agent + "}").statusCode()).isEqualTo(201);
		assertThat(this.server.isOnline("tom@example.org")).isTrue();
		JsonNode first = json(call("POST", "messages", "{\"visitorId\": \"v1\", \"text\": \"1\", " + agent + "}"), 200);
		JsonNode second = json(call("POST", "messages", "{\"visitorId\": \"v1\", \"text\": \"2\", " + agent + "}"),
				200);
		assertThat(first.path("agentName").asString()).isEqualTo("Tom");
		assertThat(first.path("agentId").asString()).isEqualTo(second.path("agentId").asString()).hasSize(17);
		assertThat(this.server.isOnline(first.path("agentId").asString())).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "messages | {\"text\": \"Hello\", \"agentId\": \"liz\"} | missing_parameter",
			"messages | {\"visitorId\": \"v1\", \"agentId\": \"liz\"} | missing_parameter",
			"messages | {\"visitorId\": \"v1\", \"text\": \"Hello\"} | missing_parameter",
			"messages | {\"visitorId\": \"v1\", \"text\": \" \", \"agentId\": \"liz\"} | invalid_parameter",
			"messages | {\"visitorId\": \"v1\", \"text\": 1, \"agentId\": \"liz\"} | invalid_parameter",
			"messages | {\"visitorId\": \"v1\", \"text\": \"Hello\", \"agentEmail\": \"a@b.c\"} | missing_parameter",
			"messages | {\"visitorId\": | bad_request", "messages | [] | bad_request", "messages | '' | bad_request",
			"pushedMessages | {\"text\": \"Hello\"} | missing_parameter", "agentOnlinePing | {} | missing_parameter",
			"agentOnlinePing | {\"agentId\": null} | missing_parameter",
			"agentOnlinePing | {\"agentId\": \"liz\", \"agentEmail\": \"a@b.c\"} | missing_parameter",
			"agentOnlinePing | {\"agentEmail\": \"a@b.c\", \"agentName\": \"A\"} | missing_parameter" })
	void refusesAnInvalidRequest(String path, String body, String code) {
		assertError(call("POST", path, body), 400, code);
		assertThat(this.server.messages("v1")).isEmpty();
	}

	@Test
	void refusesToChangeAVisitorsMessage() {
		String path = "messages/" + this.server.addVisitorMessage("v1", "Hi");
		assertThat(json(call("GET", path, null), 200).path("type").asString()).isEqualTo("visitor");
		assertError(call("PUT", path, "{\"text\": \"Bye\"}"), 400, "invalid_parameter");
		assertError(call("DELETE", path, null), 400, "invalid_parameter");
		assertThat(this.server.messages("v1")).extracting(StoredMessage::text).containsExactly("Hi");
	}

	@ParameterizedTest
	@CsvSource({ "GET, messages, 405", "DELETE, agentOnlinePing, 405", "POST, messages/a, 405", "GET, elsewhere, 404",
			"GET, messages/a/b, 404", "GET, messages/unknown, 404", "PUT, messages/unknown, 404",
			"DELETE, pushedMessages/unknown, 404" })
	void refusesAnUnknownMethodOrPath(String method, String path, int status) {
		assertThat(call(method, path, method.equals("PUT") ? "{\"text\": \"Hi\"}" : null).statusCode())
			.isEqualTo(status);
	}

	@Test
	void refusesAPathOutsideOfTheApi() {
		assertThat(send(request("GET", this.server.baseUrl() + "/contacts", null)).statusCode()).isEqualTo(404);
	}

	@Test
	void refusesABodyThatIsTooLarge() {
		assertThat(call("POST", "messages", "x".repeat(1024 * 1024 + 1)).statusCode()).isEqualTo(413);
		assertThat(call("POST", "agentOnlinePing", PING).statusCode()).isEqualTo(201);
	}

	@Test
	void checksTheKey() {
		HttpRequest.Builder withoutKey = HttpRequest
			.newBuilder(URI.create(this.server.baseUrl() + "/conversations/messages"));
		HttpResponse<String> missing = send(withoutKey.build());
		assertError(missing, 401, "unauthorized");
		assertThat(missing.body()).contains("authentication not found in headers");
		HttpResponse<String> wrong = send(withoutKey.header("api-key", "wrong").build());
		assertError(wrong, 401, "unauthorized");
		assertThat(wrong.body()).contains("Key not found");
	}

	@Test
	void namesEachAnswer() {
		assertThat(call("POST", "agentOnlinePing", PING).headers().firstValue("sib-request-id")).isNotEmpty();
		assertThat(call("GET", "messages/unknown", null).headers().firstValue("sib-request-id")).isNotEmpty();
	}

	@Test
	void saysNothingOfARateLimitWhereThereIsNone() {
		assertThat(call("POST", "agentOnlinePing", PING).headers().map().keySet())
			.noneMatch((name) -> name.startsWith("x-sib-ratelimit"));
	}

	@Test
	void enforcesTheRateLimitInWindowsOfAnHour() {
		this.server.setRateLimit(2);
		assertRateLimit(call("POST", "agentOnlinePing", PING), 201, "1", "3600");
		this.clock.advance(Duration.ofMinutes(20));
		assertRateLimit(call("POST", "agentOnlinePing", PING), 201, "0", "2400");
		HttpResponse<String> refused = call("POST", "messages", MESSAGE);
		assertRateLimit(refused, 429, "0", "2400");
		assertThat(this.server.messages("v1")).isEmpty();
		this.clock.advance(Duration.ofMinutes(40));
		assertRateLimit(call("POST", "agentOnlinePing", PING), 201, "1", "3600");
		this.server.setRateLimit(null);
		assertThat(call("POST", "agentOnlinePing", PING).statusCode()).isEqualTo(201);
	}

	@Test
	void logsTheRequestsWithoutTheKeys() {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create(this.server.baseUrl() + "/conversations/messages/a%2Fb?c=d"))
			.header("api-key", this.server.apiKey())
			.header("partner-key", "secret-partner")
			.header("X-Trace", "1")
			.build();
		send(request);
		assertThat(this.server.requests()).singleElement().satisfies((received) -> {
			assertThat(received.receivedAt()).isEqualTo(NOON);
			assertThat(received.method()).isEqualTo("GET");
			assertThat(received.path()).isEqualTo("/v3/conversations/messages/a%2Fb");
			assertThat(received.header("x-trace")).isEqualTo("1");
			assertThat(received.header("none")).isNull();
			assertThat(received.status()).isEqualTo(404);
			assertThat(received.toString()).doesNotContain(this.server.apiKey()).doesNotContain("secret-partner");
		});
		call("POST", "messages", MESSAGE);
		assertThat(this.server.requests().get(1).body()).isEqualTo(MESSAGE);
		this.server.clearRequests();
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void registersItsProperties() {
		Map<String, Object> properties = new HashMap<>();
		this.server.registerProperties((name, value) -> properties.put(name, value.get()));
		assertThat(properties).containsOnly(
				Map.entry("brevo.base-url", "http://127.0.0.1:" + this.server.port() + "/v3"),
				Map.entry("brevo.api-key", "test-api-key"));
	}

	@Test
	void tellsItsListenersOfChanges() {
		AtomicInteger changes = new AtomicInteger();
		this.server.onChange(changes::incrementAndGet);
		String path = "messages/" + json(call("POST", "messages", MESSAGE), 200).path("id").asString();
		call("PUT", path, "{\"text\": \"Hi\"}");
		call("GET", path, null);
		call("DELETE", path, null);
		call("DELETE", path, null);
		call("POST", "agentOnlinePing", PING);
		this.server.addVisitorMessage("v1", "Hi");
		assertThat(changes).hasValue(5);
	}

	@Test
	void failsWithAStatusForANumberOfRequests() {
		this.server.fail(Fault.status(503).times(2));
		assertThat(this.server.faults()).hasSize(1).first().hasToString("answers with status 503");
		assertError(call("POST", "messages", MESSAGE), 503, "fault");
		assertThat(call("POST", "messages", MESSAGE).statusCode()).isEqualTo(503);
		assertThat(this.server.messages("v1")).isEmpty();
		assertThat(this.server.faults()).isEmpty();
		assertThat(call("POST", "messages", MESSAGE).statusCode()).isEqualTo(200);
	}

	@Test
	void failsForAShareOfTheRequestsOfAKind() {
		this.server.fail(Fault.status(500).share(0.5).on("POST", "/v3/conversations/agentOnlinePing"));
		this.server.fail(Fault.body(502, "text/html", "<html>Bad gateway</html>")
			.on((request) -> request.method().equals("GET")));
		assertThat(call("POST", "messages", MESSAGE).statusCode()).isEqualTo(200);
		long failed = IntStream.range(0, 10)
			.filter((i) -> call("POST", "agentOnlinePing", PING).statusCode() == 500)
			.count();
		assertThat(failed).isEqualTo(5);
		assertThat(call("GET", "messages/a", null).body()).isEqualTo("<html>Bad gateway</html>");
		this.server.clearFaults();
		assertThat(call("POST", "agentOnlinePing", PING).statusCode()).isEqualTo(201);
	}

	@Test
	void answersLateButCarriesTheRequestOutAtOnce() {
		this.server.fail(Fault.delay(Duration.ofMillis(200)));
		CompletableFuture<HttpResponse<String>> answer = callAsync("POST", "messages", MESSAGE);
		Awaitility.await().until(() -> !this.server.messages("v1").isEmpty());
		assertThat(answer.join().statusCode()).isEqualTo(200);
	}

	@Test
	void resetsTheConnection() {
		this.server.fail(Fault.reset());
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.client.send(messageRequest(), HttpResponse.BodyHandlers.ofString()));
		assertThat(this.server.messages("v1")).isEmpty();
		assertThat(this.server.requests()).singleElement().extracting(ReceivedRequest::status).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "messages, 200", "agentOnlinePing, 201" })
	void cutsAnAnswerOff(String path, int status) throws Exception {
		this.server.fail(Fault.cutOff());
		HttpRequest request = request("POST", this.server.baseUrl() + "/conversations/" + path, MESSAGE);
		HttpResponse<InputStream> answer = this.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
		assertThat(answer.statusCode()).isEqualTo(status);
		try (InputStream body = answer.body()) {
			assertThatExceptionOfType(IOException.class).isThrownBy(body::readAllBytes);
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void closesAtOnceWhileARequestHangs() {
		this.server.fail(Fault.hang());
		CompletableFuture<HttpResponse<String>> answer = callAsync("POST", "messages", MESSAGE);
		Awaitility.await().until(() -> !this.server.requests().isEmpty());
		assertThat(answer).isNotDone();
		int port = this.server.port();
		this.server.close();
		this.server.close();
		assertThat(answer).failsWithin(Duration.ofSeconds(20));
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.client
			.send(request("GET", "http://127.0.0.1:" + port, null), HttpResponse.BodyHandlers.ofString()));
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("brevo-conversations-server")));
	}

	@Test
	void canBeSetUp() {
		try (BrevoConversationsServer own = BrevoConversationsServer.builder()
			.port(0)
			.apiKey("own")
			.rateLimit(100)
			.onlineWindow(Duration.ofSeconds(1))
			.clock(this.clock)
			.start()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(own.baseUrl() + "/conversations/agentOnlinePing"))
				.header("api-key", "own")
				.POST(HttpRequest.BodyPublishers.ofString(PING))
				.build();
			HttpResponse<String> answer = send(request);
			assertRateLimit(answer, 201, "99", "3600");
			assertThat(own.onlineUntil("liz")).isEqualTo(NOON.plusSeconds(1));
		}
	}

	@Test
	void startsInOneLine() {
		try (BrevoConversationsServer own = BrevoConversationsServer.start()) {
			assertThat(own.port()).isPositive().isNotEqualTo(this.server.port());
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1 })
	void refusesAShareThatIsNone(double share) {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.reset().share(share));
	}

	@Test
	void refusesAFaultThatIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.reset().times(0));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.status(99));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ofMillis(-1)));
	}

	private HttpRequest messageRequest() {
		return request("POST", this.server.baseUrl() + "/conversations/messages", MESSAGE);
	}

	private HttpResponse<String> call(String method, String path, String body) {
		return send(request(method, this.server.baseUrl() + "/conversations/" + path, body));
	}

	private CompletableFuture<HttpResponse<String>> callAsync(String method, String path, String body) {
		return this.client.sendAsync(request(method, this.server.baseUrl() + "/conversations/" + path, body),
				HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest request(String method, String uri, String body) {
		return HttpRequest.newBuilder(URI.create(uri))
			.header("api-key", this.server.apiKey())
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.build();
	}

	private HttpResponse<String> send(HttpRequest request) {
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
	}

	private static JsonNode json(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("content-type")).contains("application/json");
		return JsonMapper.shared().readTree(answer.body());
	}

	private static void assertError(HttpResponse<String> answer, int status, String code) {
		JsonNode error = json(answer, status);
		assertThat(error.path("code").asString()).isEqualTo(code);
		assertThat(error.path("message").asString()).isNotBlank();
	}

	private static void assertRateLimit(HttpResponse<String> answer, int status, String remaining, String reset) {
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.headers().firstValue("x-sib-ratelimit-limit")).isPresent();
		assertThat(answer.headers().firstValue("x-sib-ratelimit-remaining")).contains(remaining);
		assertThat(answer.headers().firstValue("x-sib-ratelimit-reset")).contains(reset);
	}

}
