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

/**
 * Receives the rate limit that each of Brevo's responses reports.
 *
 * @see ConversationsClientBuilder#rateLimitObserver(RateLimitObserver)
 */
@FunctionalInterface
public interface RateLimitObserver {

	/**
	 * Observe a rate limit. Called once for each response that reports one, whatever its
	 * status, on the thread that received it, which must not be blocked.
	 * @param rateLimit the rate limit
	 */
	void observe(RateLimit rateLimit);

	/**
	 * Observe a rate limit together with the operation that was responded to, because
	 * Brevo may count kinds of operations separately. The client calls this method, which
	 * calls {@link #observe(RateLimit)} by default.
	 * @param operation the name of the client's method, such as {@code sendMessage}
	 * @param rateLimit the rate limit
	 */
	default void observe(String operation, RateLimit rateLimit) {
		observe(rateLimit);
	}

}
