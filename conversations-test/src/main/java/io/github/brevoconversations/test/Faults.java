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

package io.github.brevoconversations.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The faults in force, in the order in which they were switched on. Safe to use from
 * several threads.
 */
final class Faults {

	private final List<ActiveFault> active = new CopyOnWriteArrayList<>();

	void add(Fault fault) {
		this.active.add(new ActiveFault(fault));
	}

	void clear() {
		this.active.clear();
	}

	List<Fault> inForce() {
		return this.active.stream().map(ActiveFault::fault).toList();
	}

	/**
	 * Decide what goes wrong with a request. All delays that hit it count, and the first
	 * of the other faults. The faults that follow are not used up.
	 * @param request the request
	 * @return the faults that hit it
	 */
	FaultPlan plan(ReceivedRequest request) {
		List<Fault> hits = new ArrayList<>();
		boolean decided = false;
		for (ActiveFault candidate : this.active) {
			boolean delay = candidate.fault().kind() == Fault.Kind.DELAY;
			if ((delay || !decided) && candidate.hits(request)) {
				hits.add(candidate.fault());
				decided |= !delay;
			}
		}
		this.active.removeIf(ActiveFault::isUsedUp);
		return new FaultPlan(List.copyOf(hits));
	}

	/**
	 * A fault and how often it has been used.
	 */
	private static final class ActiveFault {

		private static final double ROUNDING = 1e-9;

		private final Fault fault;

		private long seen;

		private int hits;

		ActiveFault(Fault fault) {
			this.fault = fault;
		}

		Fault fault() {
			return this.fault;
		}

		synchronized boolean hits(ReceivedRequest request) {
			if (isUsedUp() || !this.fault.concerns(request)) {
				return false;
			}
			long before = due(this.seen);
			this.seen++;
			if (due(this.seen) == before) {
				return false;
			}
			this.hits++;
			return true;
		}

		synchronized boolean isUsedUp() {
			return this.hits >= this.fault.times();
		}

		private long due(long requests) {
			return (long) (requests * this.fault.share() + ROUNDING);
		}

	}

}
