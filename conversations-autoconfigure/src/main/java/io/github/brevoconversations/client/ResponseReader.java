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
 * Reads the result of a call from the body of a response.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
interface ResponseReader<T> {

	/**
	 * Reads nothing.
	 */
	ResponseReader<Void> NOTHING = (call, json) -> null;

	/**
	 * Reads the message that was asked for. An operation that names a message by its id
	 * gets that message; one that sends a message gets its id.
	 */
	ResponseReader<ConversationsMessage> MESSAGE = ResponseReader::message;

	/**
	 * Read the result.
	 * @param call the call
	 * @param json the body, or {@code null} if it is empty
	 * @return the result, or {@code null} if there is none
	 * @throws UnusableResponseException if the body is none that the call can have
	 */
	@Nullable T read(ApiCall call, @Nullable BrevoJson json);

	private static ConversationsMessage message(ApiCall call, @Nullable BrevoJson json) {
		if (json == null || !json.isObject()) {
			throw new UnusableResponseException("with no message");
		}
		ConversationsMessage message = json.asMessage();
		String id = message.id();
		if (call.id() == null && (id == null || id.isBlank())) {
			throw new UnusableResponseException("with a message that has no id");
		}
		if (call.id() != null && id != null && !id.equals(call.id())) {
			throw new UnusableResponseException("with a message other than the requested one");
		}
		return message;
	}

	/**
	 * A response is none that the call can have.
	 */
	final class UnusableResponseException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnusableResponseException(String reason) {
			super(reason, null, false, false);
		}

		String reason() {
			return String.valueOf(getMessage());
		}

	}

}
