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
 * fail. Thread-safe.
 */
final class PingOverhead {

	private static final double WEIGHT = 1.0 / 200;

	private static final double MOST = 3;

	private double acceptedShare = 1;

	synchronized void accepted() {
		this.acceptedShare += (1 - this.acceptedShare) * WEIGHT;
	}

	/**
	 * Note that a ping failed that counts for the rate limit.
	 */
	synchronized void failed() {
		this.acceptedShare -= this.acceptedShare * WEIGHT;
	}

	/**
	 * Return how many requests an accepted ping takes.
	 * @return from 1 to 3
	 */
	synchronized double requestsPerPing() {
		return Math.min(1 / this.acceptedShare, MOST);
	}

}
