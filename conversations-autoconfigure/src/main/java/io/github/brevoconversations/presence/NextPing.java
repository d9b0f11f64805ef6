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
 * When an active agent is to be pinged next, and whether its last ping was accepted. The
 * times are relative to now, so that the clocks of an instance and of its
 * {@link ActiveAgentStore} may differ.
 *
 * @param agent the agent
 * @param delay the time from now until the ping is due; one in the past makes the agent
 * go before those who are due since
 * @param acceptedAgo the time since the last ping was made, if Brevo accepted it, or
 * {@code null} if it did not
 */
public record NextPing(AgentIdentity agent, Duration delay, @Nullable Duration acceptedAgo) {

}
