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

package io.github.brevoconversations.autoconfigure.webhook;

import io.github.brevoconversations.webhook.WebhookOutcome;

/**
 * Thrown when a body is not read to its end. It has no stack trace, since senders can
 * cause it at will.
 */
final class WebhookBodyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final WebhookOutcome outcome;

	WebhookBodyException(WebhookOutcome outcome) {
		super(outcome.reason(), null, false, false);
		this.outcome = outcome;
	}

	WebhookOutcome outcome() {
		return this.outcome;
	}

}
