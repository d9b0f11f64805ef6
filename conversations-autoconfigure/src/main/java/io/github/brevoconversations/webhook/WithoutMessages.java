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
 * The part of an application's exception that may be logged: the types of the exception
 * and its causes, and where they were thrown, but not their messages, which may quote
 * what a visitor wrote.
 */
@SuppressWarnings("serial")
final class WithoutMessages extends Exception {

	private static final int MAX_CAUSES = 10;

	private WithoutMessages(Throwable original, @Nullable Throwable cause) {
		super(original.getClass().getName(), cause, false, true);
		setStackTrace(original.getStackTrace());
	}

	static Throwable of(Throwable original) {
		return of(original, MAX_CAUSES);
	}

	private static Throwable of(Throwable original, int depth) {
		Throwable cause = original.getCause();
		return new WithoutMessages(original, (cause != null && depth > 0) ? of(cause, depth - 1) : null);
	}

}
