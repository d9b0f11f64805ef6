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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

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
 * Metrics of Brevo's webhooks: the requests by outcome, the events by kind and outcome,
 * how long events wait and how long handling them takes, and the size of the inboxes. The
 * names of the meters begin with {@code brevo.webhook}. Thread-safe.
 */
public class BrevoWebhookMetrics implements WebhookListener, MeterBinder {

	static final String PREFIX = "brevo.webhook.";

	private final ObjectProvider<BrevoWebhooks> webhooks;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	BrevoWebhookMetrics(ObjectProvider<BrevoWebhooks> webhooks) {
		this.webhooks = webhooks;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.webhooks.ifAvailable((webhooks) -> webhooks.all().forEach((webhook) -> bind(webhook, registry)));
	}

	private static void bind(BrevoWebhook webhook, MeterRegistry registry) {
		LastSize size = new LastSize(webhook);
		Tags tags = Tags.of("account", webhook.account());
		Gauge.builder(PREFIX + "inbox.waiting", size, (last) -> last.look(InboxSize::waiting))
			.description("Events that are waiting or being handled; NaN while the inbox does not respond")
			.baseUnit("events")
			.tags(tags)
			.strongReference(true)
			.register(registry);
		Gauge.builder(PREFIX + "inbox.parked", size, (last) -> last.look(InboxSize::parked))
			.description(
					"Events that were parked because handling them failed too often; NaN while the inbox does not respond")
			.baseUnit("events")
			.tags(tags)
			.strongReference(true)
			.register(registry);
		Gauge.builder(PREFIX + "handlers.hung", webhook, (BrevoWebhook value) -> value.delivery().state().hung().size())
			.description("Handlers that are still running although they took too long and were interrupted")
			.baseUnit("handlers")
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
		Tags tags = tags(account, kind).and("outcome", name(handling));
		for (MeterRegistry registry : this.registries) {
			registry.timer(PREFIX + "events.handling", tags).record(took);
			registry.timer(PREFIX + "events.waiting", tags).record(waited);
		}
	}

	private void count(String name, Tags tags) {
		this.registries.forEach((registry) -> registry.counter(PREFIX + name, tags).increment());
	}

	private static Tags tags(String account, ConversationEventKind kind) {
		return Tags.of("account", account, "kind", name(kind));
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The size of an inbox when it was last looked at, unless that failed. A look asks
	 * for it anew, and does not wait for the response.
	 */
	private static final class LastSize {

		private final BrevoWebhook webhook;

		private final AtomicReference<@Nullable InboxSize> last = new AtomicReference<>();

		private LastSize(BrevoWebhook webhook) {
			this.webhook = webhook;
		}

		private double look(ToLongFunction<InboxSize> count) {
			this.webhook.size().subscribe(this.last::set, (ex) -> this.last.set(null));
			InboxSize size = this.last.get();
			return (size != null) ? count.applyAsLong(size) : Double.NaN;
		}

	}

}
