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

package io.github.brevoconversations.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The webhooks of an account. Sends them in order on its own thread, and
 * {@linkplain #sendDue() on request} again when Brevo would. Holds a bounded number, and
 * forgets the oldest. Safe to use from several threads.
 */
final class WebhookQueue implements AutoCloseable {

	static final String THREAD_NAME = "brevo-conversations-webhooks";

	private static final int MAX_ENTRIES = 10_000;

	private static final List<Duration> DELAYS = List.of(Duration.ofMinutes(10), Duration.ofHours(1),
			Duration.ofHours(2), Duration.ofHours(8));

	private final Clock clock;

	private final Deque<Webhook> webhooks = new ArrayDeque<>();

	private final ExecutorService executor = executor(1);

	private @Nullable WebhookTarget target;

	private @Nullable WebhookSender sender;

	private boolean held;

	private volatile boolean closed;

	WebhookQueue(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return the time at which Brevo sends a webhook again.
	 * @param at the time of the last attempt
	 * @param attempts the number of attempts so far
	 * @return the time, or {@code null} if Brevo gives up
	 */
	static @Nullable Instant next(Instant at, int attempts) {
		return (attempts <= DELAYS.size()) ? at.plus(DELAYS.get(attempts - 1)) : null;
	}

	synchronized void sendTo(WebhookTarget target, WebhookSender sender) {
		this.target = target;
		this.sender = sender;
	}

	/**
	 * Forget all webhooks, and no longer hold new ones.
	 */
	synchronized void clear() {
		this.webhooks.clear();
		this.held = false;
	}

	/**
	 * Forget where to send webhooks.
	 */
	synchronized void sendNowhere() {
		this.target = null;
		this.sender = null;
	}

	synchronized @Nullable WebhookTarget target() {
		return this.target;
	}

	synchronized List<Webhook> webhooks() {
		return List.copyOf(this.webhooks);
	}

	synchronized void hold(boolean held) {
		this.held = held;
	}

	/**
	 * Keep a webhook and, unless webhooks are held or go nowhere, send it.
	 * @param event the name of the event
	 * @param body the body
	 * @return the webhook, and its first attempt, which may still be under way
	 */
	Sending add(String event, byte[] body) {
		Webhook webhook = new Webhook(event, body, this);
		boolean sends;
		synchronized (this) {
			this.webhooks.add(webhook);
			if (this.webhooks.size() > MAX_ENTRIES) {
				this.webhooks.remove();
			}
			sends = !this.held && this.target != null;
		}
		return new Sending(webhook, sends ? submit(this.executor, webhook, UnaryOperator.identity())
				: CompletableFuture.completedFuture(0));
	}

	/**
	 * Send the webhooks that were not sent yet, and those that Brevo would have sent
	 * again by now.
	 * @return the webhooks that were sent, after their responses
	 */
	List<Webhook> sendDue() {
		Instant now = this.clock.instant();
		List<Webhook> due = webhooks().stream().filter((webhook) -> isDue(webhook, now)).toList();
		due.stream()
			.map((webhook) -> submit(this.executor, webhook, UnaryOperator.identity()))
			.toList()
			.forEach(WebhookQueue::await);
		return due;
	}

	int send(Webhook webhook, UnaryOperator<WebhookTarget> change) {
		return await(submit(this.executor, webhook, change));
	}

	List<Integer> sendAtOnce(Webhook webhook, int times) {
		ExecutorService threads = executor(times);
		try {
			List<CompletableFuture<Integer>> sendings = new ArrayList<>();
			for (int i = 0; i < times; i++) {
				sendings.add(submit(threads, webhook, UnaryOperator.identity()));
			}
			return sendings.stream().map(WebhookQueue::await).toList();
		}
		finally {
			threads.shutdown();
		}
	}

	private CompletableFuture<Integer> submit(ExecutorService executor, Webhook webhook,
			UnaryOperator<WebhookTarget> change) {
		return CompletableFuture.supplyAsync(() -> attempt(webhook, change), executor);
	}

	private int attempt(Webhook webhook, UnaryOperator<WebhookTarget> change) {
		WebhookTarget target;
		WebhookSender sender;
		synchronized (this) {
			target = this.target;
			sender = this.sender;
		}
		if (this.closed) {
			throw new IllegalStateException("The server was closed before it sent the webhook");
		}
		if (target == null || sender == null) {
			throw new IllegalStateException("The server was not told where to send webhooks: call sendWebhooksTo");
		}
		int status = status(sender, change.apply(target).request(webhook.bytes(), "application/json"));
		webhook.attempted(new Webhook.Attempt(this.clock.instant(), status));
		return status;
	}

	private static int status(WebhookSender sender, WebhookRequest request) {
		try {
			return sender.send(request);
		}
		catch (Exception ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			return 0;
		}
	}

	private static boolean isDue(Webhook webhook, Instant now) {
		Instant due = webhook.due();
		return webhook.state() == Webhook.State.WAITING
				&& (webhook.attempts().isEmpty() || (due != null && !due.isAfter(now)));
	}

	private static ThreadPoolExecutor executor(int threads) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, THREAD_NAME);
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	static int await(CompletableFuture<Integer> sending) {
		try {
			return sending.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	@Override
	public void close() {
		this.closed = true;
		// or whoever waits for one that is not sent anymore would wait for ever
		this.executor.shutdownNow().forEach(Runnable::run);
	}

	/**
	 * A webhook and its first attempt.
	 *
	 * @param webhook the webhook
	 * @param attempt completed with the status of the response; zero if there was none
	 */
	record Sending(Webhook webhook, CompletableFuture<Integer> attempt) {

		Webhook sent() {
			await(this.attempt);
			return this.webhook;
		}

	}

}
