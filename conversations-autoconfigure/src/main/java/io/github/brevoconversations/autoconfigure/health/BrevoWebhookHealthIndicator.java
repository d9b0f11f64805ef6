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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhook;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhooks;
import io.github.brevoconversations.webhook.ConversationEventDelivery.InProgress;
import io.github.brevoconversations.webhook.ConversationEventDelivery.State;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link ReactiveHealthIndicator} for Brevo's webhooks. The status is {@code DOWN} if an
 * inbox does not respond, so that webhooks are rejected. It is
 * {@link AgentPresenceHealthIndicator#DEGRADED} if events were parked, or if handlers
 * hang, which means that they continue although their threads were interrupted: too many
 * of them keep others waiting. The details never show the text of a message.
 */
public class BrevoWebhookHealthIndicator extends AbstractReactiveHealthIndicator {

	private final BrevoWebhooks webhooks;

	BrevoWebhookHealthIndicator(BrevoWebhooks webhooks) {
		super("Brevo webhook health check failed");
		this.webhooks = webhooks;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return Flux.fromIterable(this.webhooks.all())
			.flatMapSequential(BrevoWebhookHealthIndicator::look)
			.collectList()
			.map((sizes) -> {
				Set<Status> found = sizes.stream().map(AccountSize::status).collect(Collectors.toSet());
				builder.status(Stream.of(Status.DOWN, AgentPresenceHealthIndicator.DEGRADED)
					.filter(found::contains)
					.findFirst()
					.orElse(Status.UP));
				sizes.forEach((size) -> builder.withDetail(size.webhook().account(), size.details()));
				return builder.build();
			});
	}

	private static Mono<AccountSize> look(BrevoWebhook webhook) {
		return webhook.size()
			.map((size) -> new AccountSize(webhook, size, null, webhook.delivery().state()))
			.onErrorResume((ex) -> Mono
				.just(new AccountSize(webhook, null, ex.getClass().getName(), webhook.delivery().state())));
	}

	/**
	 * The size of the inbox and the state of the delivery of an account.
	 *
	 * @param webhook the account's webhook
	 * @param size how much is in its inbox, or {@code null} if that failed
	 * @param failure the name of the exception that it failed with, or {@code null}
	 * @param state the state of its delivery
	 */
	private record AccountSize(BrevoWebhook webhook, @Nullable InboxSize size, @Nullable String failure, State state) {

		private Status status() {
			if (this.size == null) {
				return Status.DOWN;
			}
			boolean well = this.size.parked() == 0 && this.state.hung().isEmpty();
			return well ? Status.UP : AgentPresenceHealthIndicator.DEGRADED;
		}

		private Map<String, Object> details() {
			Map<String, Object> details = new LinkedHashMap<>();
			if (this.size != null) {
				details.put("waitingEvents", this.size.waiting());
				details.put("parkedEvents", this.size.parked());
			}
			if (this.failure != null) {
				details.put("inboxFailure", this.failure);
			}
			details.put("eventsBeingHandled", this.state.handling().size());
			// the longest is the first
			details.put("longestHandling",
					this.state.handling().stream().findFirst().map(InProgress::duration).orElse(Duration.ZERO));
			details.put("hungHandlers", this.state.hung().size());
			return details;
		}

	}

}
