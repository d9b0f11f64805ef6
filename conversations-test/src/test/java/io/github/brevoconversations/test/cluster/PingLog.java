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

package io.github.brevoconversations.test.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.brevoconversations.test.ReceivedRequest;

/**
 * When Brevo accepted pings of each agent.
 *
 * @param pings the times of each agent's pings
 */
record PingLog(Map<String, List<Instant>> pings) {

	private static final Pattern AGENT = Pattern.compile("\"agentId\":\"([^\"]*)\"");

	static PingLog of(List<ReceivedRequest> requests) {
		Map<String, List<Instant>> pings = new HashMap<>();
		for (ReceivedRequest request : requests) {
			Matcher agent = AGENT.matcher(request.body());
			if (agent.find() && Integer.valueOf(201).equals(request.status())) {
				pings.computeIfAbsent(agent.group(1), (key) -> new ArrayList<>()).add(request.receivedAt());
			}
		}
		return new PingLog(pings);
	}

	int agents() {
		return this.pings.size();
	}

	/**
	 * Return the longest time that an agent was not pinged for, until a time.
	 * @param end the time
	 * @return the longest time
	 */
	Duration longestGap(Instant end) {
		Duration longest = Duration.ZERO;
		for (List<Instant> times : this.pings.values()) {
			for (int i = 0; i < times.size(); i++) {
				Instant next = (i + 1 < times.size()) ? times.get(i + 1) : end;
				Duration gap = Duration.between(times.get(i), next);
				longest = (gap.compareTo(longest) > 0) ? gap : longest;
			}
		}
		return longest;
	}

	/**
	 * Return how often an agent was pinged in each interval, on average.
	 * @param from the beginning of the time to look at
	 * @param to the end
	 * @param interval the interval
	 * @return the number of pings
	 */
	double perInterval(Instant from, Instant to, Duration interval) {
		long number = this.pings.values()
			.stream()
			.flatMap(List::stream)
			.filter((time) -> time.isAfter(from) && !time.isAfter(to))
			.count();
		double intervals = (double) Duration.between(from, to).toMillis() / interval.toMillis();
		return number / intervals / agents();
	}

}
