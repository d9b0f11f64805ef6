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
 * What Brevo's rate limit leaves for pings until it resets, beside what others take: the
 * application's own messages, and whoever else uses the account.
 *
 * @param remaining the requests that are left
 * @param resetsIn the time until the reset
 * @param perSecond the requests a second that the whole window allows
 * @param others the requests a second that others take, and are left to them
 */
record PingQuota(double remaining, Duration resetsIn, double perSecond, double others) {

	private static final double HOUR = 3600;

	private static final int MANY = 1_000_000_000;

	/**
	 * Requests that may be those of pings under way.
	 */
	private static final int UNSURE = 3;

	/**
	 * The part of the requests left to others that pings may take rather than stop.
	 */
	private static final double BORROWED = 0.5;

	/**
	 * Return what a window leaves.
	 * @param window the window
	 * @param share the part of the requests that pings may use, if others leave it
	 * @param now the time
	 * @return what is left
	 */
	static PingQuota of(RateWindow window, double share, Instant now) {
		Instant end = window.resetsAt();
		if (end == null) {
			// it slides: there is no reset to save up for, nor one that helps
			double limit = (window.limit() != null) ? window.limit() : window.remaining();
			double remaining = (window.remaining() > 0) ? limit : 0;
			return new PingQuota(remaining, Duration.ofHours(1), limit / HOUR, (1 - share) * limit / HOUR);
		}
		if (!now.isBefore(end)) {
			return afterReset(window, share);
		}
		double left = seconds(Duration.between(now, end));
		double limit = (window.limit() != null) ? window.limit() : Math.max(window.remaining(), 1);
		double length = length(window, left, limit);
		return new PingQuota(window.remaining(), Duration.between(now, end), limit / length,
				others(window, (1 - share) * limit / length, length));
	}

	/**
	 * Return the length of the window, which is an hour unless Brevo shows that it is
	 * shorter.
	 */
	private static double length(RateWindow window, double left, double limit) {
		double observed = (window.resetsAt() != null) ? seconds(Duration.between(window.openedAt(), window.resetsAt()))
				: left;
		double inProportion = left * limit / Math.max(window.remaining(), 1);
		return Math.min(HOUR, Math.max(observed, Math.max(left, inProportion)));
	}

	private static PingQuota afterReset(RateWindow window, double share) {
		double limit = (window.limit() != null) ? window.limit() : Math.max(window.remaining(), 1);
		double length = Math.min(HOUR, seconds(Duration.between(window.openedAt(), window.resetsAt())));
		double reserved = (1 - share) * limit / length;
		return new PingQuota(limit, Duration.ofMillis((long) (length * 1000)), limit / length,
				others(window, reserved, length));
	}

	/**
	 * Return what others take: what was seen, drawn to what was seen before as long as
	 * little was, and never less than what is left to them in any case.
	 */
	private static double others(RateWindow window, double reserved, double length) {
		double weight = length / 6;
		double observed = Math.max(0, seconds(Duration.between(window.openedAt(), window.observedAt())));
		Long before = window.othersBefore();
		double prior = (before != null) ? before / HOUR : reserved;
		double seen = (((window.others() > UNSURE) ? window.others() : 0) + prior * weight) / (observed + weight);
		return Math.max(seen, reserved);
	}

	/**
	 * Return how many pings can be made now without taking what others surely need.
	 * @return the number of pings; below 1 if there are none left
	 */
	double usable() {
		return this.remaining - (1 - BORROWED) * this.others * seconds(this.resetsIn);
	}

	/**
	 * Return how many pings a second can be made until the reset, even if others take
	 * somewhat more than they did.
	 * @return the number of pings a second, at least 0, and never above what the window
	 * allows on average, so that it does not run up towards the reset
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
		// at best they have all just been pinged, and whether they have is no reason to
		// give one up
		return rate(Math.max(left - seconds(interval), 1e-3), this.others * left) * seconds(interval);
	}

	/**
	 * Return how many agents, those of the best ranks, may be pinged now, so that what
	 * each of them surely needs until the reset is left to those before it.
	 * @param interval the longest time between two pings of an agent
	 * @param requests how many requests an accepted ping takes
	 * @param underWay the number of pings under way
	 * @return the number of agents, at least one
	 */
	int ranks(Duration interval, double requests, int underWay) {
		double each = Math.floor(seconds(this.resetsIn) / seconds(interval)) * requests;
		double spare = usable() - 1 - underWay;
		if (spare < 0) {
			return 1;
		}
		return (each > 0) ? 1 + (int) Math.min(spare / each, MANY) : MANY;
	}

	/**
	 * Return whether the reset comes so soon that nobody needs another ping before it, so
	 * that what is left until then says nothing about how many agents can be kept online.
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

	private static double seconds(@Nullable Duration duration) {
		return (duration != null) ? Math.max(duration.toNanos() / 1e9, 1e-3) : 1e-3;
	}

}
