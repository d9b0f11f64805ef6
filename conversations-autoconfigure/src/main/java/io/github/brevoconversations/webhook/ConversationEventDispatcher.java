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
 * Hands an event to the application. The place for transactions, observations and the
 * like, around {@linkplain #to(ApplicationEventPublisher, List) the one that publishes}.
 */
@FunctionalInterface
public interface ConversationEventDispatcher {

	/**
	 * Key of the Reactor context under which a dispatcher finds the trace of the event's
	 * webhook, a {@code Map<String, String>} as of {@link InboxEntry#trace()}, if there
	 * is one.
	 */
	String TRACE = ConversationEventDispatcher.class.getName() + ".TRACE";

	/**
	 * Hand an event over. Called and subscribed to on a thread that may block.
	 * @param event the event
	 * @return completes when the event is handled, and fails if it is not
	 */
	Mono<Void> dispatch(ConversationEvent event);

	/**
	 * Return a dispatcher that publishes events to listeners and then calls handlers, one
	 * after another.
	 * @param publisher the publisher
	 * @param handlers the handlers
	 * @return the dispatcher
	 */
	static ConversationEventDispatcher to(ApplicationEventPublisher publisher,
			List<? extends ConversationEventHandler> handlers) {
		List<ConversationEventHandler> copy = List.copyOf(handlers);
		// guarded, since Reactor hands on no error of the JVM, and so would not tell its
		// end
		return (event) -> InboxCalls.<Void>guarded(() -> {
			publisher.publishEvent(event);
			return Mono.empty();
		})
			.thenMany(Flux.fromIterable(copy).concatMap((handler) -> InboxCalls.guarded(() -> handler.handle(event))))
			.then();
	}

}
