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

package io.github.brevoconversations.webhook;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How to respond to a webhook. Brevo discards an event after any 5xx status, and after
 * any 4xx status except 429. So the response is never a 5xx, and it is a 429 only if
 * Brevo should retry the webhook.
 */
public enum WebhookOutcome {

	/**
	 * The events have been stored, or were received before.
	 */
	ACCEPTED(200, "accepted", false),

	/**
	 * The request has no secret.
	 */
	NO_CREDENTIAL(401, "no-credential", false),

	/**
	 * The secret of the request is wrong.
	 */
	WRONG_CREDENTIAL(401, "wrong-credential", false),

	/**
	 * The request comes from an address that is not allowed.
	 */
	ADDRESS_NOT_ALLOWED(401, "address", false),

	/**
	 * The request is not a {@code POST}.
	 */
	WRONG_METHOD(405, "method", false),

	/**
	 * The body is neither a JSON object nor a list of them, or is nested too deeply.
	 */
	NOT_JSON(400, "not-json", false),

	/**
	 * The body is compressed or has another {@code Content-Encoding}.
	 */
	ENCODED(400, "encoded", false),

	/**
	 * The body could not be read to its end.
	 */
	INCOMPLETE(400, "incomplete", false),

	/**
	 * The body is too large, or has too many parts.
	 */
	TOO_LARGE(413, "too-large", false),

	/**
	 * The inbox is full.
	 */
	FULL(429, "full", true),

	/**
	 * The bodies of other webhooks use all the memory that is reserved for them.
	 */
	BUSY(429, "busy", true),

	/**
	 * The inbox cannot be reached, or does not respond in time.
	 */
	UNAVAILABLE(429, "unavailable", true),

	/**
	 * The application is stopping.
	 */
	STOPPING(429, "stopping", true);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(60);

	private final int status;

	private final String reason;

	private final boolean retryable;

	WebhookOutcome(int status, String reason, boolean retryable) {
		this.status = status;
		this.reason = reason;
		this.retryable = retryable;
	}

	/**
	 * Return the status of the response.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the reason, as used in metrics.
	 * @return a short name, such as {@code wrong-credential}
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return the response's {@code Retry-After}.
	 * @return the duration, in whole seconds, or {@code null} for none
	 */
	public @Nullable Duration retryAfter() {
		return this.retryable ? RETRY_AFTER : null;
	}

	/**
	 * Return whether the request was rejected.
	 * @return whether the events were not stored
	 */
	public boolean isRefused() {
		return this != ACCEPTED;
	}

}
