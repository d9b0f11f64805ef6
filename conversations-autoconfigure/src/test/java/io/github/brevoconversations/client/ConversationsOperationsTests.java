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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.brevoconversations.client.http.ConnectorSettings;
import io.github.brevoconversations.client.http.HardenedConnector;
import io.github.brevoconversations.client.http.HardenedTransport;
import io.github.brevoconversations.mockserver.MockServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.matchers.MatchType;
import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;
import org.mockserver.model.JsonBody;
import org.mockserver.verify.VerificationTimes;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the nine operations, request by request, against MockServer, on each hardened
 * transport.
 */
@ParameterizedClass
@EnumSource
@Timeout(120)
class ConversationsOperationsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final AgentIdentity LIZ = AgentIdentity.ofId("d9nKoegKSjmCtyK78");

	private static final AgentIdentity TOM = AgentIdentity.ofEmail("tom@example.org", "Tom", "SuperAwesomeHelpdesk");

	private static final String STORED = """
			{"id": "m1", "type": "agent", "text": "Hello", "visitorId": "v1", "createdAt": 1482512803740}""";

	private static final Map<HardenedTransport, HardenedConnector> connectors = new EnumMap<>(HardenedTransport.class);

	@Parameter
	private HardenedTransport transport;

	private MockServer server;

	private ConversationsClient client;

	@AfterAll
	static void closeConnectors() {
		connectors.values().forEach((connector) -> connector.close().run());
		connectors.clear();
	}

	@BeforeEach
	void setUp() {
		this.server = MockServer.reset();
		this.client = builder().build();
	}

	@Test
	void sendsAMessageAsAnAgentNamedById() {
		answer(200, STORED);
		ConversationsMessage message = this.client.sendMessage(SendMessageRequest.of("v1", "Hello", LIZ))
			.block(TIMEOUT);
		assertThat(message.id()).isEqualTo("m1");
		verify("POST", "/v3/conversations/messages", """
				{"visitorId": "v1", "text": "Hello", "agentId": "d9nKoegKSjmCtyK78"}""");
	}

	@Test
	void sendsAMessageAsAnAgentNamedByEmailAddress() {
		answer(201, STORED);
		this.client.sendMessage(SendMessageRequest.of("v1", "Hello", TOM)).block(TIMEOUT);
		verify("POST", "/v3/conversations/messages", """
				{"visitorId": "v1", "text": "Hello", "agentEmail": "tom@example.org", "agentName": "Tom",
				 "receivedFrom": "SuperAwesomeHelpdesk"}""");
	}

	@Test
	void marksAMessageWithItsOrigin() {
		answer(200, STORED);
		this.client.sendMessage(SendMessageRequest.of("v1", "Hello", LIZ).withReceivedFrom("desk")).block(TIMEOUT);
		verify("POST", "/v3/conversations/messages", """
				{"visitorId": "v1", "text": "Hello", "agentId": "d9nKoegKSjmCtyK78", "receivedFrom": "desk"}""");
		this.server = MockServer.reset();
		answer(200, STORED);
		this.client.sendMessage(SendMessageRequest.of("v1", "Hello", TOM).withReceivedFrom("desk")).block(TIMEOUT);
		verify("POST", "/v3/conversations/messages", """
				{"visitorId": "v1", "text": "Hello", "agentEmail": "tom@example.org", "agentName": "Tom",
				 "receivedFrom": "desk"}""");
	}

	@Test
	void sendsAnyTextAsItIs() {
		answer(200, STORED);
		String text = "\"quoted\" \\ <b>é世😀</b>\n\u0000{}";
		this.client.sendMessage(SendMessageRequest.of("v1", text, LIZ)).block(TIMEOUT);
		HttpRequest received = this.server.client().retrieveRecordedRequests(HttpRequest.request())[0];
		assertThat(JsonMapper.shared().readTree(received.getBodyAsString()).path("text").asString()).isEqualTo(text);
	}

	@Test
	void getsAMessage() {
		answer(200, STORED);
		assertThat(this.client.getMessage("m1").block(TIMEOUT).text()).isEqualTo("Hello");
		verify("GET", "/v3/conversations/messages/m1", null);
	}

	@Test
	void updatesAMessage() {
		answer(200, STORED);
		assertThat(this.client.updateMessage("m1", "Hello").block(TIMEOUT).text()).isEqualTo("Hello");
		verify("PUT", "/v3/conversations/messages/m1", "{\"text\": \"Hello\"}");
	}

	@Test
	void deletesAMessage() {
		answer(204, null);
		assertThat(this.client.deleteMessage("m1").block(TIMEOUT)).isNull();
		verify("DELETE", "/v3/conversations/messages/m1", null);
	}

	@Test
	void sendsAPushedMessage() {
		answer(200, STORED);
		this.client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Sent")).block(TIMEOUT);
		verify("POST", "/v3/conversations/pushedMessages", "{\"visitorId\": \"v1\", \"text\": \"Sent\"}");
	}

	@Test
	void sendsAPushedMessageFromAnAgentAndAGroup() {
		answer(200, STORED);
		this.client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Sent").withAgentId("liz").withGroupId("g1"))
			.block(TIMEOUT);
		verify("POST", "/v3/conversations/pushedMessages",
				"{\"visitorId\": \"v1\", \"text\": \"Sent\", \"agentId\": \"liz\", \"groupId\": \"g1\"}");
	}

	@Test
	void getsAPushedMessage() {
		answer(200, STORED);
		assertThat(this.client.getPushedMessage("m1").block(TIMEOUT).id()).isEqualTo("m1");
		verify("GET", "/v3/conversations/pushedMessages/m1", null);
	}

	@Test
	void updatesAPushedMessage() {
		answer(200, STORED);
		this.client.updatePushedMessage("m1", "Hello").block(TIMEOUT);
		verify("PUT", "/v3/conversations/pushedMessages/m1", "{\"text\": \"Hello\"}");
	}

	@Test
	void deletesAPushedMessage() {
		answer(204, null);
		this.client.deletePushedMessage("m1").block(TIMEOUT);
		verify("DELETE", "/v3/conversations/pushedMessages/m1", null);
	}

	@Test
	void pingsAnAgentNamedById() {
		answer(201, null);
		this.client.pingAgentOnline(LIZ).block(TIMEOUT);
		verify("POST", "/v3/conversations/agentOnlinePing", "{\"agentId\": \"d9nKoegKSjmCtyK78\"}");
	}

	@Test
	void pingsAnAgentNamedByEmailAddress() {
		answer(204, null);
		this.client.pingAgentOnline(TOM).block(TIMEOUT);
		verify("POST", "/v3/conversations/agentOnlinePing", """
				{"agentEmail": "tom@example.org", "agentName": "Tom", "receivedFrom": "SuperAwesomeHelpdesk"}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "\"\"", " ", "[]", "null", "true", "{\"agentId\":\"liz\"}",
			"{\"success\":true,\"error\":null,\"errors\":[]}", "{\"status\":\"online\"}",
			"{\"id\":\"m1\",\"message\":\"Hi\"}" })
	void acceptsAnyBodyThatIsNoErrorWhereThereIsNoResult(String body) {
		answer(200, body);
		this.client.pingAgentOnline(LIZ).block(TIMEOUT);
		this.client.deleteMessage("m1").block(TIMEOUT);
		this.client.deletePushedMessage("m1").block(TIMEOUT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "0", "\"error\"", "[\"denied\"]", "{\"success\":false}", "{\"ok\":\"false\"}",
			"{\"status\":\"error\"}", "{\"status\":\"Failed\",\"data\":{}}", "{\"statusCode\":500}",
			"{\"status\":\"403\"}", "{\"message\":\"Key not found\"}", "{\"code\":\"unauthorized\"}",
			"{\"errors\":[{\"detail\":\"no\"}]}", "{\"error\":\"denied\"}", "{\"error\":true}",
			"{\"id\":\"r1\",\"code\":\"invalid\",\"message\":\"denied\"}" })
	void takesNoErrorForASuccessWhereThereIsNoResult(String body) {
		answer(200, body);
		for (Mono<Void> call : List.of(this.client.pingAgentOnline(LIZ), this.client.deleteMessage("m1"),
				this.client.deletePushedMessage("m1"))) {
			assertThatExceptionOfType(BrevoCommunicationException.class).isThrownBy(() -> call.block(TIMEOUT))
				.satisfies((failure) -> assertThat(failure.getStatusCode()).isEqualTo(200))
				.satisfies((failure) -> assertThat(failure.isRequestSent()).isTrue());
		}
	}

	@Test
	void sendsThePartnerKeyIfThereIsOne() {
		answer(201, null);
		this.client.pingAgentOnline(LIZ).block(TIMEOUT);
		builder().partnerKey("partner").build().pingAgentOnline(LIZ).block(TIMEOUT);
		HttpRequest[] received = this.server.client().retrieveRecordedRequests(HttpRequest.request());
		assertThat(received[0].containsHeader("partner-key")).isFalse();
		assertThat(received[1].getFirstHeader("partner-key")).isEqualTo("partner");
	}

	@Test
	void sendsNothingUntilItIsSubscribedToAndAgainWithEachSubscription() {
		answer(201, null);
		Mono<Void> ping = this.client.pingAgentOnline(LIZ);
		this.server.client().verify(HttpRequest.request(), VerificationTimes.never());
		ping.block(TIMEOUT);
		ping.block(TIMEOUT);
		this.server.client().verify(HttpRequest.request(), VerificationTimes.exactly(2));
	}

	@Test
	void makesTheSameCallsBlocking() {
		BlockingConversationsClient blocking = BlockingConversationsClient.of(this.client);
		answer(200, STORED.replace("m1", "message-4711"));
		for (Call call : Call.values()) {
			call.on(blocking);
			this.server.client()
				.verify(HttpRequest.request()
					.withMethod(call.method().name())
					.withPath("/v3" + call.uriTemplate().replace("{id}", "message-4711")), VerificationTimes.once());
		}
		assertThat(blocking.getMessage("message-4711").id()).isEqualTo("message-4711");
	}

	@Test
	void coversEachOperation() {
		assertThat(Call.values()).extracting(Call::name)
			.containsExactly(Stream.of(Operation.values()).map(Operation::name).toArray(String[]::new));
	}

	@Test
	void reportsAFailureOfEachOperation() {
		this.server.client()
			.when(HttpRequest.request())
			.respond(HttpResponse.response("{\"code\":\"document_not_found\",\"message\":\"Gone\"}")
				.withStatusCode(404));
		for (Call call : Call.values()) {
			assertThatExceptionOfType(BrevoNotFoundException.class)
				.isThrownBy(() -> call.on(this.client).block(TIMEOUT))
				.withMessageContaining("Gone")
				.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo("document_not_found"));
		}
	}

	private ConversationsClientBuilder builder() {
		return ConversationsClient.builder()
			.apiKey("test-key")
			.baseUrl(this.server.url() + "/v3")
			.callTimeout(TIMEOUT)
			.retry(RetrySettings.none())
			.webClientBuilder(WebClient.builder().clientConnector(connector()));
	}

	private ClientHttpConnector connector() {
		return connectors
			.computeIfAbsent(this.transport,
					(transport) -> transport.create(new ConnectorSettings(TIMEOUT, TIMEOUT, null)))
			.connector();
	}

	private void answer(int status, String body) {
		HttpResponse response = HttpResponse.response().withStatusCode(status);
		this.server.client()
			.when(HttpRequest.request())
			.respond(
					(body != null) ? response.withHeader("content-type", "application/json").withBody(body) : response);
	}

	private void verify(String method, String path, String body) {
		HttpRequest expected = HttpRequest.request()
			.withMethod(method)
			.withPath(path)
			.withHeader("api-key", "test-key")
			.withHeader("accept", "application/json");
		if (body != null) {
			expected.withHeader("content-type", "application/json").withBody(JsonBody.json(body, MatchType.STRICT));
		}
		this.server.client().verify(expected, VerificationTimes.once());
		HttpRequest[] received = this.server.client().retrieveRecordedRequests(HttpRequest.request());
		assertThat(received).hasSize(1);
		if (body == null) {
			assertThat(received[0].getBodyAsRawBytes()).isNullOrEmpty();
		}
	}

}
