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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Creates a {@link BrevoException} from a response that is not a success.
 */
final class ResponseErrors {

	private static final Pattern IP_ADDRESS = Pattern
		.compile("(?<![a-z])ip(s|v[46])?(?![a-z])|(client|source|network|remote) address|white-?list|allow-?list");

	private static final Pattern WRONG_KEY = Pattern
		.compile("(key|token) (is |was )?(not (found|valid|recogni[sz]ed)|invalid|wrong|unknown|disabled|expired)");

	private ResponseErrors() {
	}

	/**
	 * Create the exception.
	 * @param attempt the attempt that got the response
	 * @param received the response
	 * @param credential the credential of the request
	 * @return the exception
	 */
	static BrevoException from(Attempt attempt, ApiResponse received, RequestCredential credential) {
		int status = received.status();
		ApiResponse response = received.redacted(credential.redaction());
		ErrorBody body = ErrorBody.of(response, credential.redaction());
		BrevoErrorDetails details = details(response, body);
		Report report = new Report(attempt.call(), response, details);
		boolean foreign = body == null && response.requestId() == null;
		if (status == 407 || (foreign && status >= 400 && !attempt.isSent() && !isJson(response))) {
			return refusedByProxy(report, attempt.isSent());
		}
		if (status == 429) {
			return rateLimited(report);
		}
		if (isFailure(status)) {
			return new BrevoServerException(report.message("Brevo failed to process %s"), details);
		}
		if (status < 400 || status == 511) {
			return unusable(report,
					"The response to %s did not come from the Brevo API, and redirects are not followed; check the base URL");
		}
		if (foreign) {
			return unusable(report,
					"%s was rejected, but not by the Brevo API; check the base URL and any proxy or gateway between "
							+ "the application and Brevo");
		}
		return rejected(report, credential);
	}

	private static boolean isJson(ApiResponse response) {
		BrevoJson json = response.json();
		return json != null && json.isObject();
	}

	// Brevo never responds with 407, and cannot respond to a request that was not sent
	private static BrevoException refusedByProxy(Report report, boolean sent) {
		String message = report
			.message(sent ? "A proxy rejected %s" : "A proxy refused to connect to Brevo for %s, so nothing was sent");
		return BrevoCommunicationException.refusedByProxy(message, report.details(), sent,
				ProxyRefusal.isPassing(report.response().status()));
	}

	/**
	 * Create the exception for a response that cannot be used although it has a status of
	 * success.
	 * @param call the call
	 * @param received the response
	 * @param credential the credential of the request
	 * @param reason what is wrong with the response
	 * @return the exception
	 */
	static BrevoException unusable(ApiCall call, ApiResponse received, RequestCredential credential, String reason) {
		ApiResponse response = received.redacted(credential.redaction());
		String quote = response.isBlank() ? "its body is empty"
				: "its body starts with: " + Excerpt.of(response.text());
		return BrevoCommunicationException.unusable(
				"Brevo responded to %s with status %s%s, but %s; %s".formatted(call, response.status(),
						CallErrors.requestId(response), reason, quote),
				details(response, ErrorBody.of(response, credential.redaction())), null);
	}

	/**
	 * Create the exception for a success that a filter of the application turned into an
	 * error.
	 * @param call the call, which must not be retried
	 * @param received the response that was received
	 * @param replacement the response that the filter put in its place
	 * @return the exception
	 */
	static BrevoException replaced(ApiCall call, ApiResponse received, ApiResponse replacement) {
		return BrevoCommunicationException
			.unusable("Brevo responded to %s with status %s, but a filter of the application replaced it with status %s"
				.formatted(call, received.status(), replacement.status()), detailsWithoutBody(received), null);
	}

	static BrevoErrorDetails detailsWithoutBody(ApiResponse response) {
		return details(response, null);
	}

	private static BrevoErrorDetails details(ApiResponse response, @Nullable ErrorBody body) {
		return new BrevoErrorDetails(response.status(), (body != null) ? body.code() : null,
				(body != null) ? body.message() : null, response.requestId(), response.rateLimit(),
				RateLimitHeaders.retryAfter(response));
	}

	private static boolean isFailure(int status) {
		// none of these statuses blames the request
		return switch (status) {
			case 408, 421, 423, 425, 499 -> true;
			default -> status >= 500 && status != 511;
		};
	}

	private static BrevoException rejected(Report report, RequestCredential credential) {
		BrevoErrorDetails details = report.details();
		return switch (report.response().status()) {
			case 401 -> unauthorized(report, credential);
			case 402, 403 -> new BrevoForbiddenException(report.message("Brevo does not permit %s"), details);
			case 404, 410 ->
				new BrevoNotFoundException(report.message("Brevo did not find what %s refers to"), details);
			default -> new BrevoInvalidRequestException(report.message("Brevo rejected %s as invalid"), details);
		};
	}

	private static BrevoException unusable(Report report, String what) {
		return BrevoCommunicationException.unusable(report.message(what), report.details(), null);
	}

	private static BrevoException unauthorized(Report report, RequestCredential credential) {
		boolean ipAddress = isAboutIpAddress(report.details());
		String what = ipAddress
				? "Brevo rejected %s because this IP address is not authorized; authorize it in Brevo's security settings, or switch the restriction off there"
				: "Brevo rejected %s because it does not accept the " + credential;
		return new BrevoUnauthorizedException(report.message(what), report.details(), ipAddress);
	}

	private static boolean isAboutIpAddress(BrevoErrorDetails details) {
		String said = (details.errorCode() + " " + details.errorMessage()).toLowerCase(Locale.ROOT).replace('_', ' ');
		return IP_ADDRESS.matcher(said).find() && !WRONG_KEY.matcher(said).find();
	}

	private static BrevoException rateLimited(Report report) {
		Duration retryAfter = report.details().retryAfter();
		String what = "Brevo's rate limit is used up, so %s was not processed" + ((retryAfter != null)
				? "; the next request may be made in " + retryAfter.toSeconds() + " seconds" : "");
		return new BrevoRateLimitedException(report.message(what), report.details());
	}

	/**
	 * What an exception reports.
	 *
	 * @param call the call
	 * @param response the response
	 * @param details the details in the response
	 */
	private record Report(ApiCall call, ApiResponse response, BrevoErrorDetails details) {

		String message(String what) {
			StringBuilder message = new StringBuilder(what.replace("%s", this.call.toString()));
			message.append(" (status ").append(this.response.status());
			if (this.details.errorCode() != null) {
				message.append(", code ").append(this.details.errorCode());
			}
			if (this.details.requestId() != null) {
				message.append(", request ").append(this.details.requestId());
			}
			message.append(')');
			if (this.details.errorMessage() != null) {
				message.append(": ").append(this.details.errorMessage());
			}
			else if (this.details.errorCode() == null && !this.response.isBlank()) {
				message.append(": ").append(Excerpt.of(this.response.text()));
			}
			return message.toString();
		}

	}

}
