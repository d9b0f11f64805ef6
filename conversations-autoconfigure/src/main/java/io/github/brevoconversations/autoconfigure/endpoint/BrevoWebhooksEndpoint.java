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

package io.github.brevoconversations.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.github.brevoconversations.autoconfigure.account.AccountName;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhook;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhooks;
import io.github.brevoconversations.webhook.ConversationEventDelivery;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.ParkedEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that tells how many events of webhooks wait, which ones are
 * being handled and which were parked, and delivers parked ones again. It tells nothing
 * of what anybody wrote, and is read-only unless configured otherwise.
 */
@Endpoint(id = "brevowebhooks", defaultAccess = Access.READ_ONLY)
public class BrevoWebhooksEndpoint {

	static final int MAX_PARKED = 100;

	private final BrevoWebhooks webhooks;

	/**
	 * Create an endpoint.
	 * @param webhooks the webhooks of the accounts
	 */
	public BrevoWebhooksEndpoint(BrevoWebhooks webhooks) {
		this.webhooks = webhooks;
	}

	/**
	 * Describe the webhooks of all accounts.
	 * @return the descriptions
	 */
	@ReadOperation
	public Mono<WebhooksDescriptor> webhooks() {
		return Flux.fromIterable(this.webhooks.all())
			.concatMap((webhook) -> Mono.zip(webhook.inbox().size(), webhook.inbox().parked(MAX_PARKED))
				.map((found) -> WebhookDescriptor.of(webhook, found.getT1(), found.getT2())))
			.collectList()
			.map(WebhooksDescriptor::new);
	}

	/**
	 * Deliver a parked event again.
	 * @param account the name of the account
	 * @param event the id of the parked event
	 * @return what was done
	 * @throws InvalidEndpointRequestException if there is no such account
	 */
	@WriteOperation
	public Mono<DeliveryDescriptor> deliver(@Selector String account, @Selector String event) {
		BrevoWebhook webhook = this.webhooks.all()
			.stream()
			.filter((candidate) -> AccountName.isSame(candidate.account(), account))
			.findFirst()
			.orElseThrow(() -> unknown(account));
		return webhook.inbox().redeliver(event).map((found) -> {
			webhook.delivery().wake();
			return new DeliveryDescriptor(webhook.account(), event, found);
		});
	}

	private InvalidEndpointRequestException unknown(String account) {
		String reason = "No account '%s' has a webhook. These have one: %s".formatted(account,
				this.webhooks.all().stream().map(BrevoWebhook::account).toList());
		return new InvalidEndpointRequestException(reason, reason);
	}

	private static String name(Enum<?> kind) {
		return kind.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Description of the webhooks of all accounts.
	 *
	 * @param webhooks the descriptions
	 */
	public record WebhooksDescriptor(List<WebhookDescriptor> webhooks) {

	}

	/**
	 * Description of the webhook of an account.
	 *
	 * @param account the name of the account
	 * @param path the path of the webhook
	 * @param waiting the number of events that wait or are being handled
	 * @param handling the events that this instance handles
	 * @param parked the number of parked events
	 * @param parkedEvents the parked events, at most 100, the oldest first
	 * @param inboxFailure the name of the exception that the inbox failed with, or
	 * {@code null} if it works
	 */
	public record WebhookDescriptor(String account, String path, long waiting, List<HandlingDescriptor> handling,
			long parked, List<ParkedEventDescriptor> parkedEvents, @Nullable String inboxFailure) {

		static WebhookDescriptor of(BrevoWebhook webhook, InboxSize size, List<ParkedEvent> parked) {
			ConversationEventDelivery.State state = webhook.delivery().state();
			return new WebhookDescriptor(webhook.account(), webhook.path(), size.waiting(),
					state.handling()
						.stream()
						.map((event) -> new HandlingDescriptor(name(event.kind()), event.duration().toString()))
						.toList(),
					size.parked(), parked.stream().map(ParkedEventDescriptor::of).toList(), state.inboxFailure());
		}

	}

	/**
	 * Description of an event that is being handled.
	 *
	 * @param kind its kind
	 * @param duration how long it has been, such as {@code PT2.5S}
	 */
	public record HandlingDescriptor(String kind, String duration) {

	}

	/**
	 * Description of a parked event.
	 *
	 * @param id its id
	 * @param kind its kind
	 * @param receivedAt when its webhook arrived
	 * @param parkedAt when it was parked
	 * @param attempts how often handling it was attempted
	 * @param outcome the name of the exception that the last attempt failed with
	 */
	public record ParkedEventDescriptor(String id, String kind, Instant receivedAt, Instant parkedAt, int attempts,
			String outcome) {

		static ParkedEventDescriptor of(ParkedEvent event) {
			return new ParkedEventDescriptor(event.id(), name(event.kind()), event.receivedAt(), event.parkedAt(),
					event.attempts(), event.outcome());
		}

	}

	/**
	 * Description of what was done to deliver a parked event again.
	 *
	 * @param account the name of the account
	 * @param event the id of the event
	 * @param found whether there was such an event, so that it is delivered again
	 */
	public record DeliveryDescriptor(String account, String event, boolean found) {

	}

}
