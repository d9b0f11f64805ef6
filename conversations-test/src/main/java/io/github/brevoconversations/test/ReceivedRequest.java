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
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request that a {@link BrevoConversationsServer} received. Immutable.
 *
 * @param receivedAt when it was received, on the server's clock
 * @param method the HTTP method
 * @param path the path as it was sent, percent-encoded, without a query
 * @param headers the headers, whose names are found in any case; the values of keys are
 * replaced by asterisks
 * @param body the body as text, empty where there was none
 * @param status the status that it was answered with, or {@code null} if it was not, or
 * not yet
 */
public record ReceivedRequest(Instant receivedAt, String method, String path, Map<String, List<String>> headers,
		String body, @Nullable Integer status) {

	/**
	 * Return the first value of a header.
	 * @param name the header's name, in any case
	 * @return the value, or {@code null} if there is no such header
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

	ReceivedRequest answeredWith(int status) {
		return new ReceivedRequest(this.receivedAt, this.method, this.path, this.headers, this.body, status);
	}

}
