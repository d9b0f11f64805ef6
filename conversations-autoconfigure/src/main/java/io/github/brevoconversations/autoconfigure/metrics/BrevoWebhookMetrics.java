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

package io.github.brevoconversations.autoconfigure.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhook;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhooks;
import io.github.brevoconversations.webhook.ConversationEventKind;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.WebhookListener;
import io.github.brevoconversations.webhook.WebhookOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Metrics of Brevo's webhooks: the requests, by outcome; their events, by kind and by
 * what became of them; how long these wait and take; and how many there are. Thread-safe.
 */
public class BrevoWebhookMetrics implements WebhookListener, MeterBinder {

	static final String PREFIX = "brevo.webhook.";

	private final ObjectProvider<BrevoWebhooks> webhooks;

	private volatile @Nullable MeterRegistry registry;

	BrevoWebhookMetrics(ObjectProvider<BrevoWebhooks> webhooks) {
		this.webhooks = webhooks;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registry = registry;
		this.webhooks.ifAvailable((webhooks) -> webhooks.all().forEach((webhook) -> bind(webhook, registry)));
	}

	private static void bind(BrevoWebhook webhook, MeterRegistry registry) {
		LastSize size = new LastSize(webhook);
		Tags tags = Tags.of("account", webhook.account());
		Gauge.builder(PREFIX + "inbox.waiting", size, (last) -> last.look().waiting())
			.description("Events that wait or are being handled")
			.baseUnit("events")
			.tags(tags)
			.strongReference(true)
			.register(registry);
		Gauge.builder(PREFIX + "inbox.parked", size, (last) -> last.look().parked())
			.description("Events that were parked because handling them failed too often")
			.baseUnit("events")
			.tags(tags)
			.strongReference(true)
			.register(registry);
	}

	@Override
	public void onRequest(String account, WebhookOutcome outcome) {
		count("requests", Tags.of("account", account, "outcome", outcome.reason()));
	}

	@Override
	public void onUnexpectedAddress(String account) {
		count("unexpected.addresses", Tags.of("account", account));
	}

	@Override
	public void onReceived(String account, ConversationEventKind kind, Reception reception) {
		count("events.received", tags(account, kind).and("reception", name(reception)));
	}

	@Override
	public void onHandled(String account, ConversationEventKind kind, Handling handling, Duration waited,
			Duration took) {
		MeterRegistry registry = this.registry;
		if (registry != null) {
			Tags tags = tags(account, kind).and("outcome", name(handling));
			registry.timer(PREFIX + "events.handling", tags).record(took);
			registry.timer(PREFIX + "events.waiting", tags).record(waited);
		}
	}

	private void count(String name, Tags tags) {
		MeterRegistry registry = this.registry;
		if (registry != null) {
			registry.counter(PREFIX + name, tags).increment();
		}
	}

	private static Tags tags(String account, ConversationEventKind kind) {
		return Tags.of("account", account, "kind", name(kind));
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The size of an inbox when it was last looked at. A look asks for it anew, and does
	 * not wait for the response.
	 */
	private static final class LastSize {

		private final BrevoWebhook webhook;

		private final AtomicReference<InboxSize> last = new AtomicReference<>(new InboxSize(0, 0));

		private LastSize(BrevoWebhook webhook) {
			this.webhook = webhook;
		}

		private InboxSize look() {
			this.webhook.inbox().size().onErrorComplete().subscribe(this.last::set);
			return this.last.get();
		}

	}

}
