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
import java.time.Instant;

import io.github.brevoconversations.client.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * The state of a heartbeat at one moment.
 *
 * @param condition what keeps agents from being pinged, if anything does
 * @param failure since when and why, or {@code null} if agents are pinged, if the
 * heartbeat is stopped, or if this instance does not know, for example because only
 * another one has had the failure
 * @param activeAgents how many agents are active, as of the last beat
 * @param keptAgents how many of them the rate limit allows to be kept online; 0 while it
 * is used up
 * @param onlineAgents how many of the agents that this instance has pinged are online, as
 * far as it knows
 * @param interval the current time between two pings of an agent
 * @param rateLimit the current rate limit according to Brevo's reports to this instance,
 * or {@code null} if there were none
 */
public record HeartbeatState(Condition condition, @Nullable Failure failure, int activeAgents, int keptAgents,
		int onlineAgents, Duration interval, @Nullable RateLimit rateLimit) {

	/**
	 * What keeps agents from being pinged.
	 */
	public enum Condition {

		/**
		 * The heartbeat is stopped.
		 */
		STOPPED,

		/**
		 * Nothing keeps agents from being pinged.
		 */
		PINGING,

		/**
		 * No beat has ended for half an online window, because something blocks the
		 * heartbeat, so no agent is pinged. A watchdog tries to continue.
		 */
		STALLED,

		/**
		 * The active agents cannot be read. Reading them is retried with the next beats;
		 * meanwhile, agents of a shared store are still pinged for a while.
		 */
		STORE_FAILING,

		/**
		 * Brevo cannot be reached, fails, or does not respond in time. A ping is retried
		 * every few seconds, and every half minute once no agent can still be online. If
		 * Brevo only responds too late, all agents are still pinged at their usual
		 * interval, since they are probably online. An instance that pings nobody reports
		 * it, too, if no instance has had a ping accepted for a long time.
		 */
		OUTAGE,

		/**
		 * The rate limit is used up, or too small for all agents. Those that were marked
		 * active first are pinged as far as it allows.
		 */
		RATE_LIMITED,

		/**
		 * Brevo rejects all pings, because of the key, the plan or the base URL, or
		 * because it knows none of the active agents. A ping is retried with growing
		 * pauses, of up to eight minutes by default.
		 */
		SUSPENDED

	}

	/**
	 * A failure that keeps agents from being pinged.
	 *
	 * @param since when the first of the failures in a row occurred
	 * @param cause the last of them, for example of a ping or of the store
	 */
	public record Failure(Instant since, Throwable cause) {

	}

}
