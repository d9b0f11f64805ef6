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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a {@link ConversationEventDelivery} that stops leaves to others immediately
 * what a claim holds whose response was lost.
 */
@ExtendWith(SilentLog.class)
class LostClaimsAtStopTests {

	private final JumpingScheduler time = new JumpingScheduler();

	private final InMemoryConversationInbox stored = new InMemoryConversationInbox(InboxSettings.defaults(),
			Clock.systemUTC(), () -> this.time.now(TimeUnit.NANOSECONDS));

	private final FaultyInbox inbox = shared(this.stored);

	private final List<String> handled = new ArrayList<>();

	private final AtomicInteger idle = new AtomicInteger();

	private final ConversationEventDelivery delivery = new ConversationEventDelivery("default", this.inbox,
			(event) -> Mono.fromRunnable(() -> this.handled.add(Webhooks.id(event))), Runnable::run,
			DeliverySettings.defaults(), new WebhookListener() {
			}, this.time);

	private static FaultyInbox shared(ConversationInbox stored) {
		FaultyInbox inbox = new FaultyInbox(stored);
		inbox.shared = true;
		inbox.releasesLostClaims = true;
		return inbox;
	}

	@BeforeEach
	void start() {
		this.delivery.start();
		this.time.advance(Duration.ofMillis(1));
	}

	@AfterEach
	void dispose() {
		this.time.dispose();
	}

	@Test
	void releasesWhatAClaimHoldsThatIsLostDuringTheStop() {
		Sinks.Empty<Void> response = Sinks.empty();
		this.inbox.beforeResponse = response.asMono();
		claim();
		this.delivery.stop(this.idle::incrementAndGet);
		assertThat(this.idle).hasValue(0);
		assertThat(left()).isEmpty();
		this.inbox.beforeResponse = Mono.empty();
		response.tryEmitError(new IllegalStateException());
		assertThat(this.idle).hasValue(1);
		assertThat(left()).hasSize(1);
		assertThat(this.handled).isEmpty();
	}

	@Test
	void releasesWhatAClaimHoldsWhoseResponseIsLate() {
		this.inbox.beforeResponse = Mono.never();
		claim();
		this.delivery.stop(this.idle::incrementAndGet);
		this.inbox.beforeResponse = Mono.empty();
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.idle).hasValue(1);
		assertThat(left()).hasSize(1);
	}

	@Test
	void releasesWhatAClaimHoldsThatWasLostBeforeTheStop() {
		this.inbox.beforeResponse = Mono.error(new IllegalStateException());
		claim();
		assertThat(left()).isEmpty();
		this.inbox.beforeResponse = Mono.empty();
		this.delivery.stop(this.idle::incrementAndGet);
		assertThat(this.idle).hasValue(1);
		assertThat(left()).hasSize(1);
	}

	@Test
	void triesAgainForAFewSeconds() {
		this.inbox.beforeResponse = Mono.error(new IllegalStateException());
		claim();
		this.delivery.stop(this.idle::incrementAndGet);
		this.time.advance(Duration.ofMillis(300));
		assertThat(this.idle).hasValue(0);
		this.inbox.beforeResponse = Mono.empty();
		this.time.advance(Duration.ofSeconds(4));
		assertThat(this.idle).hasValue(1);
		assertThat(left()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void triesNoLongerThanThat(FaultyInbox.Fault fault) {
		this.inbox.beforeResponse = Mono.error(new IllegalStateException());
		claim();
		this.inbox.fault = fault;
		this.delivery.stop(this.idle::incrementAndGet);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.idle).hasValue(1);
	}

	@Test
	void waitsForNothingIfNoClaimWasLost() {
		this.inbox.fault = FaultyInbox.Fault.HANGS;
		this.delivery.stop(this.idle::incrementAndGet);
		assertThat(this.idle).hasValue(1);
	}

	private void claim() {
		this.stored.add(Webhooks.entries("a", "1")).block();
		this.delivery.wake();
	}

	private List<Delivery> left() {
		List<Delivery> left = this.stored.claim(8, Duration.ofHours(1)).block().deliveries();
		left.forEach((delivery) -> this.stored.release(delivery, Duration.ZERO, false).block());
		return left;
	}

}
