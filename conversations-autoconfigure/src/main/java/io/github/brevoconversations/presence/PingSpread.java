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
import java.util.TreeSet;

/**
 * Spreads agents that came online together evenly over the interval: the second ping of
 * some comes earlier, and they keep their distance from then on. Knows only the pings of
 * this instance. Thread-safe.
 */
final class PingSpread {

	private final TreeSet<Instant> planned = new TreeSet<>();

	/**
	 * Return when an agent that has just been pinged is pinged again.
	 * @param interval the time between two pings of an agent
	 * @param agents the number of agents
	 * @param room whether a ping may come earlier
	 * @param now the time
	 * @return the time from now, above zero and at most the interval
	 */
	synchronized Duration next(Duration interval, int agents, boolean room, Instant now) {
		if (agents < 2 || agents > Tuning.MOST_SPREAD_AGENTS) {
			this.planned.clear();
			return interval;
		}
		this.planned.headSet(now, true).clear();
		Instant latest = now.plus(interval);
		Duration distance = interval.dividedBy(agents);
		boolean crowded = !this.planned
			.subSet(latest.minus(distance.dividedBy(Tuning.CROWDED_PART)), true,
					latest.plus(distance.dividedBy(Tuning.CROWDED_PART)), true)
			.isEmpty();
		Instant next = (crowded && room) ? earlier(now, latest, distance) : latest;
		this.planned.add(next);
		return Duration.between(now, next);
	}

	private Instant earlier(Instant now, Instant latest, Duration distance) {
		Instant begin = now;
		Duration widest = distance;
		Instant middle = latest;
		for (Instant end : this.planned.headSet(latest, true)) {
			Duration gap = Duration.between(begin, end);
			if (gap.compareTo(widest) >= 0) {
				widest = gap;
				middle = begin.plus(gap.dividedBy(2));
			}
			begin = end;
		}
		return middle;
	}

}
