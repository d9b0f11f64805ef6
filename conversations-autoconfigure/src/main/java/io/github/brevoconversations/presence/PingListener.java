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

package io.github.brevoconversations.presence;

import java.time.Duration;

import io.github.brevoconversations.client.BrevoException;

/**
 * Receives the pings that an {@link AgentPresenceHeartbeat} makes. Called on the threads
 * that ping, possibly on several at once, so implementations must be thread-safe and must
 * not block. What they throw is logged at debug level.
 */
public interface PingListener {

	/**
	 * Called when a ping begins.
	 * @param lateness the time since the ping was due, not negative
	 */
	void pingBegun(Duration lateness);

	/**
	 * Called when a ping ends, but not if it is abandoned because the heartbeat stops.
	 * @param outcome the outcome of the ping
	 */
	void pingEnded(Outcome outcome);

	/**
	 * The outcome of a ping.
	 */
	enum Outcome {

		/**
		 * Brevo accepted the ping.
		 */
		ACCEPTED,

		/**
		 * Brevo could not be reached, did not respond in time, or failed. The ping is
		 * retried.
		 */
		FAILED,

		/**
		 * Brevo responded with 429, because its rate limit is used up. All pings pause
		 * for as long as Brevo asks, or for a few seconds if it does not say, and are
		 * then retried.
		 */
		RATE_LIMITED,

		/**
		 * Brevo rejected the ping for a reason that applies to all pings: the key, the
		 * plan or the base URL. A single one is retried soon; if all are rejected, pings
		 * are retried with growing pauses.
		 */
		REFUSED,

		/**
		 * Brevo rejected the ping as invalid. If that continues while Brevo accepts the
		 * pings of others, the agent becomes inactive, unless the configuration names it.
		 */
		INVALID;

		/**
		 * Return the outcome that a failure stands for. A response is about the agent
		 * only if it comes from Brevo itself: the page of a proxy is not, whatever its
		 * status. If the status of Brevo's response says that the ping is accepted, it
		 * is, even if the body was lost.
		 * @param failure the failure of a ping
		 * @return the outcome of the ping
		 */
		static Outcome of(Throwable failure) {
			return (failure instanceof BrevoException exception) ? of(exception) : FAILED;
		}

		private static Outcome of(BrevoException failure) {
			return switch (failure.getKind()) {
				case RATE_LIMITED -> RATE_LIMITED;
				case UNAUTHORIZED, FORBIDDEN -> REFUSED;
				case NOT_FOUND -> isBrevosOwn(failure) ? INVALID : FAILED;
				case INVALID_REQUEST -> ofInvalid(failure);
				case NO_USABLE_RESPONSE -> isLostAcceptance(failure) ? ACCEPTED : FAILED;
				case SERVER_FAILURE -> FAILED;
			};
		}

		private static boolean isLostAcceptance(BrevoException failure) {
			Integer status = failure.getStatusCode();
			boolean brevos = failure.getRequestId() != null || failure.getRateLimit() != null;
			return status != null && status >= 200 && status < 300 && brevos && failure.isTransient();
		}

		private static Outcome ofInvalid(BrevoException failure) {
			Integer status = failure.getStatusCode();
			if (status != null && status != 400 && status != 422) {
				return REFUSED;
			}
			return (status == null || isBrevosOwn(failure)) ? INVALID : FAILED;
		}

		static boolean isBrevosOwn(BrevoException failure) {
			return failure.getErrorCode() != null || failure.getErrorMessage() != null
					|| failure.getRequestId() != null;
		}

	}

}
