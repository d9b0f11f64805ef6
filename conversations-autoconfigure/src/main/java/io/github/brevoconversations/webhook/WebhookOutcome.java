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
 * How to respond to a webhook. Brevo gives up an event for any status of 500 and above,
 * and for any of 400 and above but 429, so nothing is ever responded to with 5xx, and
 * with 429 only while it is worth repeating.
 */
public enum WebhookOutcome {

	/**
	 * The events are kept, or came before.
	 */
	ACCEPTED(200, "accepted", false),

	/**
	 * The request has no secret.
	 */
	NO_CREDENTIAL(401, "no-credential", false),

	/**
	 * The request has a wrong secret.
	 */
	WRONG_CREDENTIAL(401, "wrong-credential", false),

	/**
	 * The request comes from an address that is not allowed.
	 */
	ADDRESS_NOT_ALLOWED(401, "address", false),

	/**
	 * The request is no {@code POST}.
	 */
	WRONG_METHOD(405, "method", false),

	/**
	 * The body is not a JSON object.
	 */
	NOT_JSON(400, "not-json", false),

	/**
	 * The body is compressed.
	 */
	ENCODED(400, "encoded", false),

	/**
	 * The body could not be read to its end.
	 */
	INCOMPLETE(400, "incomplete", false),

	/**
	 * The body is too large, or made of too many parts.
	 */
	TOO_LARGE(413, "too-large", false),

	/**
	 * The inbox is full.
	 */
	FULL(429, "full", true),

	/**
	 * Bodies of other webhooks take all memory there is for them.
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

	private final boolean repeatable;

	WebhookOutcome(int status, String reason, boolean repeatable) {
		this.status = status;
		this.reason = reason;
		this.repeatable = repeatable;
	}

	/**
	 * Return the status of the response.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return what to count the request under.
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
		return this.repeatable ? RETRY_AFTER : null;
	}

	/**
	 * Return whether the request was refused.
	 * @return whether the events were not kept
	 */
	public boolean isRefused() {
		return this != ACCEPTED;
	}

}
