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
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;

import org.springframework.util.Assert;

/**
 * How agents are pinged.
 *
 * @param interval the time between two pings of an agent, above zero and below the two
 * minutes for which Brevo shows an agent online after a ping
 * @param concurrency the number of pings that may be under way at once, at least one
 * @param agents the agents that are active from the start
 */
public record HeartbeatSettings(Duration interval, int concurrency, List<AgentIdentity> agents) {

	/**
	 * The least time for which Brevo shows an agent online after a ping.
	 */
	public static final Duration ONLINE_WINDOW = Duration.ofMinutes(2);

	/**
	 * The time between two pings of an agent, unless another is set.
	 */
	public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

	/**
	 * The number of pings that may be under way at once, unless another is set.
	 */
	public static final int DEFAULT_CONCURRENCY = 8;

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public HeartbeatSettings {
		checkInterval(interval);
		checkConcurrency(concurrency);
		agents = List.copyOf(agents);
	}

	/**
	 * Return the default settings.
	 * @return settings with an interval of 60 seconds, a concurrency of 8, and no agents
	 */
	public static HeartbeatSettings defaults() {
		return new HeartbeatSettings(DEFAULT_INTERVAL, DEFAULT_CONCURRENCY, List.of());
	}

	/**
	 * Return these settings with another interval.
	 * @param interval the time between two pings of an agent
	 * @return the new settings
	 */
	public HeartbeatSettings withInterval(Duration interval) {
		return new HeartbeatSettings(interval, this.concurrency, this.agents);
	}

	/**
	 * Return these settings with another concurrency.
	 * @param concurrency the number of pings that may be under way at once
	 * @return the new settings
	 */
	public HeartbeatSettings withConcurrency(int concurrency) {
		return new HeartbeatSettings(this.interval, concurrency, this.agents);
	}

	/**
	 * Return these settings with other agents that are active from the start.
	 * @param agents the agents
	 * @return the new settings
	 */
	public HeartbeatSettings withAgents(List<AgentIdentity> agents) {
		return new HeartbeatSettings(this.interval, this.concurrency, agents);
	}

	private static void checkInterval(Duration interval) {
		Assert.isTrue(interval.compareTo(Duration.ZERO) > 0, "The interval must be above zero.");
		Assert.isTrue(interval.compareTo(ONLINE_WINDOW) < 0,
				"The interval must be below 2 minutes, or agents go offline between two pings.");
	}

	private static void checkConcurrency(int concurrency) {
		Assert.isTrue(concurrency > 0, "The concurrency must be at least 1.");
	}

}
