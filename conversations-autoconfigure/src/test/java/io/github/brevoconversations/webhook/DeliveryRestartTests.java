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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConversationEventDelivery}s that are stopped and started again in the
 * middle of their work, on real threads.
 */
@Timeout(60)
@ExtendWith(SilentLog.class)
class DeliveryRestartTests {

	private static final int CONVERSATIONS = 40;

	private static final int EVENTS = 15;

	private static final int CONCURRENCY = 4;

	private final FaultyInbox inbox = new FaultyInbox(new InMemoryConversationInbox());

	private final Map<String, List<Integer>> handled = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();

	private final AtomicInteger atOnce = new AtomicInteger();

	private final List<String> faults = new CopyOnWriteArrayList<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private ConversationEventDelivery delivery;

	@AfterEach
	void stop() throws InterruptedException {
		this.delivery.stop();
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "1, false", "2, true", "3, false", "4, true" })
	void handleEachEventOnceAndInOrder(long seed, boolean shared) {
		this.inbox.shared = shared;
		if (shared) {
			this.inbox.beforeResponse = Mono.<Void>empty().publishOn(Schedulers.parallel());
		}
		Random random = new Random(seed);
		this.delivery = new ConversationEventDelivery("default", this.inbox, (event) -> handle(event, random.nextInt()),
				this.executor,
				DeliverySettings.defaults()
					.withConcurrency(CONCURRENCY)
					.withRetries(1000, Duration.ofMillis(1), Duration.ofMillis(2)),
				new WebhookListener() {
				});
		this.delivery.start();
		for (int i = 0; i < EVENTS; i++) {
			for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
				this.inbox.addAnyway(Webhooks.entries("c" + conversation, conversation + "-" + i));
				this.delivery.wake();
			}
			restart(i + 1);
		}
		Awaitility.await().until(() -> this.inbox.size().block().equals(new InboxSize(0, 0)));
		assertThat(this.faults).isEmpty();
		assertThat(this.handled).hasSize(CONVERSATIONS)
			.allSatisfy((conversation, events) -> assertThat(events).hasSize(EVENTS).isSorted());
	}

	private void restart(int added) {
		CountDownLatch idle = new CountDownLatch(1);
		this.delivery.stop(idle::countDown);
		try {
			assertThat(idle.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		check(this.atOnce.get() == 0, "handles while it is idle");
		// what is not handled was handed over: some wait for a retry
		Awaitility.await().until(() -> isNothingHeld(added));
		this.delivery.start();
	}

	private boolean isNothingHeld(int added) {
		List<Delivery> claimed = this.inbox.claim(1000, Duration.ofHours(1)).block().deliveries();
		claimed.forEach((left) -> this.inbox.release(left, Duration.ZERO, false).block());
		long done = this.handled.values().stream().filter((events) -> events.size() == added).count();
		return claimed.size() == CONVERSATIONS - done;
	}

	private Mono<Void> handle(ConversationEvent event, int how) {
		String[] id = Webhooks.id(event).split("-", -1);
		return Mono.<Void>fromRunnable(() -> {
			check(this.atOnce.incrementAndGet() <= CONCURRENCY, "too many at once");
			check(underWay(id[0]).incrementAndGet() == 1, "two of one conversation");
		}).then(work(how)).then(Mono.fromRunnable(() -> {
			underWay(id[0]).decrementAndGet();
			this.atOnce.decrementAndGet();
			if (how % 5 == 0) {
				throw new IllegalStateException("fails now and then");
			}
			this.handled.computeIfAbsent(id[0], (key) -> new CopyOnWriteArrayList<>()).add(Integer.valueOf(id[1]));
		}));
	}

	private static Mono<Void> work(int how) {
		return (how % 3 == 0) ? Mono.<Void>empty().publishOn(Schedulers.parallel()) : Mono.empty();
	}

	private AtomicInteger underWay(String conversation) {
		return this.underWay.computeIfAbsent(conversation, (key) -> new AtomicInteger());
	}

	private void check(boolean condition, String fault) {
		if (!condition) {
			this.faults.add(fault);
		}
	}

}
