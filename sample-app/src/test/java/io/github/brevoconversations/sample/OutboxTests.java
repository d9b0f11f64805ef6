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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.BrevoJson;
import io.github.brevoconversations.client.ConversationsMessage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outbox}.
 */
class OutboxTests {

	private final Conversations conversations = new Conversations();

	private final Outbox outbox = new Outbox(this.conversations);

	private final List<String> sent = new ArrayList<>();

	@Test
	void sendsAMessageOnceHoweverOftenItsTokenComes() {
		for (int i = 0; i < 5; i++) {
			assertThat(submit("token", "Hello", answer("m1", "Hello"))).isEqualTo(i == 0);
		}
		assertThat(this.sent).containsExactly("Hello");
		assertThat(shown()).singleElement().satisfies((message) -> {
			assertThat(message.delivery().isSent()).isTrue();
			assertThat(message.id()).isEqualTo("m1");
		});
	}

	@Test
	void sendsTheNextOnceTheOneBeforeIsDone() {
		Sinks.One<ConversationsMessage> first = Sinks.one();
		submit("t1", "One", first.asMono());
		submit("t2", "Two", answer("m2", "Two"));
		assertThat(this.sent).containsExactly("One");
		assertThat(shown()).extracting((message) -> message.delivery().isSending()).containsExactly(true, true);
		first.tryEmitValue(message("m1", "One"));
		assertThat(this.sent).containsExactly("One", "Two");
		assertThat(shown()).allMatch((message) -> message.delivery().isSent());
	}

	@Test
	void keepsWhatFailedUntilItIsSentAgain() {
		AtomicInteger attempts = new AtomicInteger();
		submit("token", "Hello", Mono.defer(() -> (attempts.incrementAndGet() == 1)
				? Mono.error(new IllegalStateException("away")) : Mono.just(message("m1", "Hello"))));
		assertThat(shown()).singleElement().matches((message) -> message.delivery().isFailed());
		assertThat(submit("token", "Hello", answer("m2", "Hello"))).isFalse();
		assertThat(this.outbox.retry("somebody-else", "token")).isFalse();
		assertThat(this.outbox.retry("v1", "token")).isTrue();
		assertThat(shown()).singleElement().matches((message) -> message.delivery().isSent());
		assertThat(this.outbox.retry("v1", "token")).isFalse();
		assertThat(attempts).hasValue(2);
	}

	@Test
	void goesOnAfterAFailure() {
		Sinks.One<ConversationsMessage> first = Sinks.one();
		submit("t1", "One", first.asMono());
		submit("t2", "Two", answer("m2", "Two"));
		first.tryEmitError(new IllegalStateException("away"));
		assertThat(shown()).extracting((message) -> message.delivery().isFailed())
			.containsExactlyInAnyOrder(true, false);
	}

	@Test
	void dropsWhatFailedIfAskedTo() {
		submit("token", "Hello", Mono.error(new IllegalStateException("away")));
		assertThat(this.outbox.discard("v1", "token")).isTrue();
		assertThat(shown()).isEmpty();
		assertThat(this.outbox.retry("v1", "token")).isFalse();
		assertThat(this.outbox.discard("v1", "token")).isFalse();
		assertThat(submit("token", "Hello", answer("m1", "Hello"))).isFalse();
	}

	@Test
	void doesNotTakeBackWhatWasSent() {
		submit("token", "Hello", answer("m1", "Hello"));
		assertThat(this.outbox.discard("v1", "token")).isFalse();
		assertThat(shown()).hasSize(1);
	}

	@Test
	void endsWhatIsUnderWayWithTheDesk() {
		Sinks.One<ConversationsMessage> never = Sinks.one();
		submit("token", "Hello", never.asMono());
		this.outbox.destroy();
		assertThat(never.currentSubscriberCount()).isZero();
	}

	private boolean submit(String token, String text, Mono<ConversationsMessage> answer) {
		return this.outbox.submit("v1", DeskMessage.sending(token, DeskMessage.Kind.AGENT, "Liz", text),
				answer.doOnSubscribe((subscription) -> this.sent.add(text)));
	}

	private List<DeskMessage> shown() {
		return this.conversations.with("v1").view().messages();
	}

	private static Mono<ConversationsMessage> answer(String id, String text) {
		return Mono.just(message(id, text));
	}

	private static ConversationsMessage message(String id, String text) {
		String json = "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(id, text);
		return BrevoJson.read(json.getBytes(StandardCharsets.UTF_8)).asMessage();
	}

}
