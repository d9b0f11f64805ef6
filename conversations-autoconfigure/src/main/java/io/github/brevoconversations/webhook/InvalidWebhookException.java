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

/**
 * Thrown when the body of a webhook is neither a JSON object nor a list of them, is
 * nested too deeply, or has more parts than any webhook. It quotes nothing of the body.
 */
public class InvalidWebhookException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * The response to a request with such a body.
	 */
	private final WebhookOutcome outcome;

	/**
	 * Create an exception.
	 * @param message what is wrong with the body, without quoting it
	 */
	public InvalidWebhookException(String message) {
		this(message, WebhookOutcome.NOT_JSON);
	}

	private InvalidWebhookException(String message, WebhookOutcome outcome) {
		super(message);
		this.outcome = outcome;
	}

	static InvalidWebhookException tooLarge(String message) {
		return new InvalidWebhookException(message, WebhookOutcome.TOO_LARGE);
	}

	/**
	 * Return the response to a request with such a body.
	 * @return the outcome
	 */
	WebhookOutcome outcome() {
		return this.outcome;
	}

}
