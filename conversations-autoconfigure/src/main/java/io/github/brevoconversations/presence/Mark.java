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

import org.springframework.util.Assert;

/**
 * A mark that makes an agent active or inactive.
 *
 * @param agent the agent
 * @param active whether the agent becomes active
 * @param atMost how long the agent stays active at most, or {@code null} for no limit
 */
public record Mark(AgentIdentity agent, boolean active, @Nullable Duration atMost) {

	/**
	 * Create a mark.
	 * @param agent the agent
	 * @param active whether the agent becomes active
	 * @param atMost how long the agent stays active at most, or {@code null}
	 */
	public Mark(AgentIdentity agent, boolean active, @Nullable Duration atMost) {
		Assert.notNull(agent, "'agent' must not be null");
		this.agent = agent;
		this.active = active;
		this.atMost = atMost;
	}

	/**
	 * Create a mark that makes an agent active.
	 * @param agent the agent
	 * @param atMost how long the agent stays active at most, or {@code null}
	 * @return the mark
	 */
	public static Mark active(AgentIdentity agent, @Nullable Duration atMost) {
		return new Mark(agent, true, atMost);
	}

	/**
	 * Create a mark that makes an agent inactive.
	 * @param agent the agent
	 * @return the mark
	 */
	public static Mark inactive(AgentIdentity agent) {
		return new Mark(agent, false, null);
	}

}
