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
 * Receives the pings that an {@link AgentPresenceHeartbeat} makes, on the threads that
 * make them: no method may block.
 */
public interface PingListener {

	/**
	 * A ping is begun.
	 * @param lateness the time since it was due, not below zero
	 */
	void pingBegun(Duration lateness);

	/**
	 * A ping ended. None that is abandoned because the heartbeat stops ever does.
	 * @param outcome what came of it
	 */
	void pingEnded(Outcome outcome);

	/**
	 * What came of a ping.
	 */
	enum Outcome {

		/**
		 * Brevo accepted it.
		 */
		ACCEPTED,

		/**
		 * Brevo could not be reached, did not respond in time, or failed. The ping is
		 * retried.
		 */
		FAILED,

		/**
		 * Brevo's rate limit was used up. The ping is retried when it resets.
		 */
		RATE_LIMITED,

		/**
		 * Brevo refused it as it refuses all pings, because of the key, the plan or the
		 * base URL. It is retried only every few minutes.
		 */
		REFUSED,

		/**
		 * Brevo refused it as invalid. If that goes on while it accepts other agents, the
		 * agent becomes inactive.
		 */
		INVALID;

		/**
		 * Say what a failure is. Only what Brevo itself refuses is about the agent: a
		 * page of a proxy, whatever its status, is not.
		 * @param failure the failure of a ping
		 * @return what came of the ping
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
				case SERVER_FAILURE, NO_USABLE_RESPONSE -> FAILED;
			};
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
