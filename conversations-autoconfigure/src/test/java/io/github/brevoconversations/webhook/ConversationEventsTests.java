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

package io.github.brevoconversations.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationEnded;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationStarted;
import io.github.brevoconversations.webhook.ConversationEvent.UnknownEvent;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ConversationEvents}.
 */
class ConversationEventsTests {

	@Test
	void readsTheStartOfAConversationAndItsMessage() {
		List<ConversationEvent> events = parse(Payloads.STARTED);
		assertThat(events).hasSize(2);
		ConversationStarted started = (ConversationStarted) events.get(0);
		assertThat(started.isNoAgentAvailable()).isTrue();
		assertThat(started.startPage()).isEqualTo(new Visitor.Page("https://example.org/", "Start"));
		VisitorMessageReceived message = (VisitorMessageReceived) events.get(1);
		assertThat(message.message().text()).isEqualTo("Hello");
		assertThat(events).allSatisfy((event) -> {
			assertThat(event.account()).isEqualTo("default");
			assertThat(event.conversationId()).isEqualTo("c1");
			assertThat(event.receivedAt()).isEqualTo(Webhooks.NOW);
		});
	}

	@Test
	void readsAllOfAVisitor() {
		Visitor visitor = parse(Payloads.STARTED).get(0).visitor();
		assertThat(visitor).hasNoNullFieldsOrPropertiesExcept("ip", "termsOfServiceConsent");
		assertThat(visitor.id()).isEqualTo("kZMvWhf8npAu3H6qd57w2Hv6nh6rnxvg");
		assertThat(visitor.contactId()).isEqualTo("42");
		assertThat(visitor.attributes()).containsEntry("EMAIL", "ann@example.org");
		assertThat(visitor.lastVisit().startedAt()).isEqualTo(Instant.ofEpochMilli(1482512803740L));
		assertThat(visitor.lastVisit().viewedPages()).containsExactly(new Visitor.Page("https://example.org/a", "A"));
		assertThat(visitor.marketingConsent()).isTrue();
		assertThat(visitor.banned()).isFalse();
	}

	@Test
	void readsAConversationThatAnAgentStarted() {
		AgentMessageReceived message = (AgentMessageReceived) parse(Payloads.STARTED_BY_AGENT).get(1);
		assertThat(message.agent().name()).isEqualTo("Liz");
		assertThat(message.isFromPerson()).isTrue();
	}

	@Test
	void readsAStartWithoutAMessage() {
		assertThat(parse(Payloads.STARTED_WITHOUT_MESSAGE)).singleElement().isInstanceOf(ConversationStarted.class);
	}

	@Test
	void readsAllMessagesOfAFragmentInTheOrderInWhichTheyWereWritten() {
		List<ConversationEvent> events = parse(Payloads.FRAGMENT);
		assertThat(events).hasSize(3);
		assertThat(((VisitorMessageReceived) events.get(0)).message().file().name()).isEqualTo("c.png");
		AgentMessageReceived agent = (AgentMessageReceived) events.get(1);
		assertThat(agent.message().text()).isEqualTo("second");
		assertThat(agent.agent().email()).isEqualTo("liz@example.org");
		assertThat(((VisitorMessageReceived) events.get(2)).message().text()).isEqualTo("third");
	}

	@Test
	void keepsAMessageWithoutATimeBehindTheOneThatItCameAfter() {
		assertThat(
				parse("""
						{"eventName":"conversationFragment","conversationId":"c","messages":[
						{"id":"3","type":"visitor","createdAt":3},{"id":"4","type":"visitor"},{"id":"1","type":"visitor","createdAt":1}]}"""))
			.extracting(Webhooks::id)
			.containsExactly("1", "3", "4");
	}

	@Test
	void readsTheEndOfAConversation() {
		ConversationEnded ended = (ConversationEnded) parse(Payloads.TRANSCRIPT).get(0);
		assertThat(ended.messages()).extracting("text").containsExactly("a", "b");
		assertThat(ended.missedMessages()).isEqualTo(2);
		assertThat(ended.visitor().banned()).isTrue();
	}

	@Test
	void readsTheLeanPayloadOfTheNewSystem() {
		VisitorMessageReceived message = (VisitorMessageReceived) parse(Payloads.LEAN).get(0);
		assertThat(message.conversationId()).isEqualTo("c9");
		assertThat(message.message().id()).isEqualTo("m9");
		assertThat(message.message().text()).isNull();
		assertThatIllegalStateException().isThrownBy(() -> message.reply("Hi", AgentIdentity.ofId("liz")))
			.withMessageContaining("Get the message by its id");
	}

	@Test
	void recognizesAMessageOfBothSystems() {
		String classic = Payloads.message("\"id\":\"m9\",\"type\":\"visitor\",\"text\":\"x\"");
		assertThat(Webhooks.read(Payloads.LEAN).get(0).key()).isEqualTo(Webhooks.read(classic).get(0).key())
			.isEqualTo(InboxEntry.messageKey("m9"));
	}

	@Test
	void readsAnEmptyFragment() {
		assertThat(parse(Payloads.EMPTY)).isEmpty();
	}

	@Test
	void keepsUnknownEvents() {
		assertThat(parse(Payloads.INVENTED)).singleElement().isInstanceOfSatisfying(UnknownEvent.class, (event) -> {
			assertThat(event.name()).isEqualTo("agentJoined");
			assertThat(event.json()).contains("\"x\":[1]");
			assertThat(event.visitor().id()).isEqualTo("v1");
		});
		assertThat(parse(Payloads.NAMELESS)).singleElement()
			.isInstanceOfSatisfying(UnknownEvent.class, (event) -> assertThat(event.name()).isNull());
	}

	@Test
	void repliesToTheVisitor() {
		VisitorMessageReceived event = (VisitorMessageReceived) parse(Payloads.STARTED).get(1);
		assertThat(event.reply("Hi", AgentIdentity.ofId("liz")).visitorId())
			.isEqualTo("kZMvWhf8npAu3H6qd57w2Hv6nh6rnxvg");
		assertThatExceptionOfType(BrevoInvalidRequestException.class)
			.isThrownBy(() -> event.reply(" ", AgentIdentity.ofId("liz")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'isBot':true", "'isPushed':true", "'isTrigger':true",
			"'text':'This message cannot be viewed in Brevo'" })
	void recognizesWhatNoPersonWrote(String member) {
		assertThat(parse(Payloads.message("\"id\":\"1\",\"type\":\"agent\"," + member.replace('\'', '"'))))
			.singleElement()
			.isInstanceOfSatisfying(AgentMessageReceived.class, (event) -> assertThat(event.isFromPerson()).isFalse());
	}

	@Test
	void doesNotTreatATriggeredMessageAsAVisitors() {
		assertThat(parse(Payloads.message("\"id\":\"1\",\"type\":\"visitor\",\"isTrigger\":true"))).singleElement()
			.isInstanceOf(AgentMessageReceived.class);
	}

	@Test
	void doesNotTreatABouncedMailAsAVisitors() {
		assertThat(parse(Payloads.message("\"id\":\"1\",\"type\":\"visitor\",\"messageType\":\"email_bounce\"")))
			.singleElement()
			.isInstanceOf(UnknownEvent.class);
	}

	@Test
	void treatsAVisitorsMessageWithAMarkerAsAVisitors() {
		assertThat(parse(Payloads.message("\"id\":\"1\",\"type\":\"visitor\",\"receivedFrom\":\"whatsapp\"")))
			.singleElement()
			.isInstanceOf(VisitorMessageReceived.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "hello", "[1]", "[null]", "[[]]", "[{},1]", "[{},[{}]]", "[{}", "1", "\"text\"",
			"null", "{", "{\"eventName\":", "<html>", "eventName=conversationStarted", "\u001f\u008b" })
	void rejectsWhatIsNotAJsonObject(String body) {
		assertThatExceptionOfType(InvalidWebhookException.class)
			.isThrownBy(() -> ConversationEvents.parse(Webhooks.bytes(body)));
	}

	@Test
	void readsABatchOfWebhooksInItsOrder() {
		String batch = "[" + Payloads.message("\"id\":\"m1\"") + ",\n" + Payloads.STARTED_BY_AGENT + ", {}]";
		assertThat(ConversationEvents.parse(Webhooks.bytes(batch))).hasExactlyElementsOfTypes(
				VisitorMessageReceived.class, ConversationStarted.class, AgentMessageReceived.class,
				UnknownEvent.class);
		assertThat(ConversationEvents.parse(Webhooks.bytes("[]"))).isEmpty();
	}

	@Test
	void knowsAMessageInABatchByTheSameKey() {
		String message = Payloads.message("\"id\":\"m1\"");
		String batch = "[" + message + "," + message + "]";
		List<InboxEntry> entries = WebhookParser.parse(Webhooks.bytes(batch), "default", Webhooks.NOW);
		InboxEntry alone = WebhookParser.parse(Webhooks.bytes(message), "default", Webhooks.NOW).get(0);
		assertThat(entries).hasSize(2).allSatisfy((entry) -> {
			assertThat(entry.key()).isEqualTo(alone.key());
			assertThat(entry.conversation()).isEqualTo(alone.conversation());
			assertThat(entry.weight()).isLessThan(2 * alone.weight());
		});
	}

	@Test
	void rejectsEachTruncatedBody() {
		byte[] body = Webhooks.bytes(Payloads.FRAGMENT);
		for (int length = 0; length < body.length; length++) {
			byte[] part = java.util.Arrays.copyOf(body, length);
			assertThatExceptionOfType(InvalidWebhookException.class).isThrownBy(() -> ConversationEvents.parse(part));
		}
	}

	@Test
	void readsABodyWithAByteOrderMark() {
		assertThat(ConversationEvents.parse(Webhooks.bytes("\ufeff" + Payloads.STARTED))).hasSize(2);
		assertThat(ConversationEvents.parse(Payloads.STARTED.getBytes(StandardCharsets.UTF_16))).hasSize(2);
	}

	@Test
	void rejectsOneHundredThousandNestedArrays() {
		String nested = "[".repeat(100_000) + "]".repeat(100_000);
		for (String body : List.of(nested, "{\"eventName\":" + nested + "}", "{\"x\":" + nested)) {
			assertThatExceptionOfType(InvalidWebhookException.class)
				.isThrownBy(() -> ConversationEvents.parse(Webhooks.bytes(body)));
		}
	}

	@Test
	void readsTenMegabytes() {
		String text = "x".repeat(10 * 1024 * 1024);
		assertThat(parse(Payloads.message("\"id\":\"1\",\"type\":\"visitor\",\"text\":\"" + text + "\""))).hasSize(1);
	}

	@Test
	void revealsNoTextInToString() {
		for (String payload : Payloads.ALL) {
			assertThat(Webhooks.read(payload).toString()).doesNotContain("Hello", "first", "Ann", "example.org",
					"kZMvWhf8npAu3H6qd57w2Hv6nh6rnxvg", "33612345678", "world");
			parse(payload).forEach((event) -> assertThat(event.visitor().toString()).doesNotContain("Ann", "kZMv"));
		}
	}

	private static List<ConversationEvent> parse(String body) {
		return ConversationEvents.parse(Webhooks.bytes(body), "default", Webhooks.NOW);
	}

}
