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

/**
 * What Brevo's rate limit leaves for requests until it resets.
 *
 * @param windowRequests the requests that were left when this window was first seen
 * @param window the time that was left then
 * @param remaining the requests that are left now
 * @param resetsIn the time that is left now
 */
record PingQuota(long windowRequests, Duration window, long remaining, Duration resetsIn) {

	/**
	 * Return how many pings can be made now without touching what is to be left for other
	 * requests. That shrinks evenly until the reset: what nobody used is not lost.
	 * @param share the part of the requests that pings may use
	 * @return the number of pings; below 1 if there are none left
	 */
	double usable(double share) {
		double kept = (1 - share) * this.windowRequests * seconds(this.resetsIn) / seconds(this.window);
		return this.remaining - kept;
	}

	/**
	 * Return how many pings a second can be made until the reset.
	 * @param share the part of the requests that pings may use
	 * @return the number of pings a second, at least 0, and never above what was possible
	 * when the window was first seen, so that it does not run up towards the reset
	 */
	double perSecond(double share) {
		return perSecond(share, seconds(this.resetsIn));
	}

	/**
	 * Return how many agents can be kept online until the reset.
	 * @param share the part of the requests that pings may use
	 * @param interval the time between two pings of an agent
	 * @return the number of agents
	 */
	double agents(double share, Duration interval) {
		// at best, they have all just been pinged; whether that is so is no reason to
		// drop
		// one
		double time = seconds(this.resetsIn) - seconds(interval);
		return perSecond(share, Math.max(time, 1e-3)) * seconds(interval);
	}

	private double perSecond(double share, double seconds) {
		double planned = share * this.windowRequests / seconds(this.window);
		return Math.max(0, Math.min(planned, usable(share) / seconds));
	}

	private static double seconds(Duration duration) {
		return Math.max(duration.toNanos() / 1e9, 1e-3);
	}

}
