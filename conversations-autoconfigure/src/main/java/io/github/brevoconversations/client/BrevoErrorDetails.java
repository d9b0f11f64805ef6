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

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The details of an error, as reported by a response.
 *
 * @param statusCode the HTTP status, if there was a response
 * @param errorCode Brevo's code
 * @param errorMessage Brevo's message
 * @param requestId the {@code sib-request-id}
 * @param rateLimit the rate limit
 * @param retryAfter how long to wait before the next request
 */
record BrevoErrorDetails(@Nullable Integer statusCode, @Nullable String errorCode, @Nullable String errorMessage,
		@Nullable String requestId, @Nullable RateLimit rateLimit,
		@Nullable Duration retryAfter) implements Serializable {

	/**
	 * Return these details without secrets.
	 * @param redaction takes them out
	 * @return the details
	 */
	BrevoErrorDetails redacted(Redaction redaction) {
		return new BrevoErrorDetails(this.statusCode, redaction.applyTo(this.errorCode),
				redaction.applyTo(this.errorMessage), redaction.applyTo(this.requestId), this.rateLimit,
				this.retryAfter);
	}

}
