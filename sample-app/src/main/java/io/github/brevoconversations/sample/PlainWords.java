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
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.HeartbeatState;
import org.jspecify.annotations.Nullable;

/**
 * Says in plain words what went wrong, and what can be done about it.
 */
final class PlainWords {

	static final String NOTHING_TO_SEND = "There is nothing to send yet. Please write a message first.";

	static final String WAITING = "Waits, because Brevo's rate limit does not allow to keep more agents online.";

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
					? "Brevo gave no usable answer. It may have done what you asked all the same: look before you try again."
					: "Brevo could not be reached, so nothing was changed. Please try again in a moment.";
		}
		if (failure instanceof BrevoServerException) {
			return "Brevo has a problem of its own at the moment. Please try again in a few minutes.";
		}
		if (failure instanceof BrevoNotFoundException) {
			return "Brevo does not know this message any more. Somebody may have deleted it.";
		}
		if (failure instanceof BrevoInvalidRequestException exception) {
			return invalid(exception);
		}
		return (failure instanceof BrevoException) ? refused(failure)
				: "Something went wrong at the desk itself. Its log says more.";
	}

	/**
	 * Say why an agent's pings fail.
	 * @param failure the failure of the last ping
	 * @return a sentence or two
	 */
	static String forPing(Throwable failure) {
		if (failure instanceof BrevoInvalidRequestException || failure instanceof BrevoNotFoundException) {
			return "Brevo does not know this agent. Check the agent's id.";
		}
		return (failure instanceof BrevoUnauthorizedException || failure instanceof BrevoForbiddenException
				|| failure instanceof BrevoRateLimitedException) ? refused(failure)
						: "Brevo did not answer the last ping. The desk keeps trying.";
	}

	/**
	 * Say how agents are kept online.
	 * @param state the state of the heartbeat
	 * @return a sentence or two
	 */
	static String forHeartbeat(HeartbeatState state) {
		String pinging = switch (state.condition()) {
			case STOPPED -> "Agents are not pinged.";
			case PINGING -> "Each active agent is pinged every %s s.".formatted(state.interval().toSeconds());
			case STALLED -> "Something blocks the heartbeat, so nobody is pinged. It goes on as soon as it can.";
			case STORE_FAILING -> "The active agents cannot be read. That is tried again every few seconds.";
			case OUTAGE -> "Brevo does not answer. It is tried again every few seconds.";
			case RATE_LIMITED -> "Brevo allows no more requests for now. It is tried again when it does.";
			case SUSPENDED -> "Brevo refuses all pings. It is tried again every few minutes.";
		};
		RateLimit limit = state.rateLimit();
		return (limit != null && limit.limit() != null && limit.remaining() != null)
				? pinging + " Brevo has %s of %s requests an hour left.".formatted(limit.remaining(), limit.limit())
				: pinging;
	}

	private static String invalid(BrevoInvalidRequestException exception) {
		if (exception.getStatusCode() == null) {
			return NOTHING_TO_SEND;
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
