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

import java.util.UUID;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The front of the server. It checks keys, applies the rate limit, and adds the headers
 * that every response has.
 */
final class Brevo {

	private final Predicate<String> keys;

	private final RateLimiter rateLimiter;

	private final ConversationsApi api;

	/**
	 * Create a front.
	 * @param keys matches the right keys
	 * @param rateLimiter limits the requests
	 * @param api carries out the requests
	 */
	Brevo(Predicate<String> keys, RateLimiter rateLimiter, ConversationsApi api) {
		this.keys = keys;
		this.rateLimiter = rateLimiter;
		this.api = api;
	}

	/**
	 * Carry out a request. A request without the right key is not counted against the
	 * rate limit.
	 * @param request the request
	 * @param apiKey the key in the request, or {@code null} if there is none
	 * @return the response, without the headers that every response has
	 */
	Response respond(ReceivedRequest request, @Nullable String apiKey) {
		if (apiKey == null || apiKey.isBlank()) {
			return ErrorResponses.missingKey();
		}
		if (!this.keys.test(apiKey)) {
			return ErrorResponses.wrongKey();
		}
		if (!this.rateLimiter.tryUse()) {
			return ErrorResponses.rateLimited();
		}
		try {
			return this.api.respond(request);
		}
		catch (RejectedRequestException ex) {
			return ex.response();
		}
	}

	/**
	 * Add the headers that every response has.
	 * @param response the response
	 * @return the response with these headers, unless it has its own
	 */
	Response complete(Response response) {
		return response.withHeader("sib-request-id", UUID.randomUUID().toString())
			.withHeaders(this.rateLimiter.headers())
			.withHeaders(response.headers());
	}

}
