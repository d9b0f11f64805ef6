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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.brevoconversations.webhook.WebhookOutcome;

import org.springframework.http.HttpHeaders;

/**
 * The headers of the response to a webhook.
 */
final class WebhookResponseHeaders {

	private WebhookResponseHeaders() {
	}

	static Map<String, String> of(WebhookOutcome outcome) {
		Map<String, String> headers = new LinkedHashMap<>();
		Duration retryAfter = outcome.retryAfter();
		if (retryAfter != null) {
			headers.put(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
		}
		if (outcome == WebhookOutcome.WRONG_METHOD) {
			headers.put(HttpHeaders.ALLOW, "POST");
		}
		if (outcome.status() == 401) {
			headers.put(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Brevo webhook\"");
		}
		return headers;
	}

}
