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

package io.github.brevoconversations.autoconfigure.webhook;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * The webhooks of all accounts. They start with the application. When it stops, they
 * reject further requests before the web server does, and wait for the events that are
 * being handled. Thread-safe.
 */
public final class BrevoWebhooks implements SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(BrevoWebhooks.class);

	private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(1);

	private final List<BrevoWebhook> webhooks;

	private final DeliveryExecutors executors;

	private volatile CompletableFuture<Void> idle = new CompletableFuture<>();

	private volatile boolean running;

	BrevoWebhooks(List<BrevoWebhook> webhooks, DeliveryExecutors executors) {
		this.webhooks = List.copyOf(webhooks);
		this.executors = executors;
	}

	/**
	 * Return the webhooks.
	 * @return the webhooks, starting with that of the default account
	 */
	public List<BrevoWebhook> all() {
		return this.webhooks;
	}

	@Override
	public void start() {
		this.running = true;
		this.webhooks.forEach(BrevoWebhook::start);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.idle = CompletableFuture
			.allOf(this.webhooks.stream().map(BrevoWebhooks::stop).toArray(CompletableFuture<?>[]::new));
		this.running = false;
		Mono.fromFuture(this.idle.copy()).doOnTerminate(callback).subscribe();
	}

	private static CompletableFuture<?> stop(BrevoWebhook webhook) {
		CompletableFuture<Void> idle = new CompletableFuture<>();
		webhook.stop(() -> idle.complete(null));
		return idle;
	}

	private void cancel(Runnable callback) {
		this.webhooks.forEach((webhook) -> webhook.delivery().cancel());
		Mono.fromFuture(this.idle.copy()).timeout(CANCEL_TIMEOUT, Mono.empty()).doOnTerminate(callback).subscribe();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void destroy() throws Exception {
		this.executors.close();
		for (BrevoWebhook webhook : this.webhooks) {
			if (webhook.inbox() instanceof InMemoryConversationInbox) {
				// Only now, since handlers may still end during the stop
				webhook.inbox().size().subscribe((size) -> warn(webhook.account(), size.waiting() + size.parked()));
			}
			if (webhook.inbox() instanceof AutoCloseable inbox) {
				close(inbox);
			}
		}
	}

	private static void warn(String account, long lost) {
		if (lost > 0) {
			logger.warn(("The account '%s' loses %s webhook events that were accepted but not handled. "
					+ "To keep such events, set brevo.webhook.inbox.type to redis or jdbc")
				.formatted(account, lost));
		}
	}

	private static void close(AutoCloseable inbox) {
		try {
			inbox.close();
		}
		catch (Exception ex) {
			logger.debug("An inbox could not be closed", ex);
		}
	}

	/**
	 * Cancels handlers that are still running when the shutdown phase of the webhooks has
	 * timed out, before anything that the handlers or the inbox need is stopped. So the
	 * events are left to other instances immediately, rather than when the lease expires.
	 */
	static final class Cancellation implements SmartLifecycle {

		// A bean that depends on the webhooks would be stopped before them, whatever its
		// phase
		private final ObjectProvider<BrevoWebhooks> webhooks;

		private volatile boolean running;

		Cancellation(ObjectProvider<BrevoWebhooks> webhooks) {
			this.webhooks = webhooks;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			stop(() -> {
			});
		}

		@Override
		public void stop(Runnable callback) {
			this.running = false;
			this.webhooks.getObject().cancel(callback);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return DEFAULT_PHASE - 1;
		}

	}

}
