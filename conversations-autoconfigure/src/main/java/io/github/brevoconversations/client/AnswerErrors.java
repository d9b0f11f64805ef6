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
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;

/**
 * Makes a {@link BrevoException} from an answer that is no success.
 */
final class AnswerErrors {

	private AnswerErrors() {
	}

	/**
	 * Make an exception.
	 * @param operation the operation
	 * @param answer the answer, without secrets
	 * @param credential what the request authenticated with
	 * @return the exception
	 */
	static BrevoException from(Operation operation, Answer answer, Credential credential) {
		BrevoErrorDetails details = details(answer);
		int status = answer.status();
		if (status == 401) {
			return unauthorized(operation, answer, details, credential);
		}
		if (status == 402 || status == 403) {
			return new BrevoForbiddenException(message(operation, "Brevo does not permit %s", details, answer),
					details);
		}
		if (status == 404) {
			return new BrevoNotFoundException(message(operation, "Brevo did not find what %s names", details, answer),
					details);
		}
		if (status == 429) {
			return rateLimited(operation, answer, details);
		}
		if (status >= 500 || status == 408) {
			return new BrevoServerException(message(operation, "Brevo failed to process %s", details, answer), details);
		}
		if (status >= 400) {
			return new BrevoInvalidRequestException(
					message(operation, "Brevo refused the request of %s as invalid", details, answer), details);
		}
		return BrevoCommunicationException.unusable(message(operation,
				"%s was not answered by the Brevo API, and redirects are not followed; check the base URL", details,
				answer), details, null);
	}

	private static BrevoException unauthorized(Operation operation, Answer answer, BrevoErrorDetails details,
			Credential credential) {
		String said = (details.errorMessage() != null) ? details.errorMessage() : "";
		boolean ipAddress = said.toLowerCase(Locale.ROOT).contains("ip address") || said.contains("authorised_ips");
		String what = ipAddress
				? "Brevo refused %s because the account has not authorized this IP address; add it in Brevo's security settings, or switch the restriction off there"
				: "Brevo refused %s because it does not accept the " + credential;
		return new BrevoUnauthorizedException(message(operation, what, details, answer), details, ipAddress);
	}

	private static BrevoException rateLimited(Operation operation, Answer answer, BrevoErrorDetails details) {
		Duration retryAfter = details.retryAfter();
		String what = "Brevo's rate limit is used up, so %s was not processed" + ((retryAfter != null)
				? "; the next request may be made in %d seconds".formatted(retryAfter.toSeconds()) : "");
		return new BrevoRateLimitedException(message(operation, what, details, answer), details);
	}

	private static @Nullable Duration retryAfter(Answer answer, @Nullable RateLimit rateLimit) {
		if (answer.status() == 429 && rateLimit != null && rateLimit.resetsIn() != null) {
			return rateLimit.resetsIn();
		}
		return RateLimitHeaders.retryAfter(answer.headers().getFirst(HttpHeaders.RETRY_AFTER));
	}

	private static String message(Operation operation, String what, BrevoErrorDetails details, Answer answer) {
		StringBuilder message = new StringBuilder(what.formatted(operation));
		message.append(" (status ").append(details.statusCode());
		if (details.errorCode() != null) {
			message.append(", code ").append(details.errorCode());
		}
		if (details.requestId() != null) {
			message.append(", request ").append(details.requestId());
		}
		message.append(')');
		if (details.errorMessage() != null) {
			message.append(": ").append(details.errorMessage());
		}
		else if (details.errorCode() == null && !answer.body().isBlank()) {
			message.append(": ").append(Excerpt.of(answer.body()));
		}
		return message.toString();
	}

	private static BrevoErrorDetails details(Answer answer) {
		JsonNode error = error(answer.body());
		RateLimit rateLimit = answer.rateLimit();
		return new BrevoErrorDetails(answer.status(), text(error, "code"), text(error, "message"), answer.requestId(),
				rateLimit, retryAfter(answer, rateLimit));
	}

	private static @Nullable JsonNode error(String body) {
		try {
			JsonNode tree = Json.readTree(body);
			JsonNode nested = tree.get("error");
			return (nested != null && nested.isObject()) ? nested : tree;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable String text(@Nullable JsonNode node, String name) {
		JsonNode value = (node != null) ? node.get(name) : null;
		if (value == null || !value.isValueNode() || value.isNull()) {
			return null;
		}
		String text = Excerpt.of(value.asString());
		return text.isEmpty() ? null : text;
	}

}
