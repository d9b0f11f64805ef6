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

package io.github.brevoconversations.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Observes the outcomes of a client's calls, for metrics or to remember what was sent.
 * Called on the thread on which the attempt or the call ends, usually one of the HTTP
 * client, which must not be blocked. Exceptions that an observer throws affect neither
 * the call nor other observers. A cancelled call has no outcome, and neither has one
 * whose arguments are invalid, because the client does not make it.
 *
 * @see ConversationsClientBuilder#callObserver(CallObserver)
 */
public interface CallObserver {

	/**
	 * Called when an attempt failed and will be retried.
	 * @param operation the name of the client's method, such as {@code sendMessage}
	 * @param failure the failure
	 * @param delay the time until the next attempt
	 */
	default void retried(String operation, BrevoException failure, Duration delay) {
	}

	/**
	 * Called when a call succeeded.
	 * @param operation the name of the client's method, such as {@code sendMessage}
	 * @param message the message that it returns, or {@code null} if it returns none
	 */
	default void succeeded(String operation, @Nullable ConversationsMessage message) {
	}

	/**
	 * Called when a call failed for good.
	 * @param operation the name of the client's method, such as {@code sendMessage}
	 * @param failure the failure
	 */
	default void failed(String operation, BrevoException failure) {
	}

}
