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
import java.util.Locale;

import io.github.brevoconversations.client.AgentIdentity;

import org.springframework.util.Assert;

/**
 * How agents are pinged.
 *
 * @param interval the time between two pings of an agent, above zero
 * @param maxInterval the longest that this time may become to stay within Brevo's rate
 * limit; at least the interval, and below the online window
 * @param onlineWindow the minimum time for which Brevo shows an agent online after a ping
 * @param quotaShare the part of Brevo's rate limit that pings may use, above 0 and at
 * most 1
 * @param concurrency the number of pings that may be in flight at once, at least 1
 * @param agents the agents that are active from the start of the heartbeat
 * @param continueWithoutStoreFor how long agents are still pinged while a shared store
 * cannot be asked whether they are active; not negative
 */
public record HeartbeatSettings(Duration interval, Duration maxInterval, Duration onlineWindow, double quotaShare,
		int concurrency, List<AgentIdentity> agents, Duration continueWithoutStoreFor) {

	private static final HeartbeatSettings DEFAULTS = new HeartbeatSettings(Duration.ofSeconds(60),
			Duration.ofSeconds(110), Duration.ofMinutes(2), 0.8, 8, List.of(), Duration.ofHours(12));

	/**
	 * Create settings.
	 * @param interval the time between two pings of an agent, above zero
	 * @param maxInterval the longest that this time may become to stay within Brevo's
	 * rate limit; at least the interval, and below the online window
	 * @param onlineWindow the minimum time for which Brevo shows an agent online after a
	 * ping
	 * @param quotaShare the part of Brevo's rate limit that pings may use, above 0 and at
	 * most 1
	 * @param concurrency the number of pings that may be in flight at once, at least 1
	 * @param agents the agents that are active from the start of the heartbeat
	 * @param continueWithoutStoreFor how long agents are still pinged while a shared
	 * store cannot be asked whether they are active; not negative
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public HeartbeatSettings {
		Assert.isTrue(interval.compareTo(Duration.ZERO) > 0, "The interval must be greater than zero.");
		Assert.isTrue(interval.compareTo(maxInterval) <= 0,
				() -> "The interval must not exceed the maximum interval of %s."
					.formatted(maxInterval.toString().substring(2).toLowerCase(Locale.ROOT)));
		Assert.isTrue(maxInterval.compareTo(onlineWindow) < 0,
				"The maximum interval must be below the %s seconds for which Brevo shows an agent online after a ping, or agents go offline between two pings."
					.formatted(onlineWindow.toSeconds()));
		Assert.isTrue(quotaShare > 0 && quotaShare <= 1,
				"The share of the rate limit must be greater than 0 and at most 1.");
		Assert.isTrue(concurrency > 0, "The concurrency must be at least 1.");
		Assert.isTrue(!continueWithoutStoreFor.isNegative(),
				"The time to continue without the store must not be negative.");
		agents = List.copyOf(agents);
	}

	/**
	 * Return the default settings.
	 * @return settings with an interval of 60 seconds that may grow to 110, an online
	 * window of 2 minutes, 80 % of the rate limit, a concurrency of 8, no agents, and 12
	 * hours to continue without a shared store
	 */
	public static HeartbeatSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Return these settings with other times.
	 * @param interval the time between two pings of an agent
	 * @param maxInterval the longest that this time may become
	 * @param onlineWindow the minimum time for which Brevo shows an agent online after a
	 * ping
	 * @return the new settings
	 * @throws IllegalArgumentException if the times are out of their ranges
	 */
	public HeartbeatSettings withTimes(Duration interval, Duration maxInterval, Duration onlineWindow) {
		return new HeartbeatSettings(interval, maxInterval, onlineWindow, this.quotaShare, this.concurrency,
				this.agents, this.continueWithoutStoreFor);
	}

	/**
	 * Return these settings with another interval.
	 * @param interval the time between two pings of an agent
	 * @return the new settings
	 * @throws IllegalArgumentException if the interval is not above zero, or is above the
	 * maximum interval
	 */
	public HeartbeatSettings withInterval(Duration interval) {
		return withTimes(interval, this.maxInterval, this.onlineWindow);
	}

	/**
	 * Return these settings with another share of the rate limit.
	 * @param quotaShare the part of Brevo's rate limit that pings may use
	 * @return the new settings
	 * @throws IllegalArgumentException if the share is out of its range
	 */
	public HeartbeatSettings withQuotaShare(double quotaShare) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, quotaShare, this.concurrency,
				this.agents, this.continueWithoutStoreFor);
	}

	/**
	 * Return these settings with another concurrency.
	 * @param concurrency the number of pings that may be in flight at once
	 * @return the new settings
	 * @throws IllegalArgumentException if the concurrency is below 1
	 */
	public HeartbeatSettings withConcurrency(int concurrency) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, this.quotaShare, concurrency,
				this.agents, this.continueWithoutStoreFor);
	}

	/**
	 * Return these settings with other agents that are active from the start.
	 * @param agents the agents
	 * @return the new settings
	 */
	public HeartbeatSettings withAgents(List<AgentIdentity> agents) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, this.quotaShare,
				this.concurrency, agents, this.continueWithoutStoreFor);
	}

	/**
	 * Return these settings with another time to continue without a shared store.
	 * @param continueWithoutStoreFor how long agents are still pinged while the store
	 * cannot be asked whether they are active
	 * @return the new settings
	 * @throws IllegalArgumentException if the time is negative
	 */
	public HeartbeatSettings withContinueWithoutStoreFor(Duration continueWithoutStoreFor) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, this.quotaShare,
				this.concurrency, this.agents, continueWithoutStoreFor);
	}

	/**
	 * Return the longest time that a ping may take: short enough for a second one within
	 * the online window.
	 * @param interval the current interval
	 * @return the time
	 */
	Duration pingTimeout(Duration interval) {
		Duration part = this.onlineWindow.minus(interval).dividedBy(Tuning.PINGS_IN_REST);
		Duration most = scaled(Tuning.LONGEST_PING);
		return (part.compareTo(most) < 0) ? part : most;
	}

	/**
	 * Return the longest time by which a ping is ever delayed, with a margin.
	 * @return the time
	 */
	Duration longestDelay() {
		return this.maxInterval.plus(scaled(Tuning.DELAY_TOLERANCE));
	}

	/**
	 * Return a time that is scaled with the online window.
	 * @param seconds the time in seconds for a window of two minutes
	 * @return the time
	 */
	Duration scaled(double seconds) {
		return Duration.ofNanos((long) (this.onlineWindow.toNanos() / 120.0 * seconds));
	}

}
