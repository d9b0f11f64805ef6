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
 * Hands the events of an inbox to the application: the events of a conversation one after
 * another, those of different conversations concurrently, on an executor and never on a
 * request's thread. An event whose handling fails is retried until it is done or parked,
 * while later events of its conversation wait.
 * <p>
 * An attempt that takes longer than {@link DeliverySettings#handlingTimeout()} is
 * interrupted, or cancelled if it is asynchronous, and has failed. If its thread, or the
 * thread that cancels it, is still running five seconds later, the attempt is abandoned,
 * and another thread takes its place. If it was not the first attempt, the event is
 * parked. If more threads hang than {@link DeliverySettings#concurrency()}, fewer
 * conversations are handled at once.
 * <p>
 * Nothing that the application throws stops the delivery. Thread-safe; no method blocks.
 */
public final class ConversationEventDelivery {

	private final DeliveryLoop loop;

	/**
	 * Create a delivery, which does nothing until it is {@linkplain #start() started}.
	 * @param account the name of the account
	 * @param inbox the inbox that holds the events
	 * @param dispatcher the dispatcher to hand them to
	 * @param executor the executor to call the dispatcher on. It must be able to run
	 * twice as many tasks at once as conversations are handled at once, since threads
	 * that hang are replaced
	 * @param settings the settings
	 * @param listener the listener to notify
	 * @throws IllegalArgumentException if the account is blank
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
		HungHandlings hung = new HungHandlings(account, settings.concurrency());
		this.loop = new DeliveryLoop(calls, handling, hung, executor, settings, timer);
	}

	/**
	 * Start handing events over.
	 */
	public void start() {
		this.loop.start();
	}

	/**
	 * Stop handing events over. Events that are being handled are not interrupted, and
	 * are still recorded as done if they succeed. Claimed events that are not being
	 * handled yet are left to other instances immediately.
	 */
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Stop handing events over, as {@link #stop()} does, and call back when no event is
	 * being handled anymore.
	 * @param onIdle called once, on any thread, and immediately if no event is being
	 * handled; it must not block
	 */
	public void stop(Runnable onIdle) {
		this.loop.stop(onIdle);
	}

	/**
	 * Interrupt the handling of all events, or cancel it if it is asynchronous. After a
	 * stop, the events are left to other instances, and the attempts do not count.
	 */
	public void cancel() {
		this.loop.cancel();
	}

	/**
	 * Return whether events are being handed over.
	 * @return whether the delivery has been started and not been stopped since
	 */
	public boolean isRunning() {
		return this.loop.isRunning();
	}

	/**
	 * Look for events now, because some have been added.
	 */
	public void wake() {
		this.loop.wake();
	}

	/**
	 * Return the current state of the delivery.
	 * @return the state
	 */
	public State state() {
		return this.loop.state();
	}

	/**
	 * The state of a delivery.
	 *
	 * @param running whether it has been started and not been stopped since
	 * @param handling the events that are being handled, longest first
	 * @param hung the events whose handling was abandoned because it took too long, but
	 * whose threads are still running although they were interrupted, longest first
	 * @param lastLook when the inbox last responded to a claim, or {@code null} if it
	 * never did
	 * @param inboxFailure the class name of the exception that the last call of the inbox
	 * failed with, or {@code null} if it succeeded
	 */
	public record State(boolean running, List<InProgress> handling, List<InProgress> hung, @Nullable Instant lastLook,
			@Nullable String inboxFailure) {

	}

	/**
	 * An event that is being handled.
	 *
	 * @param kind its kind
	 * @param duration how long it has been handled
	 */
	public record InProgress(ConversationEventKind kind, Duration duration) {

	}

}
