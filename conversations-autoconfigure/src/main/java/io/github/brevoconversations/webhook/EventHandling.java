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

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ConversationInbox.Step;
import io.github.brevoconversations.webhook.WebhookListener.Handling;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Hands one event to the application, and records the result in the inbox.
 */
final class EventHandling {

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private static final int MAX_HUNG_ATTEMPTS = 2;

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
	 * @param task the event's task, which is told when the handling has ended
	 */
	void dispatch(HandlingTask task) {
		ConversationEvent event = task.delivery().event();
		if (event == null) {
			task.ended(new UnreadableEventException());
			return;
		}
		try {
			BooleanSupplier givenUp = task::isGivenUp;
			Mono<Void> handling = this.dispatcher.dispatch(event)
				.contextWrite(Context.of(ConversationEventDispatcher.TRACE, task.delivery().trace(),
						ConversationEventDispatcher.GIVEN_UP, givenUp));
			task.continuesWith(handling.subscribe(null, task::ended, () -> task.ended(null)));
		}
		catch (Throwable ex) {
			task.ended(ex);
		}
	}

	/**
	 * Record in the inbox how the handling of an event ended.
	 * @param delivery the event
	 * @param failure the failure, or {@code null} if the event was handled
	 * @param settings the settings of the retries
	 * @param proceed whether to continue with the next event of the conversation
	 * @return how the conversation continues
	 */
	Mono<Result> note(Delivery delivery, @Nullable Throwable failure, DeliverySettings settings, boolean proceed) {
		if (failure == null) {
			return this.inbox.complete(delivery, proceed).map((step) -> new Result(step, Handling.DONE));
		}
		if (failure instanceof LeaseLostException) {
			return letGo(delivery);
		}
		int attempts = delivery.attempts() + 1;
		boolean park = attempts >= maxAttempts(failure, settings);
		warn(delivery, failure, attempts, park);
		if (park) {
			return this.inbox.park(delivery, outcome(failure), proceed)
				.map((step) -> new Result(step, Handling.PARKED));
		}
		return this.inbox.release(delivery, settings.delayAfter(attempts), true)
			.map((held) -> new Result(new Step(held, null), Handling.FAILED));
	}

	// What others wrapped a listener's exception in says nothing
	private static String outcome(Throwable failure) {
		Throwable unwrapped = Exceptions.unwrap(failure);
		Throwable cause = unwrapped.getCause();
		boolean wrapper = unwrapped instanceof UndeclaredThrowableException || unwrapped instanceof CompletionException;
		return ((wrapper && cause != null) ? cause : unwrapped).getClass().getName();
	}

	/**
	 * Leave an event to others, without counting the attempt.
	 * @param delivery the event
	 * @return how the conversation continues
	 */
	Mono<Result> letGo(Delivery delivery) {
		return this.inbox.release(delivery, Duration.ZERO, false)
			.map((held) -> new Result(new Step(held, null), Handling.FAILED));
	}

	// Each attempt that hangs occupies a thread, perhaps forever
	private static int maxAttempts(Throwable failure, DeliverySettings settings) {
		boolean hung = failure instanceof HandlingTimeoutException timeout && timeout.isHung();
		return hung ? Math.min(settings.maxAttempts(), MAX_HUNG_ATTEMPTS) : settings.maxAttempts();
	}

	private void warn(Delivery delivery, Throwable failure, int attempts, boolean park) {
		logger.warn(
				"Attempt %s to handle an event (%s) of account '%s' %s; %s".formatted(attempts, kind(delivery),
						this.account, (failure instanceof HandlingTimeoutException) ? "took too long" : "failed",
						park ? "the event is parked" : "it will be retried, and later events wait"),
				WithoutMessages.of(failure));
	}

	/**
	 * Notify the listener how the handling of an event ended.
	 * @param delivery the event
	 * @param result how it ended
	 * @param took how long the attempt took
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
	 * How the handling of an event ended.
	 *
	 * @param step how its conversation continues
	 * @param handling how it ended
	 */
	record Result(Step step, Handling handling) {

	}

	/**
	 * The reason for cancelling a handling whose conversation may already belong to
	 * another instance.
	 */
	@SuppressWarnings("serial")
	static final class LeaseLostException extends RuntimeException {

	}

	/**
	 * The failure of an event that this version cannot read.
	 */
	@SuppressWarnings("serial")
	private static final class UnreadableEventException extends RuntimeException {

	}

}
