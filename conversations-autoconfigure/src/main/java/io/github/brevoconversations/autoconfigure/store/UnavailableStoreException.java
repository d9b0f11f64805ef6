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

package io.github.brevoconversations.autoconfigure.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a store that the properties select, such as that of active agents, cannot be
 * used. The message says what is missing.
 */
public final class UnavailableStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * What to do about it.
	 */
	private final String action;

	UnavailableStoreException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * Return what to do about it.
	 * @return the action, in full sentences
	 */
	public String getAction() {
		return this.action;
	}

}
