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
 * An active agent, as an {@link ActiveAgentStore} holds it. Times are by the store's
 * clock.
 *
 * @param identity the agent
 * @param activeSince when the agent was marked active
 * @param activeUntil when it expires, or {@code null} if it does not
 * @param pingDue when the next ping is due or, for an agent in a claim, when the ping to
 * make was due
 * @param lastAcceptedPing when the last ping that Brevo accepted was made, or
 * {@code null} if there was none
 * @param configured whether only the configuration made the agent active
 */
public record ActiveAgent(AgentIdentity identity, Instant activeSince, @Nullable Instant activeUntil, Instant pingDue,
		@Nullable Instant lastAcceptedPing, boolean configured) {

	/**
	 * Create an agent that was marked active.
	 * @param identity the agent
	 * @param activeSince when the agent was marked active
	 * @param activeUntil when it expires, or {@code null}
	 * @param pingDue when the next ping is due
	 * @param lastAcceptedPing when the last accepted ping was made, or {@code null}
	 */
	public ActiveAgent(AgentIdentity identity, Instant activeSince, @Nullable Instant activeUntil, Instant pingDue,
			@Nullable Instant lastAcceptedPing) {
		this(identity, activeSince, activeUntil, pingDue, lastAcceptedPing, false);
	}

}
