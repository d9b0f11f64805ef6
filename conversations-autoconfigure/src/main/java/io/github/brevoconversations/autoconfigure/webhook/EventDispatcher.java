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

package io.github.brevoconversations.autoconfigure.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventDispatcher;
import io.github.brevoconversations.webhook.ConversationEventKind;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import org.springframework.core.task.TaskDecorator;
import org.springframework.util.Assert;

/**
 * Hands an event to the application inside an observation and, if the application has one
 * transaction manager, inside a transaction. Otherwise, a transactional listener would
 * not receive the event. The event is done only once the transaction has been committed.
 * The observation continues the trace of the webhook.
 */
final class EventDispatcher implements ConversationEventDispatcher {

	static final String OBSERVATION = "brevo.webhook.event";

	private static final Log logger = LogFactory.getLog(EventDispatcher.class);

	private final ConversationEventDispatcher listeners;

	private final ObservationRegistry observations;

	private final @Nullable Transaction transaction;

	private final @Nullable TaskDecorator decorator;

	/**
	 * Create a dispatcher.
	 * @param listeners hands events to the listeners
	 * @param observations what observes that
	 * @param transaction the transaction of each event, or {@code null} for none
	 * @param decorator decorates the handling of each event, or {@code null} for nothing
	 */
	EventDispatcher(ConversationEventDispatcher listeners, ObservationRegistry observations,
			@Nullable Transaction transaction, @Nullable TaskDecorator decorator) {
		this.listeners = listeners;
		this.observations = observations;
		this.transaction = transaction;
		this.decorator = decorator;
	}

	@Override
	public Mono<Void> dispatch(ConversationEvent event) {
		return Mono.deferContextual((context) -> observed(
				handle(event, context.<BooleanSupplier>getOrEmpty(GIVEN_UP).orElseGet(() -> () -> false)),
				observation(event, context.<Map<String, String>>getOrEmpty(TRACE).orElseGet(Map::of))));
	}

	private Mono<Void> handle(ConversationEvent event, BooleanSupplier givenUp) {
		if (this.transaction == null) {
			return this.listeners.dispatch(event);
		}
		Transaction transaction = this.transaction;
		return Mono.fromRunnable(() -> transaction.execute(() -> {
			this.listeners.dispatch(event).contextCapture().block();
			// another attempt may be under way, so this one must not be committed
			Assert.state(!givenUp.getAsBoolean(),
					"Handling the event took too long, or another instance handles it now");
		}));
	}

	private Observation observation(ConversationEvent event, Map<String, String> trace) {
		ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, Kind.CONSUMER);
		context.setCarrier(trace);
		String kind = ConversationEventKind.of(event).name().toLowerCase(Locale.ROOT);
		return Observation.createNotStarted(OBSERVATION, () -> context, this.observations)
			.contextualName("brevo webhook event")
			.lowCardinalityKeyValue("account", event.account())
			.lowCardinalityKeyValue("kind", kind);
	}

	private Mono<Void> observed(Mono<Void> handling, Observation observation) {
		observation.start();
		return new ScopedMono(handling, observation, this.decorator).doOnError(observation::error)
			.doFinally((signal) -> observation.stop())
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation));
	}

	/**
	 * Subscribes inside the scope of an observation, and decorated as a task, since
	 * listeners are called by subscribing.
	 */
	private static final class ScopedMono extends Mono<Void> {

		private final Mono<Void> handling;

		private final Observation observation;

		private final @Nullable TaskDecorator decorator;

		private ScopedMono(Mono<Void> handling, Observation observation, @Nullable TaskDecorator decorator) {
			this.handling = handling;
			this.observation = observation;
			this.decorator = decorator;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> subscriber) {
			AtomicBoolean subscribed = new AtomicBoolean();
			try {
				decorated(() -> {
					this.observation.scoped(() -> this.handling.subscribe(subscriber));
					subscribed.set(true);
				}).run();
				Assert.state(subscribed.get(), "The application's TaskDecorator did not run its task");
			}
			catch (Throwable ex) {
				if (subscribed.get()) {
					logger.debug("A TaskDecorator failed after its task: " + ex.getClass().getName());
					return;
				}
				// thrown rather than handed on, which ends nothing
				this.observation.error(ex);
				this.observation.stop();
				throw ex;
			}
		}

		private Runnable decorated(Runnable task) {
			return (this.decorator != null) ? this.decorator.decorate(task) : task;
		}

	}

	/**
	 * The transaction in which an event is handed over. Not one of Spring's own
	 * interfaces, so that the application does not find a further bean of such a general
	 * type.
	 */
	@FunctionalInterface
	interface Transaction {

		/**
		 * Run a task in a transaction, and commit it.
		 * @param task the task; what it throws rolls the transaction back
		 */
		void execute(Runnable task);

	}

}
