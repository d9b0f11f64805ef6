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
 * Receives what becomes of the calls of a client, for metrics or to remember what was
 * sent. Called on the thread that received the response, which must not be blocked. An
 * observer that throws disturbs neither the call nor other observers.
 *
 * @see ConversationsClientBuilder#callObserver(CallObserver)
 */
public interface CallObserver {

	/**
	 * An attempt failed, and there will be another.
	 * @param operation the name of the client's method, such as {@code sendMessage}
	 * @param failure the failure
	 * @param delay the time until the next attempt
	 */
	default void retried(String operation, BrevoException failure, Duration delay) {
	}

	/**
	 * A call succeeded.
	 * @param operation the name of the client's method, such as {@code sendMessage}
	 * @param message the message that it returns, or {@code null} if it returns none
	 */
	default void succeeded(String operation, @Nullable ConversationsMessage message) {
	}

	/**
	 * A call failed for good.
	 * @param operation the name of the client's method, such as {@code sendMessage}
	 * @param failure the failure
	 */
	default void failed(String operation, BrevoException failure) {
	}

}
