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

package io.github.brevoconversations.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.github.brevoconversations.client.BrevoJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Conversation}.
 */
class ConversationTests {

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private final Conversation conversation = new Conversation("v1");

	@Test
	void sortsByTimeAndKeepsWhatIsUnderWayLast() {
		this.conversation.put(DeskMessage.sending("token", DeskMessage.Kind.AGENT, "Liz", "under way"));
		this.conversation.put(message("m2", DeskMessage.Kind.VISITOR, 20));
		this.conversation.put(message("m1", DeskMessage.Kind.VISITOR, 10));
		assertThat(this.conversation.view().messages()).extracting(DeskMessage::key)
			.containsExactly("m1", "m2", "token");
	}

	@Test
	void waitsSinceTheFirstMessageThatNoAgentAnswered() {
		this.conversation.put(message("m1", DeskMessage.Kind.VISITOR, 10));
		this.conversation.put(message("m2", DeskMessage.Kind.AGENT, 20));
		assertThat(this.conversation.view().waitingSince()).isNull();
		this.conversation.put(message("m3", DeskMessage.Kind.VISITOR, 30));
		this.conversation.put(message("m4", DeskMessage.Kind.AUTOMATED, 35));
		this.conversation.put(message("m5", DeskMessage.Kind.VISITOR, 40));
		assertThat(this.conversation.view().waitingSince()).isEqualTo(NOON.plusSeconds(30));
		assertThat(this.conversation.view().unread()).isEqualTo(2);
	}

	@Test
	void isStillWaitedForWhileAReplyIsUnderWay() {
		this.conversation.put(message("m1", DeskMessage.Kind.VISITOR, 10));
		this.conversation.put(DeskMessage.sending("token", DeskMessage.Kind.AGENT, "Liz", "under way"));
		assertThat(this.conversation.view().waiting()).isTrue();
	}

	@Test
	void holdsAMessageOnceWhicheverWayItComesFirst() {
		DeskMessage composed = DeskMessage.sending("token", DeskMessage.Kind.AUTOMATED, "Automated", "text");
		DeskMessage sent = composed
			.sentAs(BrevoJson.read("{\"id\":\"m1\",\"text\":\"text\"}".getBytes(StandardCharsets.UTF_8)).asMessage());
		this.conversation.put(composed);
		this.conversation.put(message("m1", DeskMessage.Kind.AUTOMATED, 10));
		this.conversation.put(sent);
		this.conversation.put(message("m1", DeskMessage.Kind.AUTOMATED, 10));
		assertThat(this.conversation.view().messages()).singleElement()
			.satisfies((message) -> assertThat(message.key()).isEqualTo("token"));
	}

	@Test
	void isReadUntilTheNextMessage() {
		this.conversation.put(message("m1", DeskMessage.Kind.VISITOR, 10));
		assertThat(this.conversation.read(null)).isTrue();
		assertThat(this.conversation.read(null)).isFalse();
		assertThat(this.conversation.view().unread()).isZero();
		this.conversation.put(message("m2", DeskMessage.Kind.VISITOR, 20));
		assertThat(this.conversation.view().unread()).isEqualTo(1);
	}

	@Test
	void keepsUnreadWhatComesLateOrWasNotInView() {
		this.conversation.put(message("m2", DeskMessage.Kind.VISITOR, 20));
		this.conversation.put(message("m3", DeskMessage.Kind.VISITOR, 30));
		assertThat(this.conversation.read("m2")).isTrue();
		assertThat(this.conversation.view().unread()).isEqualTo(1);
		this.conversation.put(DeskMessage.sending("token", DeskMessage.Kind.AGENT, "Liz", "written later"));
		assertThat(this.conversation.read("m3")).isTrue();
		this.conversation.put(message("m1", DeskMessage.Kind.VISITOR, 10));
		assertThat(this.conversation.view().unread()).isEqualTo(1);
		assertThat(this.conversation.read("gone")).isFalse();
	}

	@Test
	void showsWhatWasExchangedLastAndNotWhatFailed() {
		DeskMessage failed = DeskMessage.sending("token", DeskMessage.Kind.AGENT, "Liz", "not sent")
			.with(new Delivery(Delivery.State.FAILED, "away"));
		this.conversation.put(failed);
		assertThat(this.conversation.view().newest()).isEqualTo(failed);
		this.conversation.put(message("m1", DeskMessage.Kind.VISITOR, 10));
		assertThat(this.conversation.view().newest()).extracting(DeskMessage::id).isEqualTo("m1");
		assertThat(this.conversation.view().unsent()).isTrue();
		assertThat(this.conversation.view().waiting()).isTrue();
	}

	@Test
	void knowsThatWhatWasUncertainHasArrivedWhicheverComesFirst() {
		DeskMessage composed = DeskMessage.sending("token", DeskMessage.Kind.AGENT, "Liz", "text");
		DeskMessage uncertain = composed.with(new Delivery(Delivery.State.UNCERTAIN, "no response"));
		DeskMessage arrived = new DeskMessage("m1", "m1", DeskMessage.Kind.AGENT, "Liz", "text", Instant.now(),
				Delivery.SENT);
		Conversation other = new Conversation("v2");
		this.conversation.put(composed);
		this.conversation.putUncertain(uncertain);
		this.conversation.putOwn(arrived);
		other.put(composed);
		other.putOwn(arrived);
		other.putUncertain(uncertain);
		for (Conversation conversation : new Conversation[] { this.conversation, other }) {
			assertThat(conversation.view().messages()).singleElement().satisfies((message) -> {
				assertThat(message.key()).isEqualTo("token");
				assertThat(message.id()).isEqualTo("m1");
				assertThat(message.delivery().isSent()).isTrue();
			});
		}
	}

	@Test
	void hasTheTextThatBrevoHas() {
		DeskMessage composed = DeskMessage.sending("token", DeskMessage.Kind.AUTOMATED, "Automated message", " text\n");
		this.conversation.put(composed);
		this.conversation.putOwn(message("m1", DeskMessage.Kind.AUTOMATED, 10));
		assertThat(this.conversation.view().messages()).singleElement()
			.extracting(DeskMessage::key, DeskMessage::text)
			.containsExactly("token", "text");
	}

	@Test
	void doesNotTakeAnotherMessageForOneThatIsUncertain() {
		this.conversation.put(DeskMessage.sending("token", DeskMessage.Kind.AGENT, "Liz", "other words")
			.with(new Delivery(Delivery.State.UNCERTAIN, "no response")));
		this.conversation.putOwn(message("m1", DeskMessage.Kind.AGENT, 10));
		this.conversation.putOwn(message("m2", DeskMessage.Kind.AUTOMATED, 20));
		assertThat(this.conversation.view().messages()).hasSize(3);
		assertThat(this.conversation.view().uncertain()).isTrue();
	}

	@Test
	void isQuotedWithoutHalfAnEmoji() {
		DeskMessage message = message("m1", DeskMessage.Kind.VISITOR, 10).withText("abc\ud83d\ude00e\u0301f");
		assertThat(message.excerpt(8)).isEqualTo(message.text());
		assertThat(message.excerpt(7)).isEqualTo("abc\ud83d\ude00…");
		assertThat(message.excerpt(6)).isEqualTo("abc\ud83d\ude00…");
		assertThat(message.excerpt(5)).isEqualTo("abc…");
	}

	@Test
	void forgetsTheOldestOfMany() {
		for (int i = 0; i < 2500; i++) {
			this.conversation.put(message("m" + i, DeskMessage.Kind.VISITOR, i));
		}
		assertThat(this.conversation.view().messages()).hasSize(2000)
			.last()
			.extracting(DeskMessage::key)
			.isEqualTo("m2499");
	}

	private static DeskMessage message(String id, DeskMessage.Kind kind, int second) {
		return new DeskMessage(id, id, kind, "Somebody", "text", NOON.plusSeconds(second), Delivery.SENT);
	}

}
