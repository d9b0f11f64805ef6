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

package io.github.brevoconversations.presence;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store of the active agents did not do what was requested, or did not
 * confirm it. The request can safely be retried.
 *
 * @serial exclude
 */
public class ActiveAgentStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean outcomeUnknown;

	/**
	 * Create an exception for a request that was not carried out.
	 * @param message what failed, and what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public ActiveAgentStoreException(String message, @Nullable Throwable cause) {
		this(message, cause, false);
	}

	/**
	 * Create an exception.
	 * @param message what failed, and what to do
	 * @param cause the cause, or {@code null} if there is none
	 * @param outcomeUnknown whether the request may have been carried out nevertheless
	 */
	public ActiveAgentStoreException(String message, @Nullable Throwable cause, boolean outcomeUnknown) {
		super(message, cause);
		this.outcomeUnknown = outcomeUnknown;
	}

	/**
	 * Return whether the request may have been carried out nevertheless, for example if
	 * the store did not respond in time. If {@code false}, it was not carried out.
	 * @return whether the outcome is unknown
	 */
	public boolean isOutcomeUnknown() {
		return this.outcomeUnknown;
	}

}
