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
 * @param maxInterval how far that time may be stretched to stay within Brevo's rate
 * limit; at least the interval, and below the online window
 * @param onlineWindow the least time for which Brevo shows an agent online after a ping
 * @param quotaShare the part of Brevo's rate limit that pings may use, above 0 and at
 * most 1
 * @param concurrency the number of pings that may be under way at once, at least one
 * @param agents the agents that are active from the start
 * @param goOnWithoutStoreFor how long agents are pinged on while a shared store does not
 * tell whether they are still active
 */
public record HeartbeatSettings(Duration interval, Duration maxInterval, Duration onlineWindow, double quotaShare,
		int concurrency, List<AgentIdentity> agents, Duration goOnWithoutStoreFor) {

	private static final HeartbeatSettings DEFAULTS = new HeartbeatSettings(Duration.ofSeconds(60),
			Duration.ofSeconds(110), Duration.ofMinutes(2), 0.8, 8, List.of(), Duration.ofHours(12));

	/**
	 * Create settings.
	 * @param interval the time between two pings of an agent, above zero
	 * @param maxInterval how far that time may be stretched to stay within Brevo's rate
	 * limit; at least the interval, and below the online window
	 * @param onlineWindow the least time for which Brevo shows an agent online after a
	 * ping
	 * @param quotaShare the part of Brevo's rate limit that pings may use, above 0 and at
	 * most 1
	 * @param concurrency the number of pings that may be under way at once, at least one
	 * @param agents the agents that are active from the start
	 * @param goOnWithoutStoreFor how long agents are pinged on while a shared store does
	 * not tell whether they are still active
	 * @throws IllegalArgumentException if a value is out of its range, or does not go
	 * together with another
	 */
	public HeartbeatSettings {
		Assert.isTrue(interval.compareTo(Duration.ZERO) > 0, "The interval must be above zero.");
		Assert.isTrue(interval.compareTo(maxInterval) <= 0,
				() -> "The interval must not be above the maximum interval of %s."
					.formatted(maxInterval.toString().substring(2).toLowerCase(Locale.ROOT)));
		Assert.isTrue(maxInterval.compareTo(onlineWindow) < 0,
				"The maximum interval must be below the %s seconds for which Brevo shows an agent online after a ping, or agents go offline between two pings."
					.formatted(onlineWindow.toSeconds()));
		Assert.isTrue(quotaShare > 0 && quotaShare <= 1, "The share of the rate limit must be above 0 and at most 1.");
		Assert.isTrue(concurrency > 0, "The concurrency must be at least 1.");
		Assert.isTrue(!goOnWithoutStoreFor.isNegative(), "The time to go on without the store must not be negative.");
		agents = List.copyOf(agents);
	}

	/**
	 * Return the default settings.
	 * @return settings with an interval of 60 seconds that may be stretched to 110, an
	 * online window of 2 minutes, 80 % of the rate limit, a concurrency of 8, no agents,
	 * and 12 hours to go on without a shared store
	 */
	public static HeartbeatSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Return these settings with other times.
	 * @param interval the time between two pings of an agent
	 * @param maxInterval how far that time may be stretched
	 * @param onlineWindow how long Brevo shows an agent online after a ping
	 * @return the new settings
	 */
	public HeartbeatSettings withTimes(Duration interval, Duration maxInterval, Duration onlineWindow) {
		return new HeartbeatSettings(interval, maxInterval, onlineWindow, this.quotaShare, this.concurrency,
				this.agents, this.goOnWithoutStoreFor);
	}

	/**
	 * Return these settings with another interval.
	 * @param interval the time between two pings of an agent
	 * @return the new settings
	 */
	public HeartbeatSettings withInterval(Duration interval) {
		return withTimes(interval, this.maxInterval, this.onlineWindow);
	}

	/**
	 * Return these settings with another share of the rate limit.
	 * @param quotaShare the part of Brevo's rate limit that pings may use
	 * @return the new settings
	 */
	public HeartbeatSettings withQuotaShare(double quotaShare) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, quotaShare, this.concurrency,
				this.agents, this.goOnWithoutStoreFor);
	}

	/**
	 * Return these settings with another concurrency.
	 * @param concurrency the number of pings that may be under way at once
	 * @return the new settings
	 */
	public HeartbeatSettings withConcurrency(int concurrency) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, this.quotaShare, concurrency,
				this.agents, this.goOnWithoutStoreFor);
	}

	/**
	 * Return these settings with other agents that are active from the start.
	 * @param agents the agents
	 * @return the new settings
	 */
	public HeartbeatSettings withAgents(List<AgentIdentity> agents) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, this.quotaShare,
				this.concurrency, agents, this.goOnWithoutStoreFor);
	}

	/**
	 * Return these settings with another time to go on without a shared store.
	 * @param goOnWithoutStoreFor how long agents are pinged on while the store does not
	 * tell whether they are still active
	 * @return the new settings
	 */
	public HeartbeatSettings withGoOnWithoutStoreFor(Duration goOnWithoutStoreFor) {
		return new HeartbeatSettings(this.interval, this.maxInterval, this.onlineWindow, this.quotaShare,
				this.concurrency, this.agents, goOnWithoutStoreFor);
	}

	/**
	 * Return the longest time that a ping may take: short enough for another within the
	 * online window.
	 * @param interval the interval in force
	 * @return the time
	 */
	Duration pingTimeout(Duration interval) {
		Duration part = this.onlineWindow.minus(interval).dividedBy(2);
		Duration most = scaled(10);
		return (part.compareTo(most) < 0) ? part : most;
	}

	/**
	 * Return the longest time for which a ping is ever delayed, with some to spare.
	 * @return the time
	 */
	Duration longestDelay() {
		return this.maxInterval.plus(scaled(5));
	}

	/**
	 * Return a time in proportion to the online window.
	 * @param seconds the time in seconds, if the window is two minutes
	 * @return the time
	 */
	Duration scaled(double seconds) {
		return Duration.ofNanos((long) (this.onlineWindow.toNanos() / 120.0 * seconds));
	}

}
