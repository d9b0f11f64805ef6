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

package io.github.brevoconversations.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhook;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhooks;
import io.github.brevoconversations.webhook.ConversationEventDelivery.InProgress;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link ReactiveHealthIndicator} for Brevo's webhooks. The status is {@code DOWN} if an
 * inbox does not respond, so that webhooks are refused, and
 * {@link AgentPresenceHealthIndicator#DEGRADED} if events were parked, or if one has been
 * handled for more than five minutes: a handler that never ends keeps others waiting. The
 * details tell nothing of what anybody wrote.
 */
public class BrevoWebhookHealthIndicator extends AbstractReactiveHealthIndicator {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final BrevoWebhooks webhooks;

	BrevoWebhookHealthIndicator(BrevoWebhooks webhooks) {
		super("The health of Brevo's webhooks cannot be determined");
		this.webhooks = webhooks;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return Flux.fromIterable(this.webhooks.all())
			.concatMap((webhook) -> webhook.inbox().size().map((size) -> new AccountSize(webhook, size)))
			.collectList()
			.map((sizes) -> {
				builder.status(sizes.stream().map(AccountSize::status).allMatch(Status.UP::equals) ? Status.UP
						: AgentPresenceHealthIndicator.DEGRADED);
				sizes.forEach((size) -> builder.withDetail(size.webhook().account(), size.details()));
				return builder.build();
			});
	}

	static Status status(long parked, Duration longestHandling) {
		boolean well = parked == 0 && longestHandling.compareTo(LONG) <= 0;
		return well ? Status.UP : AgentPresenceHealthIndicator.DEGRADED;
	}

	/**
	 * How much is in the inbox of an account.
	 *
	 * @param webhook the account's webhook
	 * @param size how much is in its inbox
	 */
	private record AccountSize(BrevoWebhook webhook, InboxSize size) {

		private Status status() {
			return BrevoWebhookHealthIndicator.status(this.size.parked(), longestHandling());
		}

		// the longest is the first
		private Duration longestHandling() {
			return this.webhook.delivery()
				.state()
				.handling()
				.stream()
				.findFirst()
				.map(InProgress::duration)
				.orElse(Duration.ZERO);
		}

		private Map<String, Object> details() {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("waitingEvents", this.size.waiting());
			details.put("parkedEvents", this.size.parked());
			details.put("eventsBeingHandled", this.webhook.delivery().state().handling().size());
			details.put("longestHandling", longestHandling());
			return details;
		}

	}

}
