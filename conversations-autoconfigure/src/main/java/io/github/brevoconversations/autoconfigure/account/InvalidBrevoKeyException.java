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

package io.github.brevoconversations.autoconfigure.account;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a key is not valid. Unlike Spring Boot's exception for an invalid property,
 * its message and analysis do not contain the value.
 */
public class InvalidBrevoKeyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * The name of the property.
	 */
	private final String name;

	/**
	 * Why the value is not valid, without the value.
	 */
	private final String reason;

	/**
	 * Create an exception.
	 * @param name the name of the property
	 * @param reason why the value is not valid, without the value, or {@code null} if it
	 * is not known
	 */
	public InvalidBrevoKeyException(String name, @Nullable String reason) {
		super("The value of the property '%s' (not shown) is invalid: %s".formatted(name, reason));
		this.name = name;
		this.reason = String.valueOf(reason);
	}

	/**
	 * Return the name of the property.
	 * @return the name
	 */
	public String getName() {
		return this.name;
	}

	/**
	 * Return why the value is not valid, without the value.
	 * @return the reason, or the text {@code null} if it is not known
	 */
	public String getReason() {
		return this.reason;
	}

}
