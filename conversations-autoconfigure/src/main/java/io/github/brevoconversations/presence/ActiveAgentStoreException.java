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
 * Thrown when the store of the active agents did not do what it was asked to, or did not
 * say that it did. Whatever was asked can safely be asked again.
 *
 * @serial exclude
 */
public class ActiveAgentStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean outcomeUnknown;

	/**
	 * Create an exception that says that nothing was done.
	 * @param message what failed, and what to do
	 * @param cause why, or {@code null} if that is all
	 */
	public ActiveAgentStoreException(String message, @Nullable Throwable cause) {
		this(message, cause, false);
	}

	/**
	 * Create an exception.
	 * @param message what failed, and what to do
	 * @param cause why, or {@code null} if that is all
	 * @param outcomeUnknown whether what was asked may have been done nonetheless
	 */
	public ActiveAgentStoreException(String message, @Nullable Throwable cause, boolean outcomeUnknown) {
		super(message, cause);
		this.outcomeUnknown = outcomeUnknown;
	}

	/**
	 * Return whether what was asked may have been done nonetheless, as when the store did
	 * not respond in time. If not, it was not done.
	 * @return whether the outcome is unknown
	 */
	public boolean isOutcomeUnknown() {
		return this.outcomeUnknown;
	}

}
