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

import org.jspecify.annotations.Nullable;

/**
 * How often each agent is pinged, and for how many agents there are requests.
 *
 * @param interval the time between two pings of an agent
 * @param capacity how many agents can be kept online with the longest interval
 */
record PingPace(Duration interval, double capacity) {

	static final double UNLIMITED = Double.POSITIVE_INFINITY;

	/**
	 * Return the pace: the configured interval if the quota allows it, or a longer one if
	 * necessary. If even the longest is too short, the capacity is below the number of
	 * agents.
	 * @param agents the number of agents to keep online
	 * @param quota what the rate limit leaves for pings, or {@code null} if it is unknown
	 * @param overhead how many requests an accepted ping takes
	 * @param settings how agents are pinged
	 * @return the pace
	 */
	static PingPace of(int agents, @Nullable PingQuota quota, PingOverhead overhead, HeartbeatSettings settings) {
		if (quota == null) {
			return new PingPace(settings.interval(), UNLIMITED);
		}
		double capacity = quota.agents(settings.maxInterval()) / overhead.least();
		double needed = agents * overhead.most() / quota.pingsPerSecond();
		return new PingPace(between(settings.interval(), needed, settings.maxInterval()), capacity);
	}

	/**
	 * Return the rate of pings that this pace leads to.
	 * @param agents the number of agents that are pinged
	 * @return the number of pings per second
	 */
	double perSecond(int agents) {
		return agents / (this.interval.toNanos() / 1e9);
	}

	private static Duration between(Duration least, double seconds, Duration most) {
		if (!(seconds < most.toNanos() / 1e9)) {
			return most;
		}
		Duration duration = Duration.ofNanos((long) (seconds * 1e9));
		return (duration.compareTo(least) > 0) ? duration : least;
	}

}
