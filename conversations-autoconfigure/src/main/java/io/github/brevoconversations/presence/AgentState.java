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

import java.time.Instant;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The state of an active agent at one moment. Times are by the store's clock.
 *
 * @param agent the agent
 * @param activeSince when the agent was marked active
 * @param nextPingDue when the next ping is due
 * @param lastAcceptedPing when the last ping that Brevo accepted was made, by any
 * instance, or {@code null} if there was none
 * @param waiting whether the agent is not among those that are kept online, because the
 * rate limit is too small for all
 * @param pings the outcome of the pings that this instance made, or {@code null} if it
 * made none
 */
public record AgentState(AgentIdentity agent, Instant activeSince, Instant nextPingDue,
		@Nullable Instant lastAcceptedPing, boolean waiting, @Nullable Pings pings) {

	/**
	 * The outcome of the pings that this instance made for an active agent.
	 *
	 * @param lastAcceptedPing when Brevo last accepted a ping of the agent, of any
	 * instance as far as this one knows, by this instance's clock, or {@code null} if it
	 * has not yet
	 * @param online whether that ping still keeps the agent online
	 * @param consecutiveFailures the number of pings of this instance that have failed
	 * since
	 * @param lastFailure the failure of the last ping, or {@code null} if it was
	 * accepted, or none has ended yet
	 */
	public record Pings(@Nullable Instant lastAcceptedPing, boolean online, int consecutiveFailures,
			@Nullable Throwable lastFailure) {

	}

}
