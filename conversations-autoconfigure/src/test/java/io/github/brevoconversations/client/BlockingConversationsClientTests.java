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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BlockingConversationsClient}.
 */
@Timeout(30)
class BlockingConversationsClientTests {

	private static final ConversationsMessage MESSAGE = BrevoJson
		.read("{\"id\":\"m1\"}".getBytes(StandardCharsets.UTF_8))
		.asMessage();

	private final ConversationsClient client = mock(ConversationsClient.class);

	private final BlockingConversationsClient blocking = BlockingConversationsClient.of(this.client);

	@Test
	void returnsTheResults() {
		AgentIdentity agent = AgentIdentity.ofId("liz");
		SendMessageRequest request = SendMessageRequest.of("visitor", "Hello", agent);
		SendPushedMessageRequest pushed = SendPushedMessageRequest.of("visitor", "Sent");
		given(this.client.sendMessage(request)).willReturn(Mono.just(MESSAGE));
		given(this.client.getMessage("m1")).willReturn(Mono.just(MESSAGE));
		given(this.client.updateMessage("m1", "new")).willReturn(Mono.just(MESSAGE));
		given(this.client.sendPushedMessage(pushed)).willReturn(Mono.just(MESSAGE));
		given(this.client.getPushedMessage("m1")).willReturn(Mono.just(MESSAGE));
		given(this.client.updatePushedMessage("m1", "new")).willReturn(Mono.just(MESSAGE));
		assertThat(this.blocking.sendMessage(request)).isSameAs(MESSAGE);
		assertThat(this.blocking.getMessage("m1")).isSameAs(MESSAGE);
		assertThat(this.blocking.updateMessage("m1", "new")).isSameAs(MESSAGE);
		assertThat(this.blocking.sendPushedMessage(pushed)).isSameAs(MESSAGE);
		assertThat(this.blocking.getPushedMessage("m1")).isSameAs(MESSAGE);
		assertThat(this.blocking.updatePushedMessage("m1", "new")).isSameAs(MESSAGE);
	}

	@Test
	void waitsForCompletion() {
		AgentIdentity agent = AgentIdentity.ofId("liz");
		CompletableFuture<Void> deleted = new CompletableFuture<>();
		given(this.client.deleteMessage("m1")).willReturn(Mono.fromRunnable(() -> deleted.complete(null)));
		CompletableFuture<Void> pushedDeleted = new CompletableFuture<>();
		given(this.client.deletePushedMessage("m1")).willReturn(Mono.fromRunnable(() -> pushedDeleted.complete(null)));
		CompletableFuture<Void> pinged = new CompletableFuture<>();
		given(this.client.pingAgentOnline(agent)).willReturn(Mono.fromRunnable(() -> pinged.complete(null)));
		this.blocking.deleteMessage("m1");
		this.blocking.deletePushedMessage("m1");
		this.blocking.pingAgentOnline(agent);
		assertThat(deleted).isCompleted();
		assertThat(pushedDeleted).isCompleted();
		assertThat(pinged).isCompleted();
	}

	@Test
	void throwsTheFailureItselfAndSaysWhereTheCallWasMade() {
		BrevoInvalidRequestException failure = new BrevoInvalidRequestException("No");
		given(this.client.getMessage("m1"))
			.willReturn(Mono.<ConversationsMessage>error(failure).subscribeOn(Schedulers.boundedElastic()));
		assertThatExceptionOfType(BrevoInvalidRequestException.class).isThrownBy(() -> this.blocking.getMessage("m1"))
			.isSameAs(failure)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.satisfies((site) -> assertThat(site.getStackTrace()).anyMatch(
						(frame) -> frame.getClassName().equals(BlockingConversationsClientTests.class.getName()))));
	}

	@Test
	void rejectsAThreadThatMustNotBlock() {
		CountDownLatch sent = new CountDownLatch(1);
		given(this.client.getMessage("m1")).willReturn(Mono.fromRunnable(sent::countDown));
		StepVerifier.create(Mono.fromCallable(() -> this.blocking.getMessage("m1")).subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("use ConversationsClient there"))
			.verify(Duration.ofSeconds(10));
		assertThat(sent.getCount()).isOne();
	}

	@Test
	void givesUpWhenItIsInterruptedAndStaysInterrupted() {
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		given(this.client.getMessage("m1")).willReturn(Mono.<ConversationsMessage>never()
			.doOnSubscribe((subscription) -> Thread.currentThread().interrupt())
			.doOnCancel(() -> cancelled.complete(null)));
		assertThatExceptionOfType(BrevoCommunicationException.class).isThrownBy(() -> this.blocking.getMessage("m1"))
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(cancelled).isCompleted();
	}

	@Test
	void sendsNothingOnAThreadThatIsInterruptedAlready() {
		CountDownLatch sent = new CountDownLatch(1);
		given(this.client.getMessage("m1")).willReturn(Mono.fromRunnable(sent::countDown));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(BrevoCommunicationException.class).isThrownBy(() -> this.blocking.getMessage("m1"))
			.withMessageContaining("nothing was sent")
			.satisfies((ex) -> assertThat(ex.isRequestSent()).isFalse());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(sent.getCount()).isOne();
	}

	@Test
	void failsWhenAClientReturnsNoMessage() {
		given(this.client.getMessage("m1")).willReturn(Mono.empty());
		assertThatIllegalStateException().isThrownBy(() -> this.blocking.getMessage("m1"));
	}

}
