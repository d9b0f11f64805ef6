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

package io.github.brevoconversations.presence.jdbc;

/**
 * Remembers how many agents are active while counting them again costs more than it is
 * worth: a tenth of a millisecond for each agent, from 1,000 agents on. So the part of
 * the database's time that is spent on counting does not grow with their number.
 */
final class AgentCount {

	private static final int FEW = 1000;

	private static final long NANOS_FOR_EACH = 100_000;

	private volatile Count last = new Count(0, 0, false);

	/**
	 * Return whether there is no need to count.
	 * @return whether the number is known
	 */
	boolean isKnown() {
		Count last = this.last;
		return last.fresh() && last.active() > FEW && System.nanoTime() - last.when() < last.active() * NANOS_FOR_EACH;
	}

	/**
	 * Have the agents counted at the next opportunity.
	 */
	void forget() {
		this.last = new Count(this.last.active(), 0, false);
	}

	/**
	 * Take a new number, if there is one.
	 * @param active the number, or -1 to keep the last one
	 * @return the number
	 */
	int update(int active) {
		if (active == -1) {
			return this.last.active();
		}
		this.last = new Count(active, System.nanoTime(), true);
		return active;
	}

	/**
	 * A number of agents.
	 *
	 * @param active the number
	 * @param when when they were counted, in nanoseconds
	 * @param fresh whether none was added or removed by this instance since
	 */
	private record Count(int active, long when, boolean fresh) {

	}

}
