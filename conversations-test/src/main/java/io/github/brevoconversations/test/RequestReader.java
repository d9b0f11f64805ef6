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

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Converts an HTTP request to a {@link ReceivedRequest}, without its secrets.
 */
final class RequestReader {

	static final String API_KEY = "api-key";

	private static final Set<String> SECRETS = Set.of(API_KEY, "partner-key", "authorization");

	private final Clock clock;

	RequestReader(Clock clock) {
		this.clock = clock;
	}

	ReceivedRequest read(HttpServerRequest request, RequestBody body) {
		return new ReceivedRequest(this.clock.instant(), request.method().name(), path(request.uri()),
				headers(request.requestHeaders()), body.text(), null);
	}

	private static String path(String uri) {
		int query = uri.indexOf('?');
		return (query >= 0) ? uri.substring(0, query) : uri;
	}

	private static Map<String, List<String>> headers(HttpHeaders headers) {
		Map<String, List<String>> result = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((header) -> result.computeIfAbsent(header.getKey(), (name) -> new ArrayList<>())
			.add(isSecret(header.getKey()) ? "***" : header.getValue()));
		return result;
	}

	private static boolean isSecret(String name) {
		return SECRETS.stream().anyMatch(name::equalsIgnoreCase);
	}

}
