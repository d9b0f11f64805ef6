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

package io.github.brevoconversations.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ConversationInbox.Step;
import io.github.brevoconversations.webhook.WebhookListener.Handling;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Hands one event to the application and notes in the inbox what came of it.
 */
final class EventHandling {

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private final String account;

	private final ConversationEventDispatcher dispatcher;

	private final InboxCalls inbox;

	private final WebhookListeners listeners;

	private final Scheduler timer;

	EventHandling(String account, ConversationEventDispatcher dispatcher, InboxCalls inbox, WebhookListeners listeners,
			Scheduler timer) {
		this.account = account;
		this.dispatcher = dispatcher;
		this.inbox = inbox;
		this.listeners = listeners;
		this.timer = timer;
	}

	/**
	 * Hand an event to the application.
	 * @param task the event, and what is told when that has ended
	 * @param atMost how long it may take without a thread
	 */
	void dispatch(HandlingTask task, Duration atMost) {
		ConversationEvent event = task.delivery().event();
		if (event == null) {
			task.ended(new UnreadableEventException());
			return;
		}
		try {
			Mono<Void> handling = this.dispatcher.dispatch(event)
				.contextWrite(Context.of(ConversationEventDispatcher.TRACE, task.delivery().trace()));
			task.goOn(handling.subscribe(null, task::ended, () -> task.ended(null)), atMost);
		}
		catch (Throwable ex) {
			task.ended(ex);
		}
	}

	/**
	 * Note in the inbox how handling an event ended.
	 * @param delivery the event
	 * @param failure what it failed with, or {@code null} if it is done
	 * @param settings how often to try
	 * @param goOn whether to go on with the next event of the conversation
	 * @return how the conversation goes on
	 */
	Mono<Result> note(Delivery delivery, @Nullable Throwable failure, DeliverySettings settings, boolean goOn) {
		if (failure == null) {
			return this.inbox.complete(delivery, goOn).map((step) -> new Result(step, Handling.DONE));
		}
		if (failure instanceof LeaseLostException) {
			return this.inbox.release(delivery, Duration.ZERO, false)
				.map((held) -> new Result(new Step(held, null), Handling.FAILED));
		}
		int attempts = delivery.attempts() + 1;
		boolean park = attempts >= settings.maxAttempts();
		warn(delivery, failure, attempts, park);
		if (park) {
			return this.inbox.park(delivery, failure.getClass().getName(), goOn)
				.map((step) -> new Result(step, Handling.PARKED));
		}
		return this.inbox.release(delivery, settings.delayAfter(attempts), true)
			.map((held) -> new Result(new Step(held, null), Handling.FAILED));
	}

	private void warn(Delivery delivery, Throwable failure, int attempts, boolean park) {
		logger.warn(
				"Attempt %s to handle an event (%s) of account '%s' failed; %s".formatted(attempts, kind(delivery),
						this.account, park ? "the event is parked" : "it will be retried, and later events wait"),
				WithoutMessages.of(failure));
	}

	/**
	 * Tell the listener how handling an event ended.
	 * @param delivery the event
	 * @param result how it ended
	 * @param took how long it took
	 */
	void tell(Delivery delivery, Result result, Duration took) {
		Handling handling = result.step().held() ? result.handling() : Handling.LOST;
		if (handling == Handling.LOST) {
			logger.warn(("The lease of a conversation of account '%s' ended while its event (%s) was being handled, "
					+ "so the event may be handled again")
				.formatted(this.account, kind(delivery)));
		}
		ConversationEvent event = delivery.event();
		Instant now = Instant.ofEpochMilli(this.timer.now(TimeUnit.MILLISECONDS));
		Duration waited = (event != null) ? Duration.between(event.receivedAt(), now).minus(took) : Duration.ZERO;
		this.listeners.handled(this.account, kind(delivery), handling, waited.isNegative() ? Duration.ZERO : waited,
				took);
	}

	static ConversationEventKind kind(Delivery delivery) {
		ConversationEvent event = delivery.event();
		return (event != null) ? ConversationEventKind.of(event) : ConversationEventKind.UNKNOWN;
	}

	/**
	 * How handling an event ended.
	 *
	 * @param step how its conversation goes on
	 * @param handling how it ended
	 */
	record Result(Step step, Handling handling) {

	}

	/**
	 * What a handling is cancelled with when the conversation may belong to another
	 * instance by now.
	 */
	@SuppressWarnings("serial")
	static final class LeaseLostException extends RuntimeException {

	}

	/**
	 * What an event fails with that this version cannot read.
	 */
	@SuppressWarnings("serial")
	private static final class UnreadableEventException extends RuntimeException {

	}

}
