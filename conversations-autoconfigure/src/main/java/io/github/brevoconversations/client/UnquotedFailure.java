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

import org.jspecify.annotations.Nullable;

/**
 * Replaces a failure whose messages may contain secrets. It only has the types and the
 * stack traces, and the messages that a {@link BrevoCredentialException} may show.
 */
final class UnquotedFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int MAX_CAUSES = 20;

	UnquotedFailure(Throwable failure) {
		this(failure, 0);
	}

	private UnquotedFailure(Throwable failure, int depth) {
		super(describe(failure), cause(failure, depth), false, true);
		setStackTrace(failure.getStackTrace());
	}

	/**
	 * Describe the failure of a provider of credentials.
	 * @param failure the failure
	 * @return its message if that may be shown, or else its type
	 */
	static String describe(Throwable failure) {
		String message = (failure instanceof BrevoCredentialException) ? failure.getMessage() : null;
		return (message != null) ? Excerpt.of(message) : failure.getClass().getName();
	}

	private static @Nullable Throwable cause(Throwable failure, int depth) {
		Throwable cause = failure.getCause();
		return (cause != null && depth < MAX_CAUSES) ? new UnquotedFailure(cause, depth + 1) : null;
	}

}
