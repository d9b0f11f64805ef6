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
 * A call of the API: an operation, the id in its path and its body. Immutable.
 */
final class ApiCall {

	private final Operation operation;

	private final @Nullable String id;

	private final byte @Nullable [] body;

	ApiCall(Operation operation, @Nullable String id, @Nullable JsonBody body) {
		this.operation = operation;
		this.id = id;
		this.body = (body != null) ? body.toBytes() : null;
	}

	Operation operation() {
		return this.operation;
	}

	/**
	 * Return the id that the path names.
	 * @return the id, or {@code null} if the path names none
	 */
	@Nullable String id() {
		return this.id;
	}

	byte @Nullable [] body() {
		return this.body;
	}

	/**
	 * Return the size of the largest response to read. Brevo repeats the text of a
	 * request three times, partly escaped.
	 * @return the size in bytes
	 */
	int maxResponseSize() {
		long size = 1024 * 1024 + ((this.body != null) ? 24L * this.body.length : 0);
		return (int) Math.min(size, Integer.MAX_VALUE / 2);
	}

	@Override
	public String toString() {
		return this.operation.toString();
	}

}
