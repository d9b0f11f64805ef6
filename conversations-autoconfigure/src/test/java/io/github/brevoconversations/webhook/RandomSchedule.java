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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ConversationInbox.Step;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances that use one inbox at random: webhooks come, again and again, in any
 * order; instances die, leases end, handlers fail, clocks are set. Each event is handled
 * at least once, none again that was noted as done, and those of a conversation in their
 * order.
 */
final class RandomSchedule {

	private static final int CONVERSATIONS = 5;

	private static final int STEPS = 300;

	private static final int MAX_ATTEMPTS = 4;

	private final Function<InboxSettings, ConversationInbox> inboxes;

	private final Consumer<Duration> clock;

	private final Random random;

	private final String description;

	private final List<Delivery> held = new ArrayList<>();

	private final Map<String, List<String>> accepted = new HashMap<>();

	private final Map<String, List<String>> done = new HashMap<>();

	private final Set<String> handled = new HashSet<>();

	private int messages;

	RandomSchedule(Function<InboxSettings, ConversationInbox> inboxes, Consumer<Duration> clock, int seed) {
		this.inboxes = inboxes;
		this.clock = clock;
		this.random = new Random(seed);
		this.description = "seed " + seed;
	}

	void run() {
		for (int i = 0; i < STEPS; i++) {
			switch (this.random.nextInt(12)) {
				case 0, 1, 2 -> receive();
				case 3, 4 -> claim(Duration.ofHours(1));
				case 5 -> claim(Duration.ZERO);
				case 6, 7, 8 -> complete();
				case 9 -> fail();
				case 10 -> die();
				default -> this.clock.accept(Duration.ofMinutes(this.random.nextInt(-200_000, 200_000)));
			}
		}
		drain();
		assertThat(this.done).as(this.description).isEqualTo(this.accepted);
		this.accepted.values().forEach((ids) -> assertThat(this.handled).as(this.description).containsAll(ids));
		assertThat(inbox().claim(1, Duration.ZERO).block().deliveries()).as(this.description).isEmpty();
	}

	private ConversationInbox inbox() {
		return this.inboxes.apply(InboxSettings.defaults());
	}

	private void receive() {
		String conversation = this.description + " c" + this.random.nextInt(CONVERSATIONS);
		List<String> ids = new ArrayList<>();
		int count = this.random.nextInt(1, 4);
		for (int i = 0; i < count; i++) {
			boolean again = this.random.nextBoolean() && this.accepted.containsKey(conversation);
			ids.add(again ? any(this.accepted.get(conversation)) : conversation + " m" + this.messages++);
		}
		inbox().add(Webhooks.entries(conversation, ids.toArray(new String[0])))
			.block()
			.added()
			.forEach((entry) -> this.accepted.computeIfAbsent(conversation, (key) -> new ArrayList<>())
				.add(Webhooks.id(entry.event())));
	}

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private void claim(Duration lease) {
		inbox().claim(this.random.nextInt(1, 4), lease).block().deliveries().forEach(this::hold);
	}

	private void hold(Delivery delivery) {
		ConversationEvent event = delivery.event();
		String id = Webhooks.id(event);
		List<String> done = this.done.getOrDefault(event.conversationId(), List.of());
		assertThat(done).as(this.description).doesNotContain(id);
		assertThat(this.accepted.get(event.conversationId()).get(done.size())).as(this.description).isEqualTo(id);
		this.handled.add(id);
		this.held.add(delivery);
	}

	private void complete() {
		if (!this.held.isEmpty()) {
			Delivery delivery = this.held.remove(this.random.nextInt(this.held.size()));
			boolean proceed = this.random.nextBoolean();
			boolean park = this.random.nextInt(10) == 0;
			Duration lease = proceed ? Duration.ofHours(this.random.nextInt(2)) : null;
			Step step = (park ? inbox().park(delivery, "failed", lease) : inbox().complete(delivery, lease)).block();
			if (step.held()) {
				ConversationEvent event = delivery.event();
				this.done.computeIfAbsent(event.conversationId(), (key) -> new ArrayList<>()).add(Webhooks.id(event));
			}
			if (step.next() != null) {
				hold(step.next());
			}
		}
	}

	private void fail() {
		if (!this.held.isEmpty()) {
			Delivery delivery = this.held.remove(this.random.nextInt(this.held.size()));
			assertThat(delivery.attempts()).as(this.description).isLessThan(STEPS);
			inbox().release(delivery, Duration.ofMillis(this.random.nextInt(2)), delivery.attempts() < MAX_ATTEMPTS)
				.block();
		}
	}

	private void die() {
		List<Delivery> dead = new ArrayList<>(this.held);
		this.held.clear();
		dead.forEach((delivery) -> inbox().renew(delivery, Duration.ZERO).block());
	}

	private void drain() {
		die();
		while (inbox().size().block().waiting() > 0) {
			claim(Duration.ofHours(1));
			while (!this.held.isEmpty()) {
				complete();
			}
		}
	}

}
