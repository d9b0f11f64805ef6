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

package io.github.brevoconversations.test;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A request that the {@link BrevoConversationsServer} has received.
 *
 * @param receivedAt when it was received, on the server's clock
 * @param method the HTTP method, such as {@code POST}
 * @param path the path as it was sent, still percent-encoded and without a query, such as
 * {@code /v3/conversations/messages/a%2Fb}
 * @param headers the headers, found under their name in any case; immutable. The values
 * of {@code api-key}, {@code partner-key} and {@code authorization} are replaced with
 * {@code ***}
 * @param body the body, decoded as UTF-8; empty if there was none or if it was too large
 * to be read
 * @param status the status of the response, or {@code null} if there is none yet or none
 * at all
 */
public record ReceivedRequest(Instant receivedAt, String method, String path, Map<String, List<String>> headers,
		String body, @Nullable Integer status) {

	/**
	 * Create a request with a copy of the headers.
	 * @param receivedAt when it was received, on the server's clock
	 * @param method the HTTP method, such as {@code POST}
	 * @param path the path as it was sent, still percent-encoded and without a query,
	 * such as {@code /v3/conversations/messages/a%2Fb}
	 * @param headers the headers, found under their name in any case; immutable. The
	 * values of {@code api-key}, {@code partner-key} and {@code authorization} are
	 * replaced with {@code ***}
	 * @param body the body, decoded as UTF-8; empty if there was none or if it was too
	 * large to be read
	 * @param status the status of the response, or {@code null} if there is none yet or
	 * none at all
	 */
	public ReceivedRequest {
		Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
		headers = Collections.unmodifiableMap(copy);
	}

	/**
	 * Return the first value of a header.
	 * @param name the header's name, in any case
	 * @return the value, or {@code null} if there is no such header
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

	ReceivedRequest answered(int status) {
		return new ReceivedRequest(this.receivedAt, this.method, this.path, this.headers, this.body, status);
	}

}
