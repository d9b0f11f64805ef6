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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of what an application passes to the client: requests that are kept elsewhere,
 * texts that were cut, and keys that are none.
 */
class ValuesTests {

	private static final AgentIdentity TOM = AgentIdentity.ofEmail("tom@example.org", "Tom", "desk");

	private static final String EVERYTHING = """
			{"id": "m1", "type": "agent", "text": "Hello \ud83d\ude00", "html": "<p>Hello</p>", "rawUnsafeHtml": "<p x>Hello</p>",
			 "visitorId": "v1", "agentId": "liz", "agentName": "Liz", "agentUserpic": "https://example.org/liz.png",
			 "createdAt": 1482512803740, "isPushed": true, "receivedFrom": "desk",
			 "file": {"name": "c.png", "size": 5000000000, "isImage": true, "url": "https://example.org/c.png",
			  "imageInfo": {"width": 1129, "height": 525, "previewUrl": "https://example.org/p.png"}},
			 "attachments": [{"name": "i.pdf", "size": 1024}, null], "subject": "Order", "from": {"email": "a@b", "name": "A"},
			 "replyTo": {"email": "c@d"}, "to": [{"email": "a@b"}], "cc": [{"name": "C"}], "bcc": [{"email": "e@f"}],
			 "isTrigger": true, "isMissed": false, "isMissedByVisitor": true, "isBot": false, "isSentViaJsApi": true,
			 "isForward": false, "sourceMessageId": "s1", "forwardedToSourceStatus": {"success": false, "error": "full"},
			 "messageType": "text",
			 "integrations": {"shop": {"orders": [1047, null, {"total": 12.5, "paid": true, "big": 12345678901234567890}]},
			  "none": null, "list": [], "ratio": 1e-7},
			 "source": {"channel": "whatsapp", "ids": ["a", "b"], "at": 1482512803740}}""";

	private final List<String> bodies = new ArrayList<>();

	@ParameterizedTest
	@MethodSource("values")
	void canBeWrittenAsJsonAndReadAgain(Object value) {
		for (JsonMapper mapper : List.of(JsonMapper.shared(),
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build())) {
			String json = mapper.writeValueAsString(value);
			assertThat(mapper.readValue(json, value.getClass())).as(json).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@MethodSource("values")
	void canBeSerialized(Object value) throws IOException, ClassNotFoundException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(in.readObject()).isEqualTo(value);
		}
	}

	static Stream<Object> values() {
		SendMessageRequest request = SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz"));
		return Stream.of(request, request.withReceivedFrom("desk"), SendMessageRequest.of("v1", "Hello", TOM),
				SendPushedMessageRequest.of("v1", "Sent").withAgentId("liz"), AgentIdentity.ofId("liz"), TOM,
				message(EVERYTHING), message("{\"id\":\"m1\"}"),
				message("{\"id\":\"m1\",\"to\":[],\"integrations\":{}}"),
				new RateLimit(100L, null, Duration.ofSeconds(60)));
	}

	private static ConversationsMessage message(String json) {
		return BrevoJson.read(json.getBytes(StandardCharsets.UTF_8)).asMessage();
	}

	@Test
	void knowsEveryPartOfAMessage() {
		ConversationsMessage message = message(EVERYTHING);
		for (RecordComponent part : ConversationsMessage.class.getRecordComponents()) {
			assertThat(message).extracting(part.getName()).as(part.getName()).isNotNull();
		}
	}

	@Test
	void readsAnAgentWhateverItsKind() {
		for (AgentIdentity agent : List.of(AgentIdentity.ofId("liz"), TOM)) {
			String json = JsonMapper.shared().writeValueAsString(agent);
			assertThat(JsonMapper.shared().readValue(json, AgentIdentity.class)).isEqualTo(agent);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ud83d", "Hello \ud83d", "\ude00 Hello", "a\ud83db", "\ud83d\ud83d\ude00" })
	void repairsHalfAnEmoji(String text) {
		List<String> mended = List.of(SendMessageRequest.of("v1", text, TOM).text(),
				SendPushedMessageRequest.of("v1", text).text(),
				((AgentIdentity.Email) AgentIdentity.ofEmail("a@b", text, "desk")).name());
		assertThat(mended).allSatisfy((each) -> assertThat(each).hasSameSizeAs(text).contains("\ufffd"));
		client("key", null).updateMessage("m1", text).block();
		assertThat(this.bodies.get(0)).contains("\ufffd").doesNotContain("\\u");
	}

	@Test
	void rejectsHalfAnEmojiInNames() {
		assertThatExceptionOfType(BrevoInvalidRequestException.class).isThrownBy(() -> AgentIdentity.ofId("a\ud83d"));
		assertThatExceptionOfType(BrevoInvalidRequestException.class)
			.isThrownBy(() -> SendMessageRequest.of("v\ude00", "Hello", TOM));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tom", "tom@", "@example.org", "tom @example.org" })
	void rejectsAnInvalidEmailAddress(String email) {
		assertThatExceptionOfType(BrevoInvalidRequestException.class)
			.isThrownBy(() -> AgentIdentity.ofEmail(email, "Tom", "desk"))
			.withMessageContaining(email);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"xkeysib-secret\"", "'xkeysib-secret'", "xkeysib-secret\"", "xsmtpsib-secret",
			"XSMTPSIB-secret", "xkeysib-****-secret", "xkeysib-...secret", "********", "${SECRET_KEY}",
			"<secret-key>" })
	void rejectsAMistakenKeyWithoutQuotingIt(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConversationsClient.builder().apiKey(key))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret").doesNotContain("SECRET"));
	}

	@Test
	void marksMessagesThatHaveNoMarker() {
		ConversationsClient client = client("xkeysib-0123", "desk");
		AgentIdentity liz = AgentIdentity.ofId("liz");
		client.sendMessage(SendMessageRequest.of("v1", "Hello", liz)).block();
		client.sendMessage(SendMessageRequest.of("v1", "Hello", liz).withReceivedFrom("other")).block();
		client.sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofEmail("a@b", "A", "crm"))).block();
		client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Hello")).block();
		assertThat(this.bodies.get(0)).contains("\"receivedFrom\":\"desk\"");
		assertThat(this.bodies.get(1)).contains("\"receivedFrom\":\"other\"");
		assertThat(this.bodies.get(2)).contains("\"receivedFrom\":\"crm\"");
		assertThat(this.bodies.get(3)).doesNotContain("receivedFrom");
	}

	@Test
	void tellsObserversOfWhatWasSent() {
		List<String> told = new ArrayList<>();
		ConversationsClient client = ConversationsClient.builder()
			.apiKey("key")
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange))
			.callObserver(new CallObserver() {

				@Override
				public void succeeded(String operation, ConversationsMessage message) {
					told.add(operation + ((message != null) ? " " + message.id() : ""));
				}

			})
			.build();
		client.sendMessage(SendMessageRequest.of("v1", "Hello", TOM)).block();
		client.pingAgentOnline(TOM).block();
		assertThat(told).containsExactly("sendMessage m1", "pingAgentOnline");
	}

	private ConversationsClient client(String key, String receivedFrom) {
		return ConversationsClient.builder()
			.apiKey(key)
			.receivedFrom(receivedFrom)
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange))
			.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		MockClientHttpRequest written = new MockClientHttpRequest(request.method(), request.url());
		return request.writeTo(written, ExchangeStrategies.withDefaults())
			.then(Mono.defer(written::getBodyAsString))
			.map((body) -> {
				this.bodies.add(body);
				return ClientResponse.create(HttpStatusCode.valueOf(200)).body("{\"id\":\"m1\"}").build();
			});
	}

}
