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

import org.jspecify.annotations.Nullable;

/**
 * What Brevo's rate limit leaves for pings until it resets. Others use it, too: the
 * application itself, for messages, and anyone else who uses the account.
 *
 * @param remaining the requests that are left
 * @param resetsIn the time until the reset
 * @param perSecond the requests per second that the window allows on average
 * @param others the requests per second that others take, which are left to them
 * @param atOnce the requests that can be made now, which are few if a sliding window has
 * none left at the moment
 */
record PingQuota(double remaining, Duration resetsIn, double perSecond, double others, double atOnce) {

	PingQuota(double remaining, Duration resetsIn, double perSecond, double others) {
		this(remaining, resetsIn, perSecond, others, MANY);
	}

	private static final double HOUR = Tuning.RATE_LIMIT_WINDOW.toSeconds();

	private static final int MANY = 1_000_000_000;

	/**
	 * Return what a window leaves for pings.
	 * @param window the window
	 * @param share the part of the requests that pings may use, unless others take more
	 * than the rest
	 * @param now the time
	 * @return the quota
	 */
	static PingQuota of(RateWindow window, double share, Instant now) {
		Instant end = window.resetsAt();
		if (end == null) {
			return ofSliding(window, share, now);
		}
		if (!now.isBefore(end)) {
			return afterReset(window, share);
		}
		double left = seconds(Duration.between(now, end));
		double limit = limit(window);
		double length = length(window, end, left, limit);
		return new PingQuota(window.remaining(), Duration.between(now, end), limit / length,
				others(window, (1 - share) * limit / length, length));
	}

	// A sliding window has no reset to save requests for, and none to wait for: what was
	// used an hour ago becomes available again. A little is spared, since the number of
	// pings varies from hour to hour.
	private static PingQuota ofSliding(RateWindow window, double share, Instant now) {
		double limit = limit(window);
		double others = Math.max((1 - share) * limit, Tuning.SLIDING_SPARE) / HOUR;
		double back = seconds(Duration.between(window.observedAt(), now)) * limit / HOUR;
		return new PingQuota(limit, Tuning.RATE_LIMIT_WINDOW, limit / HOUR, others,
				(window.remaining() > 0) ? MANY : Math.floor(back));
	}

	/**
	 * Return the length of the window, which is an hour unless Brevo shows that it is
	 * shorter.
	 */
	private static double length(RateWindow window, Instant end, double left, double limit) {
		double observed = seconds(Duration.between(window.openedAt(), end));
		double inProportion = left * limit / Math.max(window.remaining(), 1);
		return Math.min(HOUR, Math.max(observed, Math.max(left, inProportion)));
	}

	private static PingQuota afterReset(RateWindow window, double share) {
		double limit = limit(window);
		double length = Math.min(HOUR, seconds(Duration.between(window.openedAt(), window.resetsAt())));
		double reserved = (1 - share) * limit / length;
		return new PingQuota(limit, Duration.ofMillis((long) (length * 1000)), limit / length,
				others(window, reserved, length));
	}

	/**
	 * Return what others take: a mean of what was seen in this window and in the one
	 * before, which counts less the longer this window has been observed. It is never
	 * less than what is reserved for others.
	 */
	private static double others(RateWindow window, double reserved, double length) {
		double weight = length * Tuning.PRIOR_PART;
		double observed = seconds(Duration.between(window.openedAt(), window.observedAt()));
		Long before = window.othersBefore();
		double prior = (before != null) ? before / HOUR : reserved;
		double seen = (((window.others() > Tuning.UNSURE_REQUESTS) ? window.others() : 0) + prior * weight)
				/ (observed + weight);
		return Math.max(seen, reserved);
	}

	/**
	 * Return this quota if messages never take the last requests: a burst of messages
	 * that took all that they may take will not go on.
	 * @param reserved how many requests are reserved for pings
	 * @return the quota, with others that take no more than what is not reserved
	 */
	PingQuota reserving(int reserved) {
		double most = Math.max(0, this.remaining - reserved) / seconds(this.resetsIn);
		return (reserved > 0 && most < this.others)
				? new PingQuota(this.remaining, this.resetsIn, this.perSecond, most, this.atOnce) : this;
	}

	/**
	 * Return how many pings can be made now without taking what others need.
	 * @return the number of pings, below 1 if none is left
	 */
	double usable() {
		return Math.min(this.atOnce, left());
	}

	/**
	 * Return whether nothing is left for pings until the reset.
	 * @return whether no agent can be pinged
	 */
	boolean isUsedUp() {
		return left() < 1;
	}

	private double left() {
		return this.remaining - (1 - Tuning.BORROWED) * this.others * seconds(this.resetsIn);
	}

	/**
	 * Return how many pings per second can be made until the reset, even if others take
	 * somewhat more than before.
	 * @return the number of pings per second, at least 0, and never above what the window
	 * allows on average, so that it does not soar shortly before the reset
	 */
	double pingsPerSecond() {
		double left = seconds(this.resetsIn);
		double taken = this.others * left;
		return rate(left, taken + Math.sqrt(taken) / 2);
	}

	/**
	 * Return how many agents can be kept online until the reset.
	 * @param interval the longest time between two pings of an agent
	 * @return the number of agents
	 */
	double agents(Duration interval) {
		double left = seconds(this.resetsIn);
		// assume that all agents have just been pinged: which of them have is no reason
		// to give one up
		return rate(Math.max(left - seconds(interval), 1e-3), this.others * left) * seconds(interval);
	}

	/**
	 * Return how many agents, of those that were marked active first, may be pinged now:
	 * an agent may only if what those before it need until the reset is left.
	 * @param interval the longest time between two pings of an agent
	 * @param requests how many requests an accepted ping takes
	 * @param underWay the number of pings in flight
	 * @return the number of agents, at least one
	 */
	int ranks(Duration interval, double requests, int underWay) {
		double each = Math.floor(seconds(this.resetsIn) / seconds(interval)) * requests;
		double spare = left() - 1 - underWay;
		if (spare < 0) {
			return 1;
		}
		return (each > 0) ? 1 + (int) Math.min(spare / each, MANY) : MANY;
	}

	/**
	 * Return how many requests remain besides those that agents need until the reset.
	 * @param agents the number of agents
	 * @param interval the longest time between two pings of an agent
	 * @param requests how many requests an accepted ping takes
	 * @return the number of requests, below 0 if there are not enough
	 */
	double spare(int agents, Duration interval, double requests) {
		return left() - agents * Math.ceil(seconds(this.resetsIn) / seconds(interval)) * requests;
	}

	/**
	 * Return whether the reset comes so soon that each agent needs at most one more ping
	 * before it. What is left until then says nothing about how many agents can be kept
	 * online.
	 * @param interval the longest time between two pings of an agent
	 * @return whether the reset is close
	 */
	boolean isAboutToReset(Duration interval) {
		return this.resetsIn.compareTo(interval) <= 0;
	}

	private double rate(double seconds, double others) {
		double planned = this.perSecond - this.others;
		return Math.max(0, Math.min(planned, (this.remaining - others) / seconds));
	}

	static @Nullable PingQuota ofNullable(@Nullable RateWindow window, double share, Instant now) {
		return (window != null) ? of(window, share, now) : null;
	}

	private static double limit(RateWindow window) {
		return (window.limit() != null) ? window.limit() : Math.max(window.remaining(), 1);
	}

	private static double seconds(Duration duration) {
		return Math.max(duration.toNanos() / 1e9, 1e-3);
	}

}
