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

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoJson;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Answers;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SentMessages}.
 */
class SentMessagesTests {

	private static final SendMessageRequest REQUEST = SendMessageRequest.of("v1", "Hi", AgentIdentity.ofId("liz"));

	private final InMemoryConversationInbox memory = new InMemoryConversationInbox();

	private final FaultyInbox inbox = new FaultyInbox(this.memory);

	private final SentMessages client = new SentMessages(Mockito.mock(ConversationsClient.class, (invocation) -> {
		String json = "{\"id\":\"%s\"}".formatted(invocation.getMethod().getName());
		return invocation.getMethod().getReturnType().equals(Mono.class)
				? Mono.just(BrevoJson.read(Webhooks.bytes(json)).asMessage())
				: Answers.RETURNS_DEFAULTS.answer(invocation);
	}), this.inbox);

	@Test
	void preventsTheDeliveryOfSentMessages() {
		this.client.sendMessage(REQUEST).block();
		this.client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Hi")).block();
		assertThat(this.memory.add(Webhooks.entries("c", "sendMessage", "sendPushedMessage")).block().added())
			.isEmpty();
	}

	@ParameterizedTest
	@EnumSource(FaultyInbox.Fault.class)
	void sendsEvenIfTheInboxFails(FaultyInbox.Fault fault) {
		this.inbox.setFault(fault);
		StepVerifier.withVirtualTime(() -> this.client.sendMessage(REQUEST))
			.thenAwait(Duration.ofSeconds(2))
			.expectNextMatches((message) -> "sendMessage".equals(message.id()))
			.verifyComplete();
	}

	@Test
	void leavesTheThreadsOfASharedInboxAlone() {
		this.inbox.shared = true;
		Scheduler threads = Schedulers.newSingle("inbox");
		this.inbox.beforeResponse = Mono.<Void>empty().publishOn(threads);
		String thread = this.client.sendMessage(REQUEST)
			.map((message) -> Thread.currentThread().getName())
			.block(Duration.ofSeconds(30));
		assertThat(thread).doesNotStartWith("inbox");
		threads.dispose();
	}

	@Test
	void sendsWithoutAnInbox() {
		SentMessages client = new SentMessages(this.client, () -> null);
		assertThat(client.sendMessage(REQUEST).block().id()).isEqualTo("sendMessage");
	}

	@Test
	void delegatesEveryMethodOfTheClient() {
		assertThat(Arrays.stream(ConversationsClient.class.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> !isOwn(method))).isEmpty();
	}

	private static boolean isOwn(Method method) {
		return Arrays.stream(SentMessages.class.getDeclaredMethods())
			.anyMatch((own) -> own.getName().equals(method.getName())
					&& Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
	}

}
