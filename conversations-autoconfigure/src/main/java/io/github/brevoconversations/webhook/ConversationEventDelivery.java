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
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Hands the events of an inbox to the application: those of one conversation one after
 * another, those of different conversations side by side, on an executor and never on the
 * thread of a request. An event whose handling fails comes again, while those behind it
 * wait, until it is done or parked.
 * <p>
 * Nothing that the application throws ends the delivery. Thread-safe; no method blocks.
 */
public final class ConversationEventDelivery {

	private final DeliveryLoop loop;

	/**
	 * Create a delivery, which does nothing before it is {@linkplain #start() started}.
	 * @param account the name of the account
	 * @param inbox where the events are
	 * @param dispatcher what to hand them to
	 * @param executor what to do that on: it must be able to run as many tasks at once as
	 * conversations are to be handled at once
	 * @param settings how to go about it
	 * @param listener who counts what happens
	 */
	public ConversationEventDelivery(String account, ConversationInbox inbox, ConversationEventDispatcher dispatcher,
			Executor executor, DeliverySettings settings, WebhookListener listener) {
		this(account, inbox, dispatcher, executor, settings, listener, Schedulers.parallel());
	}

	ConversationEventDelivery(String account, ConversationInbox inbox, ConversationEventDispatcher dispatcher,
			Executor executor, DeliverySettings settings, WebhookListener listener, Scheduler timer) {
		Assert.hasText(account, "'account' must not be blank");
		InboxCalls calls = new InboxCalls(account, inbox, settings, timer);
		EventHandling handling = new EventHandling(account, dispatcher, calls, new WebhookListeners(listener), timer);
		this.loop = new DeliveryLoop(calls, handling, executor, settings, timer);
	}

	/**
	 * Begin to hand events over.
	 */
	public void start() {
		this.loop.start();
	}

	/**
	 * Hand no more events over. What is being handled is not interrupted, and is still
	 * noted as done when it ends; what is not being handled yet is left to other
	 * instances at once.
	 */
	public void stop() {
		this.loop.stop();
	}

	/**
	 * Return whether events are handed over.
	 * @return whether it was started and not stopped since
	 */
	public boolean isRunning() {
		return this.loop.isRunning();
	}

	/**
	 * Look for events now, since some were added.
	 */
	public void wake() {
		this.loop.wake();
	}

	/**
	 * Return how the delivery is doing, computed now.
	 * @return the state
	 */
	public State state() {
		return this.loop.state();
	}

	/**
	 * How a delivery is doing.
	 *
	 * @param running whether it was started and not stopped since
	 * @param handling the events that are being handled, longest first: their kinds and
	 * since when
	 * @param lastLook when the inbox last told which events are due, or {@code null} if
	 * it never did
	 * @param inboxFailure the name of the exception that the inbox failed with, or
	 * {@code null} if it did not the last time
	 */
	public record State(boolean running, List<InProgress> handling, @Nullable Instant lastLook,
			@Nullable String inboxFailure) {

	}

	/**
	 * An event that is being handled.
	 *
	 * @param kind its kind
	 * @param duration how long it has been
	 */
	public record InProgress(ConversationEventKind kind, Duration duration) {

	}

}
