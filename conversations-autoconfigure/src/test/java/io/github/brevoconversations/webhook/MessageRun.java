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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that share an inbox, in real time: visitors write, Brevo repeats webhooks,
 * and instances are killed in the middle of whatever they do.
 */
final class MessageRun {

	private static final int INSTANCES = 3;

	private static final int CONCURRENCY = 8;

	private static final int SENDERS = 4;

	private final Supplier<ConversationInbox> inboxes;

	private final int conversations;

	private final int messages;

	private final List<Instance> instances = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, List<String>> handled = new ConcurrentHashMap<>();

	private final Set<String> ended = ConcurrentHashMap.newKeySet();

	private final Set<String> again = ConcurrentHashMap.newKeySet();

	private final AtomicInteger webhooks = new AtomicInteger();

	private int kills;

	MessageRun(Supplier<ConversationInbox> inboxes, int conversations, int messages) {
		this.inboxes = inboxes;
		this.conversations = conversations;
		this.messages = messages;
	}

	/**
	 * Run until all messages are handled.
	 * @return what was counted
	 */
	Counts run() throws Exception {
		try {
			IntStream.range(0, INSTANCES).forEach((i) -> start());
			List<Future<?>> senders = IntStream.range(0, SENDERS)
				.<Future<?>>mapToObj((i) -> this.threads.submit(() -> send(i)))
				.toList();
			Random random = new Random(1);
			while (senders.stream().anyMatch((sender) -> !sender.isDone())) {
				LockSupport.parkNanos(Duration.ofMillis(200 + random.nextInt(600)).toNanos());
				if (Thread.interrupted()) {
					// from now on, there would be no pause between two kills
					throw new InterruptedException("The senders did not end in time");
				}
				kill(this.instances.get(random.nextInt(INSTANCES)));
				start();
			}
			for (Future<?> sender : senders) {
				sender.get();
			}
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::isEmpty);
			return counts();
		}
		finally {
			this.instances.forEach((instance) -> instance.delivery.stop());
			this.threads.shutdownNow();
		}
	}

	private boolean isEmpty() {
		return this.instances.get(0).inbox.size().block().waiting() == 0;
	}

	private Counts counts() {
		int handlings = 0;
		for (int i = 0; i < this.conversations; i++) {
			String conversation = "c" + i;
			List<String> ids = this.handled.getOrDefault(conversation, List.of());
			List<String> sent = IntStream.range(0, this.messages).mapToObj((m) -> conversation + "m" + m).toList();
			assertThat(withoutDuplicates(ids)).isEqualTo(sent);
			handlings += ids.size();
		}
		return new Counts(this.conversations * this.messages, this.webhooks.get(), this.kills,
				handlings - this.conversations * this.messages, new HashSet<>(this.again));
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

	private void start() {
		Instance instance = new Instance(this.inboxes.get());
		this.instances.add(instance);
		instance.delivery.start();
	}

	private void kill(Instance instance) {
		instance.dead = true;
		instance.death.tryEmitEmpty();
		this.instances.remove(instance);
		instance.delivery.stop();
		this.kills++;
	}

	/**
	 * Write the messages of a part of the conversations, a few in each webhook, each
	 * webhook up to three times.
	 * @param part which part
	 */
	private void send(int part) {
		Random random = new Random(part);
		List<Integer> next = new ArrayList<>(Collections.nCopies(this.conversations, 0));
		List<Integer> open = new ArrayList<>(
				IntStream.range(0, this.conversations).filter((i) -> i % SENDERS == part).boxed().toList());
		while (!open.isEmpty()) {
			int position = random.nextInt(open.size());
			int conversation = open.get(position);
			int first = next.get(conversation);
			int count = Math.min(1 + random.nextInt(4), this.messages - first);
			// with some that came before
			int from = Math.max(0, first - random.nextInt(3));
			byte[] body = Webhooks.bytes(Webhooks.fragment("c" + conversation,
					IntStream.range(from, first + count)
						.mapToObj((m) -> "c" + conversation + "m" + m)
						.toArray(String[]::new)));
			for (int repeat = random.nextInt(3); repeat >= 0; repeat--) {
				post(body, random);
			}
			next.set(conversation, first + count);
			if (first + count == this.messages) {
				open.remove(position);
			}
		}
	}

	private void post(byte[] body, Random random) {
		WebhookOutcome outcome = null;
		while (outcome != WebhookOutcome.ACCEPTED) {
			this.webhooks.incrementAndGet();
			Instance instance = this.instances.get(random.nextInt(INSTANCES - 1));
			outcome = instance.receiver.receive(new WebhookRequest("POST", new HttpHeaders(), Map.of(), null), body)
				.takeUntilOther(instance.death.asMono())
				.block();
			assertThat(outcome).isIn(null, WebhookOutcome.ACCEPTED, WebhookOutcome.UNAVAILABLE);
		}
	}

	/**
	 * What was counted.
	 *
	 * @param messages the messages that were written
	 * @param webhooks the webhooks that were sent
	 * @param kills the instances that were killed
	 * @param doubles the handlings of a message beyond its first
	 * @param handledAfterTheirEnd the messages that were handled again although that they
	 * were handled was noted
	 */
	record Counts(int messages, int webhooks, int kills, int doubles, Set<String> handledAfterTheirEnd) {

		void check() {
			assertThat(this.kills).as("%s", this).isPositive();
			assertThat(this.handledAfterTheirEnd).as("%s", this).isEmpty();
			assertThat(this.doubles).as("%s", this).isLessThanOrEqualTo(this.kills * CONCURRENCY);
		}

	}

	/**
	 * An instance of the application.
	 */
	private final class Instance {

		private final MortalInbox inbox;

		private final ConversationEventDelivery delivery;

		private final WebhookReceiver receiver;

		private final Sinks.Empty<Void> death = Sinks.empty();

		private volatile boolean dead;

		Instance(ConversationInbox inbox) {
			this.inbox = new MortalInbox(inbox, () -> this.dead, MessageRun.this.ended::add);
			this.delivery = new ConversationEventDelivery("default", this.inbox, this::handle, MessageRun.this.threads,
					DeliverySettings.defaults()
						.withConcurrency(CONCURRENCY)
						.withLease(Duration.ofSeconds(1), Duration.ofMillis(100)),
					new WebhookListener() {
					});
			this.receiver = WebhookReceiver.builder("default", WebhookCredentials.of(List.of("secret")), this.inbox)
				.onAdded(this.delivery::wake)
				.build();
		}

		private Mono<Void> handle(ConversationEvent event) {
			String id = Webhooks.id(event);
			if (MessageRun.this.ended.contains(id) && !this.dead) {
				MessageRun.this.again.add(id);
			}
			Random random = new Random(id.hashCode());
			Mono<Long> work = (random.nextInt(4) == 0) ? Mono.delay(Duration.ofMillis(random.nextInt(20)))
					: Mono.just(0L);
			return work.<Void>handle((done, sink) -> {
				if (!this.dead) {
					MessageRun.this.handled
						.computeIfAbsent(String.valueOf(event.conversationId()), (key) -> new CopyOnWriteArrayList<>())
						.add(id);
				}
			});
		}

	}

}
