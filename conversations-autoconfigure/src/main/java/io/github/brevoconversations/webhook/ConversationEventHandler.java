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

import reactor.core.publisher.Mono;

/**
 * Handles events without blocking. A bean of this type is called after the listeners. The
 * next event of the conversation is delivered once the {@link Mono} has completed. If it
 * fails or takes too long, or if the instance ends first, the event is delivered again.
 */
@FunctionalInterface
public interface ConversationEventHandler {

	/**
	 * Handle an event. Called on a thread that may block.
	 * @param event the event
	 * @return completes when the event is handled, and fails if it is not
	 */
	Mono<Void> handle(ConversationEvent event);

}
