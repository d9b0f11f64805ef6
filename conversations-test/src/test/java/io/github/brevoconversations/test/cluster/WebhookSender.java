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

package io.github.brevoconversations.test.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * Sends the webhooks of some conversations, and those again that were not accepted, until
 * all are. Brevo waits for minutes and hours before it sends a webhook again; this waits
 * for less than a second.
 */
final class WebhookSender implements Runnable {

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

	private final List<Deque<SentWebhook>> conversations = new ArrayList<>();

	private final Queue<Repeat> repeats = new PriorityQueue<>(Comparator.comparing(Repeat::due));

	private final Random random;

	private final BiPredicate<SentWebhook, Random> target;

	/**
	 * Create a sender.
	 * @param conversations the webhooks of each conversation, in the order in which to
	 * send them
	 * @param random chance
	 * @param target sends a webhook, and returns whether it was accepted
	 */
	WebhookSender(List<List<SentWebhook>> conversations, Random random, BiPredicate<SentWebhook, Random> target) {
		conversations.forEach((webhooks) -> this.conversations.add(new ArrayDeque<>(webhooks)));
		this.random = random;
		this.target = target;
	}

	@Override
	public void run() {
		while (!Thread.interrupted() && !(this.conversations.isEmpty() && this.repeats.isEmpty())) {
			SentWebhook webhook = next();
			if (webhook != null) {
				send(webhook);
			}
			LockSupport.parkNanos(chance(LONGEST_PAUSE));
		}
	}

	private @Nullable SentWebhook next() {
		Repeat repeat = this.repeats.peek();
		if (repeat != null && repeat.due() <= System.nanoTime()) {
			return this.repeats.remove().webhook();
		}
		if (this.conversations.isEmpty()) {
			return null;
		}
		int position = this.random.nextInt(this.conversations.size());
		SentWebhook webhook = this.conversations.get(position).remove();
		if (this.conversations.get(position).isEmpty()) {
			this.conversations.remove(position);
		}
		return webhook;
	}

	private void send(SentWebhook webhook) {
		boolean accepted = this.target.test(webhook, this.random);
		if ((!accepted && !webhook.isAcknowledged()) || this.random.nextInt(4) == 0) {
			this.repeats.add(new Repeat(webhook, System.nanoTime() + chance(LONGEST_DELAY)));
		}
	}

	private long chance(Duration longest) {
		return TimeUnit.MILLISECONDS.toNanos(this.random.nextInt((int) longest.toMillis()));
	}

	/**
	 * A webhook to send again.
	 *
	 * @param webhook the webhook
	 * @param due when
	 */
	private record Repeat(SentWebhook webhook, long due) {

	}

}
