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

package io.github.brevoconversations.sample;

import java.time.Duration;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoForbiddenException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.BrevoServerException;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.webhook.WebhookOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Says in plain words what went wrong, and what can be done about it.
 */
final class PlainWords {

	static final String NOTHING_TO_SEND = "There is nothing to send yet. Please write a message first.";

	static final String TOO_LONG = "This is too long for one message. Please send it in parts.";

	private static final String NOT_BREVO = "What responded with status 404 does not look like Brevo."
			+ " Check brevo.base-url, which ends in /v3.";

	private PlainWords() {
	}

	/**
	 * Say why an action failed.
	 * @param failure the failure
	 * @return a sentence or two
	 */
	static String forAction(Throwable failure) {
		if (failure instanceof BrevoCommunicationException exception) {
			return exception.isRequestSent()
					? "Brevo gave no usable response, but may have done what you asked. Check in Brevo before you try again."
					: "Brevo could not be reached, so nothing was changed. Please try again in a moment.";
		}
		if (failure instanceof BrevoServerException) {
			return "Brevo has a problem at the moment. Please try again in a few minutes.";
		}
		if (failure instanceof BrevoNotFoundException missing) {
			return isOfBrevo(missing) ? "Brevo no longer has this message. Somebody may have deleted it." : NOT_BREVO;
		}
		if (failure instanceof BrevoInvalidRequestException exception) {
			return invalid(exception);
		}
		return (failure instanceof BrevoException) ? refused(failure)
				: "Something went wrong at the desk itself. Its log says more.";
	}

	/**
	 * Say why a message was not sent, or may not have been. The page says beforehand
	 * which of the two it is.
	 * @param failure the failure
	 * @return a sentence or two
	 */
	static String forSending(Throwable failure) {
		if (failure instanceof BrevoNotFoundException missing) {
			return isOfBrevo(missing) ? "Brevo does not know this visitor or this agent." : NOT_BREVO;
		}
		if (failure instanceof BrevoCommunicationException exception) {
			return exception.isRequestSent() ? "Brevo gave no usable response." : "Brevo could not be reached.";
		}
		if (failure instanceof BrevoServerException) {
			return "Brevo has a problem at the moment.";
		}
		return forAction(failure);
	}

	/**
	 * Say why an agent's pings fail.
	 * @param failure the failure of the last ping
	 * @return a sentence or two
	 */
	static String forPing(Throwable failure) {
		if (failure instanceof BrevoNotFoundException missing && !isOfBrevo(missing)) {
			return NOT_BREVO;
		}
		if (failure instanceof BrevoInvalidRequestException || failure instanceof BrevoNotFoundException) {
			return "Brevo does not know this agent. Check the agent's id.";
		}
		return (failure instanceof BrevoUnauthorizedException || failure instanceof BrevoForbiddenException
				|| failure instanceof BrevoRateLimitedException) ? refused(failure)
						: "Brevo did not respond to the last ping. The desk keeps trying.";
	}

	/**
	 * Return whether Brevo itself says that something does not exist. Any server, and
	 * Brevo if the base URL is wrong, responds with the same status to a path that it
	 * does not know, often in JSON and with a message, but without a code.
	 * @param failure the failure
	 * @return whether Brevo says so, whatever its code is
	 */
	static boolean isOfBrevo(BrevoNotFoundException failure) {
		return failure.getErrorCode() != null;
	}

	/**
	 * Say why a webhook was rejected.
	 * @param outcome how it was responded to
	 * @return the end of a sentence
	 */
	static String forWebhook(WebhookOutcome outcome) {
		return switch (outcome) {
			case NO_CREDENTIAL -> "it had no secret";
			case WRONG_CREDENTIAL -> "its secret was wrong";
			case ADDRESS_NOT_ALLOWED -> "it came from an address that is not allowed";
			case WRONG_METHOD -> "it was not a POST request";
			case NOT_JSON -> "it was not valid JSON";
			case ENCODED -> "it was compressed";
			case INCOMPLETE -> "it ended too early";
			case TOO_LARGE -> "it was too large";
			case FULL, BUSY -> "too many came at once";
			case UNAVAILABLE -> "the desk could not store it";
			case STOPPING -> "the desk was stopping";
			case ACCEPTED -> "it was accepted";
		};
	}

	private static String invalid(BrevoInvalidRequestException exception) {
		if (exception.getStatusCode() == null) {
			return String.valueOf(exception.getMessage())
				.replaceFirst("^(Nothing was sent: )?", "This cannot be sent: ");
		}
		String reason = exception.getErrorMessage();
		return (reason != null) ? "Brevo did not accept this: " + reason : "Brevo did not accept this.";
	}

	private static String refused(Throwable failure) {
		if (failure instanceof BrevoRateLimitedException exception) {
			return "Brevo allows no more requests for now. " + tryAgain(exception.getRetryAfter());
		}
		if (failure instanceof BrevoUnauthorizedException exception && exception.isIpAddressUnauthorized()) {
			return "Brevo does not accept requests from this computer's IP address. Allow it in Brevo's security settings.";
		}
		if (failure instanceof BrevoUnauthorizedException) {
			return "Brevo does not accept the API key. Check BREVO_API_KEY and restart the desk.";
		}
		return "Brevo does not permit this with the API key or the plan of the account.";
	}

	private static String tryAgain(@Nullable Duration retryAfter) {
		if (retryAfter == null) {
			return "Please try again later.";
		}
		long minutes = (retryAfter.toSeconds() + 59) / 60;
		return (minutes <= 1) ? "Please try again in a minute." : "Please try again in %s minutes.".formatted(minutes);
	}

}
