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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends webhooks to instances of an application as Brevo does: again after a 429 or if
 * there is no response, sometimes again although it was accepted, some of them late, and
 * each to either instance.
 */
final class WebhookTraffic implements AutoCloseable {

	static final String SECRET = "a-secret-of-the-chat-bots";

	private static final int SENDERS = 4;

	private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

	private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIME_LIMIT)
		.build();

	private final IntFunction<URI> addresses;

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger unanswered = new AtomicInteger();

	private final AtomicInteger duplicates = new AtomicInteger();

	private final AtomicInteger late = new AtomicInteger();

	/**
	 * Create traffic.
	 * @param addresses the addresses of the instances' webhooks
	 */
	WebhookTraffic(IntFunction<URI> addresses) {
		this.addresses = addresses;
	}

	/**
	 * Start to send the webhooks of conversations.
	 * @param conversations the webhooks of each conversation, in the order in which their
	 * messages were written
	 * @param seed the seed of chance
	 * @return what sends them, each of which ends when all of its webhooks are accepted
	 */
	List<Future<?>> start(List<List<SentWebhook>> conversations, long seed) {
		return IntStream.range(0, SENDERS).<Future<?>>mapToObj((sender) -> {
			Random random = new Random(seed * SENDERS + sender);
			List<List<SentWebhook>> own = IntStream.range(0, conversations.size())
				.filter((i) -> i % SENDERS == sender)
				.mapToObj((i) -> withLateOnes(conversations.get(i), random))
				.toList();
			return this.threads.submit(new WebhookSender(own, random, this::send));
		}).toList();
	}

	private List<SentWebhook> withLateOnes(List<SentWebhook> webhooks, Random random) {
		List<SentWebhook> result = new ArrayList<>(webhooks);
		for (int i = 0; i + 1 < result.size(); i++) {
			if (random.nextInt(5) == 0) {
				int later = i + 1 + random.nextInt(Math.min(2, result.size() - i - 1));
				result.add(later, result.remove(i));
				this.late.incrementAndGet();
			}
		}
		return result;
	}

	/**
	 * Send a webhook to one instance, or to both at once.
	 * @param webhook the webhook
	 * @param random chance
	 * @return whether it was accepted
	 */
	private boolean send(SentWebhook webhook, Random random) {
		boolean both = random.nextInt(8) == 0;
		this.duplicates.addAndGet((webhook.isAcknowledged() ? 1 : 0) + (both ? 1 : 0));
		int first = random.nextInt(ChatBots.INSTANCES);
		webhook.sending();
		return IntStream.range(0, both ? ChatBots.INSTANCES : 1)
			.mapToObj((i) -> post(webhook, (first + i) % ChatBots.INSTANCES))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.reduce(false, Boolean::logicalOr);
	}

	/**
	 * Send each webhook again to each instance.
	 * @param conversations the webhooks of each conversation
	 */
	void repeatAll(List<List<SentWebhook>> conversations) {
		for (List<SentWebhook> conversation : conversations) {
			List<CompletableFuture<Boolean>> posts = conversation.stream()
				.flatMap((webhook) -> IntStream.range(0, ChatBots.INSTANCES).mapToObj((i) -> post(webhook, i)))
				.toList();
			this.duplicates.addAndGet(posts.size());
			assertThat(posts).allMatch(CompletableFuture::join);
		}
	}

	private CompletableFuture<Boolean> post(SentWebhook webhook, int instance) {
		this.requests.incrementAndGet();
		HttpRequest request = HttpRequest.newBuilder(this.addresses.apply(instance))
			.timeout(TIME_LIMIT)
			.header("Authorization", "Bearer " + SECRET)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(webhook.body()))
			.build();
		return this.client.sendAsync(request, BodyHandlers.discarding())
			.handle((response, failure) -> isAccepted(webhook, response));
	}

	private boolean isAccepted(SentWebhook webhook, HttpResponse<Void> response) {
		if (response == null) {
			this.unanswered.incrementAndGet();
			return false;
		}
		if (response.statusCode() == 429) {
			this.refused.incrementAndGet();
			return false;
		}
		// Brevo would give it up after any other status
		assertThat(response.statusCode()).isEqualTo(200);
		webhook.acknowledged();
		return true;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	@Override
	public String toString() {
		return "%d requests with webhooks (%d unanswered, %d refused with 429, %d duplicates), %d webhooks late"
			.formatted(this.requests.get(), this.unanswered.get(), this.refused.get(), this.duplicates.get(),
					this.late.get());
	}

}
