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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances that share an inbox, on virtual time: handlers are slow, fail and
 * hang; instances are cut off from the inbox, die and start. Each message is handled at
 * least once, none again whose handling had ended and was noted, and those of a
 * conversation in their order.
 */
@ExtendWith(SilentLog.class)
@Timeout(300)
class DeliveryClusterTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final InMemoryConversationInbox inbox = new InMemoryConversationInbox(InboxSettings.defaults(),
			Clock.fixed(Webhooks.NOW, ZoneOffset.UTC), () -> this.time.now(TimeUnit.NANOSECONDS));

	private final List<Instance> instances = new ArrayList<>();

	private final Map<String, List<String>> sent = new HashMap<>();

	private final Map<String, List<String>> handled = new HashMap<>();

	private final Set<String> ended = new HashSet<>();

	private Random random = new Random();

	@AfterEach
	void dispose() {
		this.instances.forEach((instance) -> instance.delivery.stop());
		this.time.dispose();
	}

	@ParameterizedTest
	@MethodSource
	void handlesEachMessageInOrderWhateverHappensToInstances(int seed) {
		this.random = new Random(seed);
		start();
		start();
		for (int i = 0; i < 300; i++) {
			switch (this.random.nextInt(20)) {
				case 0 -> kill();
				case 1 -> start();
				case 2, 3 -> any(this.instances).inbox.setFault(any(List.of(FaultyInbox.Fault.values())));
				case 4, 5, 6 -> any(this.instances).inbox.setFault(null);
				default -> receive("c" + this.random.nextInt(20));
			}
			this.time.advanceTimeBy(Duration.ofMillis(this.random.nextInt(8000)));
		}
		this.instances.forEach((instance) -> instance.inbox.setFault(null));
		start();
		for (int i = 0; i < 2000 && this.inbox.size().block().waiting() > 0; i++) {
			this.time.advanceTimeBy(Duration.ofSeconds(10));
		}
		assertThat(this.inbox.size().block().waiting()).isZero();
		assertThat(this.inbox.parked(100).block()).isEmpty();
		this.sent.forEach(
				(conversation, ids) -> assertThat(withoutDuplicates(this.handled.get(conversation))).isEqualTo(ids));
	}

	static IntStream handlesEachMessageInOrderWhateverHappensToInstances() {
		return IntStream.range(0, Boolean.getBoolean("soak") ? 80 : 10);
	}

	private static List<String> withoutDuplicates(List<String> ids) {
		List<String> result = new ArrayList<>();
		for (String id : ids) {
			if (result.isEmpty() || !result.get(result.size() - 1).equals(id)) {
				result.add(id);
			}
		}
		return result;
	}

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private void receive(String conversation) {
		List<String> ids = this.sent.computeIfAbsent(conversation, (key) -> new ArrayList<>());
		String[] more = new String[this.random.nextInt(1, 4)];
		for (int i = 0; i < more.length; i++) {
			more[i] = conversation + " m" + (ids.size() + i);
		}
		for (int repeat = this.random.nextInt(3); repeat >= 0; repeat--) {
			this.inbox.add(Webhooks.entries(conversation, more)).block();
		}
		ids.addAll(List.of(more));
		any(this.instances).delivery.wake();
	}

	private void start() {
		Instance instance = new Instance();
		this.instances.add(instance);
		instance.delivery.start();
	}

	private void kill() {
		if (this.instances.size() > 1) {
			Instance dead = this.instances.remove(this.random.nextInt(this.instances.size()));
			dead.dead = true;
			dead.inbox.fault = FaultyInbox.Fault.HANGS;
			dead.delivery.stop();
		}
	}

	/**
	 * An instance of the application.
	 */
	private final class Instance {

		private final FaultyInbox inbox = new FaultyInbox(DeliveryClusterTests.this.inbox);

		private final ConversationEventDelivery delivery;

		private boolean dead;

		Instance() {
			this.inbox.shared = true;
			this.delivery = new ConversationEventDelivery("default", this.inbox, this::handle, Runnable::run,
					DeliverySettings.defaults().withRetries(1000, Duration.ofSeconds(1), Duration.ofMinutes(1)),
					new WebhookListener() {
					}, DeliveryClusterTests.this.time);
		}

		private Mono<Void> handle(ConversationEvent event) {
			Random random = DeliveryClusterTests.this.random;
			String id = Webhooks.id(event);
			assertThat(DeliveryClusterTests.this.ended.contains(id)).as(id).isFalse();
			return switch (random.nextInt(6)) {
				case 0 -> Mono.error(new IllegalStateException());
				case 1 -> Mono.never();
				case 2 -> Mono.delay(Duration.ofSeconds(random.nextInt(100)), DeliveryClusterTests.this.time)
					.then(Mono.fromRunnable(() -> end(event, id)));
				default -> Mono.fromRunnable(() -> end(event, id));
			};
		}

		private void end(ConversationEvent event, String id) {
			if (!this.dead) {
				DeliveryClusterTests.this.handled.computeIfAbsent(event.conversationId(), (key) -> new ArrayList<>())
					.add(id);
				if (this.inbox.fault == null) {
					DeliveryClusterTests.this.ended.add(id);
				}
			}
		}

	}

}
