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

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link BrevoConversationsServer} authenticates, routes and logs requests.
 */
@Timeout(30)
class RequestHandlingTests {

	private final MutableClock clock = MutableClock.startingNow();

	private final BrevoConversationsServer server = BrevoConversationsServer.builder()
		.apiKey("secret-key")
		.clock(this.clock)
		.start();

	private final TestClient client = new TestClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void rejectsAWrongKey() throws Exception {
		var response = this.client.send(this.client.request("POST", TestClient.PING, TestClient.json("agentId", "liz"))
			.header("api-key", "another-key"));
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.body()).isEqualTo("{\"code\":\"unauthorized\",\"message\":\"Key not found\"}");
		assertThat(response.headers().firstValue("sib-request-id")).isPresent();
		assertThat(this.server.isOnline("liz")).isFalse();
	}

	@Test
	void rejectsAMissingKey() throws Exception {
		var response = this.client.send(this.client.request("GET", TestClient.MESSAGES + "/1", ""));
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.body())
			.isEqualTo("{\"message\":\"authentication not found in headers\",\"code\":\"unauthorized\"}");
		assertThat(response.headers().firstValue("sib-request-id")).isPresent();
	}

	@ParameterizedTest
	@CsvSource({ "GET, /conversations/agentOnlinePing, POST", "DELETE, /conversations/messages, POST",
			"GET, /conversations/pushedMessages, POST", "POST, '/conversations/messages/1', 'GET, PUT, DELETE'",
			"HEAD, '/conversations/pushedMessages/1', 'GET, PUT, DELETE'" })
	void rejectsOtherMethods(String method, String path, String allowed) throws Exception {
		var response = this.client.send(method, path, "");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("allow")).hasValue(allowed);
		if (!method.equals("HEAD")) {
			assertThat(TestClient.read(response).get("code").stringValue()).isEqualTo("method_not_allowed");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/conversations/", "/conversations/visitorGroup", "/conversations/messages/",
			"/conversations/messages/1/2", "/conversations/agentOnlinePing/1", "/contacts" })
	void doesNotFindOtherPaths(String path) throws Exception {
		var response = this.client.send("GET", path, "");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(TestClient.read(response).has("code")).isFalse();
		assertThat(response.headers().firstValue("sib-request-id")).isPresent();
	}

	@Test
	void rejectsAnIdThatIsNotEncodedProperly() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.port())) {
			OutputStream out = socket.getOutputStream();
			out.write(
					"GET /v3/conversations/messages/%zz HTTP/1.1\r\nHost: a\r\napi-key: secret-key\r\nConnection: close\r\n\r\n"
						.getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 400 ");
		}
	}

	@Test
	void rejectsABodyThatIsTooLarge() throws Exception {
		String large = TestClient.json("visitorId", "visitor", "agentId", "a", "text", "x".repeat(1024 * 1024));
		var response = this.client.send("POST", TestClient.MESSAGES, large);
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.headers().firstValue("sib-request-id")).isPresent();
		assertThat(this.server.messages("visitor")).isEmpty();
		assertThat(this.server.requests()).singleElement()
			.satisfies((request) -> assertThat(request.body()).isEmpty())
			.satisfies((request) -> assertThat(request.status()).isEqualTo(413));
		assertThat(this.client.ping("liz").statusCode()).isEqualTo(201);
	}

	@Test
	void acceptsABodyThatIsJustSmallEnough() throws Exception {
		String empty = TestClient.json("visitorId", "visitor", "agentId", "a", "text", "");
		String body = TestClient.json("visitorId", "visitor", "agentId", "a", "text",
				"x".repeat(1024 * 1024 - empty.length()));
		assertThat(this.client.send("POST", TestClient.MESSAGES, body).statusCode()).isEqualTo(200);
	}

	@Test
	void logsWhatItReceived() throws Exception {
		this.client.send("PUT", TestClient.MESSAGES + "/a%2Fb?q=1", TestClient.json("text", "é"));
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.receivedAt()).isEqualTo(this.clock.instant());
			assertThat(request.method()).isEqualTo("PUT");
			assertThat(request.path()).isEqualTo("/v3/conversations/messages/a%2Fb");
			assertThat(request.body()).isEqualTo("{\"text\":\"é\"}");
			assertThat(request.status()).isEqualTo(404);
			assertThat(request.header("HOST")).isEqualTo("127.0.0.1:" + this.server.port());
			assertThat(request.header("absent")).isNull();
			assertThat(request.headers()).containsKey("User-agent").containsKey("user-AGENT");
		});
		this.server.clearRequests();
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void keepsNoSecretInTheLog() throws Exception {
		this.client.send(this.client.request("GET", TestClient.MESSAGES + "/1", "")
			.header("Api-Key", "secret-key")
			.header("Partner-Key", "secret-partner")
			.header("Authorization", "Bearer secret-token"));
		assertThat(this.server.requests().toString()).doesNotContain("secret-");
		assertThat(this.server.requests().get(0).header("api-key")).isEqualTo("***");
		assertThat(this.server.requests().get(0).header("partner-key")).isEqualTo("***");
	}

	@Test
	void givesEveryResponseAUniqueRequestId() throws Exception {
		assertThat(this.client.ping("liz").headers().firstValue("sib-request-id"))
			.isNotEqualTo(this.client.ping("liz").headers().firstValue("sib-request-id"));
	}

	@Test
	void servesManyRequestsAtOnce() {
		var answers = IntStream.range(0, 200)
			.mapToObj((i) -> this.client.sendAsync("POST", TestClient.MESSAGES,
					TestClient.json("visitorId", "visitor", "text", "" + i, "agentId", "agent-" + i % 7)))
			.toList();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.join().statusCode()).isEqualTo(200));
		assertThat(this.server.messages("visitor")).hasSize(200);
		assertThat(this.server.requests()).hasSize(200).extracting(ReceivedRequest::status).containsOnly(200);
	}

	@Test
	void servesSpringsWebClient() {
		var client = WebClient.builder().baseUrl(this.server.baseUrl()).defaultHeader("api-key", "secret-key").build();
		var response = client.post()
			.uri(TestClient.PING)
			.bodyValue(Map.of("agentId", "liz"))
			.retrieve()
			.toBodilessEntity()
			.block();
		assertThat(response.getStatusCode().value()).isEqualTo(201);
		assertThat(this.server.isOnline("liz")).isTrue();
	}

}
