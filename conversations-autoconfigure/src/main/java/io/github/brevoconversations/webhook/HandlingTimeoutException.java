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

import org.jspecify.annotations.Nullable;

/**
 * The failure of an attempt that took too long.
 */
@SuppressWarnings("serial")
final class HandlingTimeoutException extends RuntimeException {

	private final boolean hung;

	private HandlingTimeoutException(@Nullable Throwable cause, boolean hung) {
		super("Handling the event took too long", cause, false, hung);
		this.hung = hung;
	}

	/**
	 * Return the failure of a handling that ended when it was interrupted or cancelled.
	 * @param end the failure that it ended with, or {@code null} if it was cancelled
	 * @return the failure
	 */
	static HandlingTimeoutException after(@Nullable Throwable end) {
		return new HandlingTimeoutException(end, false);
	}

	/**
	 * Return the failure of a handling that continues although it was interrupted.
	 * @param thread the thread that it is still running on
	 * @return the failure, with the stack trace of the thread
	 */
	static HandlingTimeoutException on(Thread thread) {
		HandlingTimeoutException failure = new HandlingTimeoutException(null, true);
		failure.setStackTrace(thread.getStackTrace());
		return failure;
	}

	/**
	 * Return whether the handling continues although it was interrupted.
	 * @return whether it hangs
	 */
	boolean isHung() {
		return this.hung;
	}

}
