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
 * How many requests an accepted ping takes, in the recent past: more than one where some
 * fail. Since that goes up and down by chance, it is told as two bounds. Thread-safe.
 */
final class PingOverhead {

	private static final double MEMORY = 1 - 1.0 / 400;

	private static final double MOST = 3;

	private static final double BY_CHANCE = 1e-4;

	private static final int MOST_BY_CHANCE = 10;

	private double pings = 50;

	private double accepted = 50;

	synchronized void accepted() {
		count(1);
	}

	/**
	 * Note that a ping failed that counts for the rate limit.
	 */
	synchronized void failed() {
		count(0);
	}

	private void count(int accepted) {
		this.pings = this.pings * MEMORY + 1;
		this.accepted = this.accepted * MEMORY + accepted;
	}

	/**
	 * Return how many requests an accepted ping takes at least, which says whom there may
	 * be room for: nobody is given up because of bad luck.
	 * @return from 1 to 3
	 */
	synchronized double least() {
		return requests(share() + 3 * deviation());
	}

	/**
	 * Return how many requests an accepted ping takes on average, which says for how many
	 * agents there is room once there is not for all.
	 * @return from 1 to 3
	 */
	synchronized double mean() {
		return requests(share());
	}

	/**
	 * Return how many requests an accepted ping takes at most, which says how often there
	 * is surely room for.
	 * @return from 1 to 3
	 */
	synchronized double most() {
		return requests(share() - deviation());
	}

	/**
	 * Return after how many failures in a row it is hardly by chance that none is
	 * accepted.
	 * @param least the number if failures are rare
	 * @return the number of failures
	 */
	synchronized int unlikelyFailures(int least) {
		double failing = 1 - share();
		return (failing > 0)
				? Math.max(least, (int) Math.min(Math.ceil(Math.log(BY_CHANCE) / Math.log(failing)), MOST_BY_CHANCE))
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
		return Math.min(1 / Math.min(1, Math.max(share, 1e-3)), MOST);
	}

}
