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

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Hands an event to the application. Wrap
 * {@linkplain #to(ApplicationEventPublisher, List) the one that publishes events} to add
 * transactions, observations and the like.
 */
@FunctionalInterface
public interface ConversationEventDispatcher {

	/**
	 * Key of the trace of the event's webhook in the Reactor context: a
	 * {@code Map<String, String>} as returned by {@link InboxEntry#trace()}.
	 */
	String TRACE = ConversationEventDispatcher.class.getName() + ".TRACE";

	/**
	 * Key of a {@link java.util.function.BooleanSupplier} in the Reactor context, which
	 * tells whether the attempt was abandoned because it took too long, or because
	 * another instance has taken over the conversation, so that a transaction must not be
	 * committed anymore.
	 */
	String GIVEN_UP = ConversationEventDispatcher.class.getName() + ".GIVEN_UP";

	/**
	 * Hand an event over. Called, and its result subscribed to, on a thread that may
	 * block, and that is interrupted if handling takes too long.
	 * @param event the event
	 * @return completes when the event is handled, and fails if it is not
	 */
	Mono<Void> dispatch(ConversationEvent event);

	/**
	 * Return a dispatcher that publishes events to listeners and then calls handlers, one
	 * after another. It waits for asynchronous listeners if the application has a
	 * {@link ConversationEventListenerFactory}.
	 * @param publisher the publisher
	 * @param handlers the handlers
	 * @return the dispatcher
	 */
	static ConversationEventDispatcher to(ApplicationEventPublisher publisher,
			List<? extends ConversationEventHandler> handlers) {
		List<ConversationEventHandler> copy = List.copyOf(handlers);
		// Guarded, since Reactor throws errors of the JVM instead of signaling them, and
		// the handling would not end
		return (event) -> InboxCalls.guarded(() -> ListenerResults.of(() -> publisher.publishEvent(event)))
			.thenMany(Flux.fromIterable(copy).concatMap((handler) -> InboxCalls.guarded(() -> handler.handle(event))))
			.then();
	}

}
