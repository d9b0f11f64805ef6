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

/**
 * How many requests an accepted ping has taken recently: more than one if some pings
 * fail. Since this number varies by chance, there are two bounds besides its mean.
 * Thread-safe.
 */
final class PingOverhead {

	private double pings = Tuning.OVERHEAD_PRIOR;

	private double accepted = Tuning.OVERHEAD_PRIOR;

	synchronized void accepted() {
		count(1);
	}

	/**
	 * Record that a ping failed that counts towards the rate limit.
	 */
	synchronized void failed() {
		count(0);
	}

	private void count(int accepted) {
		this.pings = this.pings * Tuning.OVERHEAD_MEMORY + 1;
		this.accepted = this.accepted * Tuning.OVERHEAD_MEMORY + accepted;
	}

	/**
	 * Return the lower bound. It determines for how many agents there may be room, so
	 * that no agent is given up because of bad luck.
	 * @return the requests per accepted ping, from 1 to 3
	 */
	synchronized double least() {
		return requests(share() + Tuning.OVERHEAD_DEVIATIONS * deviation());
	}

	/**
	 * Return the mean. It determines for how many agents there is room once there is not
	 * enough for all.
	 * @return the requests per accepted ping, from 1 to 3
	 */
	synchronized double mean() {
		return requests(share());
	}

	/**
	 * Return the upper bound. It determines how often agents can be pinged without risk.
	 * @return the requests per accepted ping, from 1 to 3
	 */
	synchronized double most() {
		return requests(share() - deviation());
	}

	/**
	 * Return the number of failures in a row that is unlikely to happen by chance.
	 * @param least the number to return if failures are rare
	 * @return the number of failures
	 */
	synchronized int unlikelyFailures(int least) {
		double failing = 1 - share();
		return (failing > 0) ? Math.max(least,
				(int) Math.min(Math.ceil(Math.log(Tuning.BY_CHANCE) / Math.log(failing)), Tuning.MOST_BY_CHANCE))
				: least;
	}

	private double share() {
		return this.accepted / this.pings;
	}

	private double deviation() {
		double share = share();
		return Math.sqrt(share * (1 - share) / this.pings);
	}

	private static double requests(double share) {
		return Math.min(1 / Math.min(1, Math.max(share, 1e-3)), Tuning.MOST_OVERHEAD);
	}

}
