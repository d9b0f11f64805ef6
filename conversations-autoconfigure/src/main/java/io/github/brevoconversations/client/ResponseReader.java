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

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads the result of a call from the body of a response.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
interface ResponseReader<T> {

	/**
	 * The JSON values that stand for no result.
	 */
	Set<@Nullable Object> NOTHINGS = Collections
		.unmodifiableSet(new HashSet<>(Arrays.asList(null, "", true, List.of())));

	/**
	 * The parts by which a message is recognized, because other objects do not have them.
	 */
	List<String> PARTS = List.of("visitorId", "agentId", "agentName", "createdAt", "isPushed", "receivedFrom");

	/**
	 * Reads no result. Accepts an empty body, an object that is not an error, and the
	 * {@linkplain #NOTHINGS JSON values that stand for no result}.
	 */
	ResponseReader<Void> NOTHING = ResponseReader::nothing;

	/**
	 * Reads a message. If the operation names a message by its id, the response must be
	 * that message, but may omit the id. If the operation sends a message, the response
	 * must have an id.
	 */
	ResponseReader<ConversationsMessage> MESSAGE = ResponseReader::message;

	/**
	 * Read the result.
	 * @param call the call
	 * @param json the body, or {@code null} if it is empty
	 * @return the result, or {@code null} if there is none
	 * @throws UnusableResponseException if the body is not a valid result of the call
	 */
	@Nullable T read(ApiCall call, @Nullable BrevoJson json);

	private static @Nullable Void nothing(ApiCall call, @Nullable BrevoJson json) {
		if (json != null && !json.isObject() && !NOTHINGS.contains(json.value())) {
			throw new UnusableResponseException("with an unexpected body");
		}
		return null;
	}

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
			throw new UnusableResponseException("with another message than the requested one");
		}
		if (id == null && PARTS.stream().allMatch((part) -> json.asMap().get(part) == null)) {
			throw new UnusableResponseException("with no message");
		}
		return message;
	}

	/**
	 * Thrown if a response is not a valid result of the call.
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
