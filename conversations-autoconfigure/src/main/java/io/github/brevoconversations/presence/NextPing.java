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

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * When an active agent is pinged next, and whether its last ping was accepted. Times are
 * relative to now, so the clocks of an instance and of its {@link ActiveAgentStore} may
 * differ.
 *
 * @param agent the agent
 * @param delay the time from now until the ping is due; if negative, the agent goes
 * before those that have become due since
 * @param acceptedAgo the time since the last ping was made, if Brevo accepted it, or
 * {@code null} if it did not
 * @param refused whether Brevo rejected the last ping while no earlier one kept the agent
 * online: until one of its pings is accepted, the agent does not count among those that
 * are kept online
 */
public record NextPing(AgentIdentity agent, Duration delay, @Nullable Duration acceptedAgo, boolean refused) {

	/**
	 * Create the next ping of an agent whose last one was not rejected.
	 * @param agent the agent
	 * @param delay the time from now until the ping is due
	 * @param acceptedAgo the time since the last ping was made, if Brevo accepted it, or
	 * {@code null} if it did not
	 */
	public NextPing(AgentIdentity agent, Duration delay, @Nullable Duration acceptedAgo) {
		this(agent, delay, acceptedAgo, false);
	}

}
