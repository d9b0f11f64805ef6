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

import java.net.http.HttpResponse;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the message operations of {@link BrevoConversationsServer}.
 */
class MessagesTests {

	private static final Instant START = Instant.parse("2026-01-01T10:00:00.123456789Z");

	private final BrevoConversationsServer server = BrevoConversationsServer.builder()
		.clock(MutableClock.at(START))
		.start();

	private final TestClient client = new TestClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void sendsAMessage() throws Exception {
		var response = this.client.send("POST", TestClient.MESSAGES, TestClient.json("visitorId", "visitor", "text",
				"Is 1 < 2?", "agentId", "agent-1", "agentName", "Liz", "receivedFrom", "CRM"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		JsonNode message = TestClient.read(response);
		assertThat(message.get("id").stringValue()).matches("[A-Za-z0-9]{17}");
		assertThat(message.get("type").stringValue()).isEqualTo("agent");
		assertThat(message.get("text").stringValue()).isEqualTo("Is 1 < 2?");
		assertThat(message.get("html").stringValue()).isEqualTo("Is 1 &lt; 2?");
		assertThat(message.get("visitorId").stringValue()).isEqualTo("visitor");
		assertThat(message.get("agentId").stringValue()).isEqualTo("agent-1");
		assertThat(message.get("agentName").stringValue()).isEqualTo("Liz");
		assertThat(message.get("receivedFrom").stringValue()).isEqualTo("CRM");
		assertThat(message.get("createdAt").longValue()).isEqualTo(START.toEpochMilli());
		assertThat(message.get("isPushed").booleanValue()).isFalse();
		assertThat(this.server.messages("visitor"))
			.containsExactly(new StoredMessage(message.get("id").stringValue(), "agent", "Is 1 < 2?", "visitor",
					"agent-1", "Liz", Instant.ofEpochMilli(START.toEpochMilli()), false, "CRM"));
	}

	@Test
	void getsUpdatesAndDeletesAMessage() throws Exception {
		String path = TestClient.MESSAGES + "/" + this.client.sendMessage("visitor", "Helo");
		var updated = this.client.send("PUT", path, TestClient.json("text", "Hello"));
		assertThat(updated.statusCode()).isEqualTo(200);
		assertThat(TestClient.read(updated).get("text").stringValue()).isEqualTo("Hello");
		assertThat(this.client.send("GET", path, "").body()).isEqualTo(updated.body());
		var deleted = this.client.send("DELETE", path, "");
		assertThat(deleted.statusCode()).isEqualTo(204);
		assertThat(deleted.body()).isEmpty();
		assertThat(this.server.messages("visitor")).isEmpty();
		assertError(this.client.send("GET", path, ""), 404, "document_not_found");
		assertError(this.client.send("DELETE", path, ""), 404, "document_not_found");
	}

	@Test
	void sendsAPushedMessage() throws Exception {
		var response = this.client.send("POST", TestClient.PUSHED_MESSAGES,
				TestClient.json("visitorId", "visitor", "text", "Shipped", "agentId", "agent-1", "groupId", "group"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(TestClient.read(response).get("isPushed").booleanValue()).isTrue();
		assertThat(TestClient.read(response).get("agentId").stringValue()).isEqualTo("agent-1");
		String path = TestClient.PUSHED_MESSAGES + "/" + TestClient.id(response);
		assertThat(this.client.send("PUT", path, TestClient.json("text", "Sent")).statusCode()).isEqualTo(200);
		assertThat(TestClient.read(this.client.send("GET", path, "")).get("text").stringValue()).isEqualTo("Sent");
		assertThat(this.client.send("DELETE", path, "").statusCode()).isEqualTo(204);
		assertThat(this.client.send("GET", path, "").statusCode()).isEqualTo(404);
	}

	@Test
	void sendsAPushedMessageThatNamesNoAgent() throws Exception {
		this.client.sendPushedMessage("visitor", "Shipped");
		assertThat(this.server.messages("visitor")).singleElement().satisfies((message) -> {
			assertThat(message.pushed()).isTrue();
			assertThat(message.agentId()).isNull();
			assertThat(message.agentName()).isNull();
			assertThat(message.receivedFrom()).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE" })
	void keepsPushedMessagesApart(String method) throws Exception {
		String message = this.client.sendMessage("visitor", "Hello");
		String pushed = this.client.sendPushedMessage("visitor", "Shipped");
		String body = method.equals("PUT") ? TestClient.json("text", "Changed") : "";
		assertError(this.client.send(method, TestClient.PUSHED_MESSAGES + "/" + message, body), 404,
				"document_not_found");
		assertError(this.client.send(method, TestClient.MESSAGES + "/" + pushed, body), 404, "document_not_found");
		assertThat(this.server.messages("visitor")).extracting(StoredMessage::text).containsExactly("Hello", "Shipped");
	}

	@Test
	void returnsAVisitorsMessageAndRefusesToChangeIt() throws Exception {
		String path = TestClient.MESSAGES + "/" + this.server.addVisitorMessage("visitor", "Hi");
		var found = TestClient.read(this.client.send("GET", path, ""));
		assertThat(found.get("type").stringValue()).isEqualTo("visitor");
		assertThat(found.has("agentId")).isFalse();
		assertThat(found.has("receivedFrom")).isFalse();
		assertError(this.client.send("PUT", path, TestClient.json("text", "Ho")), 400, "invalid_parameter");
		assertError(this.client.send("DELETE", path, ""), 400, "invalid_parameter");
		assertThat(this.server.messages("visitor")).extracting(StoredMessage::text).containsExactly("Hi");
	}

	@Test
	void listsAConversationInOrder() throws Exception {
		this.server.addVisitorMessage("visitor", "1");
		this.client.sendMessage("visitor", "2");
		this.client.sendMessage("another", "not this one");
		this.client.sendPushedMessage("visitor", "3");
		assertThat(this.server.messages("visitor")).extracting(StoredMessage::text).containsExactly("1", "2", "3");
		assertThat(this.server.messages("nobody")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"text":"a","agentId":"b"}                   | missing_parameter
			{"visitorId":"a","agentId":"b"}              | missing_parameter
			{"visitorId":null,"text":"a","agentId":"b"}  | missing_parameter
			{"visitorId":"a","text":"b"}                 | missing_parameter
			{"visitorId":"a","text":" ","agentId":"b"}   | invalid_parameter
			{"visitorId":"","text":"a","agentId":"b"}    | invalid_parameter
			{"visitorId":"a","text":{},"agentId":"b"}    | invalid_parameter
			{"visitorId":"a","text":"b","agentId":""}    | invalid_parameter
			{"visitorId":"a                              | invalid_parameter
			""")
	void rejectsAnInvalidMessage(String body, String code) throws Exception {
		assertError(this.client.send("POST", TestClient.MESSAGES, body), 400, code);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"text":"a"}                                 | missing_parameter
			{"visitorId":"a"}                            | missing_parameter
			{"visitorId":"a","text":"b","groupId":" "}   | invalid_parameter
			{"visitorId":"a","text":"b","agentId":1}     | invalid_parameter
			""")
	void rejectsAnInvalidPushedMessage(String body, String code) throws Exception {
		assertError(this.client.send("POST", TestClient.PUSHED_MESSAGES, body), 400, code);
	}

	@Test
	void rejectsAnUpdateWithoutText() throws Exception {
		String path = TestClient.MESSAGES + "/" + this.client.sendMessage("visitor", "Hello");
		assertError(this.client.send("PUT", path, "{}"), 400, "missing_parameter");
		assertError(this.client.send("PUT", path, TestClient.json("text", "")), 400, "invalid_parameter");
	}

	@Test
	void decodesTheIdInThePath() throws Exception {
		var response = this.client.send("GET", TestClient.MESSAGES + "/a%2Fb+%C3%A9%20c", "");
		assertError(response, 404, "document_not_found");
		assertThat(TestClient.read(response).get("message").stringValue()).contains("a/b+é c");
		String id = this.client.sendMessage("visitor", "Hello");
		String encoded = "%" + Integer.toHexString(id.charAt(0)) + id.substring(1);
		assertThat(this.client.send("GET", TestClient.MESSAGES + "/" + encoded, "").statusCode()).isEqualTo(200);
	}

	@Test
	void keepsTextUnchanged() throws Exception {
		String text = "grüß \uD83D\uDE00 \"quoted\" \\ \n </script>";
		String id = this.client.sendMessage("visitor", text);
		var found = TestClient.read(this.client.send("GET", TestClient.MESSAGES + "/" + id, ""));
		assertThat(found.get("text").stringValue()).isEqualTo(text);
	}

	private void assertError(HttpResponse<String> response, int status, String code) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(TestClient.read(response).get("code").stringValue()).isEqualTo(code);
		assertThat(TestClient.read(response).get("message").stringValue()).isNotBlank();
		assertThat(response.headers().firstValue("sib-request-id")).isPresent();
	}

}
