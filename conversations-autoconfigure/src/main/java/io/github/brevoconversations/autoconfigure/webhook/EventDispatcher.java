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

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventDispatcher;
import io.github.brevoconversations.webhook.ConversationEventKind;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Hands an event to the application inside an observation and, if the application has one
 * transaction manager, inside a transaction: a listener that is bound to transactions
 * would not hear the event otherwise, and the event is done only once that transaction
 * has been committed. The observation continues the trace of the webhook.
 */
final class EventDispatcher implements ConversationEventDispatcher {

	static final String OBSERVATION = "brevo.webhook.event";

	private final ConversationEventDispatcher listeners;

	private final ObservationRegistry observations;

	private final @Nullable EventTransaction transaction;

	private final Duration maxHandling;

	EventDispatcher(ConversationEventDispatcher listeners, ObservationRegistry observations,
			@Nullable EventTransaction transaction, Duration maxHandling) {
		this.listeners = listeners;
		this.observations = observations;
		this.transaction = transaction;
		this.maxHandling = maxHandling;
	}

	@Override
	public Mono<Void> dispatch(ConversationEvent event) {
		return Mono.deferContextual((context) -> observed(handle(event),
				observation(event, context.<Map<String, String>>getOrEmpty(TRACE).orElseGet(Map::of))));
	}

	private Mono<Void> handle(ConversationEvent event) {
		if (this.transaction == null) {
			return this.listeners.dispatch(event);
		}
		EventTransaction transaction = this.transaction;
		return Mono.fromRunnable(() -> transaction
			.execute(() -> this.listeners.dispatch(event).contextCapture().block(this.maxHandling)));
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

	private static Mono<Void> observed(Mono<Void> handling, Observation observation) {
		observation.start();
		return new ScopedMono(handling, observation).doOnError(observation::error)
			.doFinally((signal) -> observation.stop())
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation));
	}

	/**
	 * Subscribes inside the scope of an observation, since listeners are called by
	 * subscribing.
	 */
	private static final class ScopedMono extends Mono<Void> {

		private final Mono<Void> handling;

		private final Observation observation;

		private ScopedMono(Mono<Void> handling, Observation observation) {
			this.handling = handling;
			this.observation = observation;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> subscriber) {
			try {
				this.observation.scoped(() -> this.handling.subscribe(subscriber));
			}
			catch (Throwable ex) {
				// thrown rather than handed on, which ends nothing
				this.observation.error(ex);
				this.observation.stop();
				throw ex;
			}
		}

	}

}
