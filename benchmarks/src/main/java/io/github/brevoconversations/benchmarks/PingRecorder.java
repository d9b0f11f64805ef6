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

package io.github.brevoconversations.benchmarks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.brevoconversations.presence.PingListener;

/**
 * Records how late pings begin, and how many are not accepted.
 */
class PingRecorder implements PingListener {

	private static final int MOST_MILLIS = 120_000;

	private final AtomicLongArray byMillis = new AtomicLongArray(MOST_MILLIS + 1);

	private final AtomicInteger failed = new AtomicInteger();

	@Override
	public void pingBegun(Duration lateness) {
		this.byMillis.incrementAndGet((int) Math.min(lateness.toMillis(), MOST_MILLIS));
	}

	@Override
	public void pingEnded(Outcome outcome) {
		if (outcome != Outcome.ACCEPTED) {
			this.failed.incrementAndGet();
		}
	}

	void reset() {
		this.failed.set(0);
		for (int i = 0; i < this.byMillis.length(); i++) {
			this.byMillis.set(i, 0);
		}
	}

	Summary summary() {
		long[] counts = new long[this.byMillis.length()];
		long pings = 0;
		for (int i = 0; i < counts.length; i++) {
			counts[i] = this.byMillis.get(i);
			pings += counts[i];
		}
		return new Summary(counts, pings, this.failed.get());
	}

	/**
	 * What was recorded.
	 */
	static final class Summary {

		private final long[] byMillis;

		private final long pings;

		private final int failed;

		Summary(long[] byMillis, long pings, int failed) {
			this.byMillis = byMillis;
			this.pings = pings;
			this.failed = failed;
		}

		int failed() {
			return this.failed;
		}

		long pings() {
			return this.pings;
		}

		long percentile(double percent) {
			long rank = (long) Math.ceil(this.pings * percent / 100);
			long seen = 0;
			for (int millis = 0; millis < this.byMillis.length; millis++) {
				seen += this.byMillis[millis];
				if (seen >= rank) {
					return millis;
				}
			}
			return this.byMillis.length;
		}

	}

}
