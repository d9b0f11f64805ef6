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

import io.github.brevoconversations.client.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat at one moment.
 *
 * @param condition what keeps agents from being pinged, if anything does
 * @param trouble since when and why that is so, or {@code null} if nothing does, or the
 * heartbeat does not run
 * @param activeAgents how many agents are active
 * @param keptAgents how many of them are kept online, which is fewer if the rate limit
 * does not allow more
 * @param onlineAgents how many of them are online, as far as this instance knows from its
 * own pings
 * @param interval the time between two pings of an agent
 * @param rateLimit the rate limit as Brevo last reported it, or {@code null} if it has
 * not
 */
public record HeartbeatState(Condition condition, @Nullable HeartbeatTrouble trouble, int activeAgents, int keptAgents,
		int onlineAgents, Duration interval, @Nullable RateLimit rateLimit) {

	/**
	 * What keeps agents from being pinged.
	 */
	public enum Condition {

		/**
		 * The heartbeat does not run.
		 */
		STOPPED,

		/**
		 * Nothing does.
		 */
		PINGING,

		/**
		 * No beat has ended for half an online window, because something blocks it, so
		 * that nobody is pinged. A watchdog tries to go on.
		 */
		STALLED,

		/**
		 * The active agents cannot be read. That is tried again with each beat.
		 */
		STORE_FAILING,

		/**
		 * Brevo cannot be reached, or fails. It is tried again every few seconds.
		 */
		OUTAGE,

		/**
		 * The rate limit keeps agents offline: it is used up, or too small for all. Those
		 * that were marked first are pinged as far as it goes.
		 */
		RATE_LIMITED,

		/**
		 * Brevo refuses all pings, because of the key, the plan or the base URL. It is
		 * retried only every few minutes.
		 */
		SUSPENDED

	}

}
