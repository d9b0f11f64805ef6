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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The account's rate limit is used up: status 429. Without a {@link #getStatusCode()
 * status}, the client did not send the request, because the rate limit is used up or the
 * rest of it is reserved for pings.
 */
public final class BrevoRateLimitedException extends BrevoException {

	private static final long serialVersionUID = 1L;

	BrevoRateLimitedException(String message, BrevoErrorDetails details) {
		super(message, details, null);
	}

	/**
	 * Return how long to wait before the next request, from the
	 * {@code x-sib-ratelimit-reset} or the {@code Retry-After} header.
	 * @return the time to wait, counted from the response or, if nothing was sent, from
	 * this error; {@code null} if Brevo named none
	 */
	public @Nullable Duration getRetryAfter() {
		return retryAfter();
	}

	@Override
	public Kind getKind() {
		return Kind.RATE_LIMITED;
	}

	@Override
	public boolean isTransient() {
		return true;
	}

}
