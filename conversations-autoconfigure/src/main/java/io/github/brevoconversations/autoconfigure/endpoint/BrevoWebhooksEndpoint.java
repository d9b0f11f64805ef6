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

import java.time.Duration;
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
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@link Endpoint @Endpoint} that returns how many events of webhooks wait, which ones
 * are being handled and which ones were parked, and that delivers parked events again. It
 * never shows the text of a message. Read-only unless configured otherwise.
 */
@Endpoint(id = "brevowebhooks", defaultAccess = Access.READ_ONLY)
public class BrevoWebhooksEndpoint {

	static final int MAX_PARKED = 100;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
			.flatMapSequential(BrevoWebhooksEndpoint::describe)
			.collectList()
			.map(WebhooksDescriptor::new);
	}

	private static Mono<WebhookDescriptor> describe(BrevoWebhook webhook) {
		return Mono.zip(webhook.size(), webhook.parked(MAX_PARKED))
			.map((found) -> WebhookDescriptor.of(webhook, found.getT1(), found.getT2(), null))
			.onErrorResume((ex) -> Mono.just(WebhookDescriptor.of(webhook, null, List.of(), ex.getClass().getName())));
	}

	/**
	 * Deliver a parked event again. Blocks for up to ten seconds.
	 * @param account the name of the account
	 * @param event the id of the parked event
	 * @return the result, with the status 404 if there is no such event
	 * @throws InvalidEndpointRequestException if there is no such account
	 */
	@WriteOperation
	public WebEndpointResponse<DeliveryDescriptor> deliver(@Selector String account, @Selector String event) {
		BrevoWebhook webhook = this.webhooks.all()
			.stream()
			.filter((candidate) -> AccountName.isSame(candidate.account(), account))
			.findFirst()
			.orElseThrow(() -> unknown(account));
		// not reactive, since Spring MVC would ignore the status of a reactive response
		boolean found = Boolean.TRUE.equals(webhook.inbox().redeliver(event).block(TIMEOUT));
		webhook.delivery().wake();
		return new WebEndpointResponse<>(new DeliveryDescriptor(webhook.account(), event, found),
				found ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private InvalidEndpointRequestException unknown(String account) {
		String reason = "There is no account '%s' with a webhook. Accounts with a webhook: %s".formatted(account,
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
	 * @param path the path of the webhook, with those of the application and its servlet
	 * @param waiting the number of events that wait or are being handled, or {@code null}
	 * if the inbox does not respond
	 * @param handling the events that this instance handles
	 * @param hung the events whose handling took too long and was given up, but continues
	 * although its thread was interrupted
	 * @param parked the number of parked events, or {@code null} if the inbox does not
	 * respond
	 * @param parkedEvents the parked events, at most 100, the oldest first
	 * @param inboxFailure the name of the exception with which the inbox fails, or
	 * {@code null} if it works
	 */
	public record WebhookDescriptor(String account, String path, @Nullable Long waiting,
			List<HandlingDescriptor> handling, List<HandlingDescriptor> hung, @Nullable Long parked,
			List<ParkedEventDescriptor> parkedEvents, @Nullable String inboxFailure) {

		static WebhookDescriptor of(BrevoWebhook webhook, @Nullable InboxSize size, List<ParkedEvent> parked,
				@Nullable String failure) {
			ConversationEventDelivery.State state = webhook.delivery().state();
			return new WebhookDescriptor(webhook.account(), webhook.fullPath(), (size != null) ? size.waiting() : null,
					state.handling().stream().map(HandlingDescriptor::of).toList(),
					state.hung().stream().map(HandlingDescriptor::of).toList(), (size != null) ? size.parked() : null,
					parked.stream().map(ParkedEventDescriptor::of).toList(),
					(failure != null) ? failure : state.inboxFailure());
		}

	}

	/**
	 * Description of an event that is being handled.
	 *
	 * @param kind its kind
	 * @param duration how long it has been handled, such as {@code PT2.5S}
	 */
	public record HandlingDescriptor(String kind, String duration) {

		static HandlingDescriptor of(ConversationEventDelivery.InProgress event) {
			return new HandlingDescriptor(name(event.kind()), event.duration().toString());
		}

	}

	/**
	 * Description of a parked event.
	 *
	 * @param id its id
	 * @param kind its kind
	 * @param receivedAt when its webhook arrived
	 * @param parkedAt when it was parked
	 * @param attempts how many attempts to handle it there were
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
	 * Result of an attempt to deliver a parked event again.
	 *
	 * @param account the name of the account
	 * @param event the id of the event
	 * @param found whether there is such an event, which is then delivered again
	 */
	public record DeliveryDescriptor(String account, String event, boolean found) {

	}

}
