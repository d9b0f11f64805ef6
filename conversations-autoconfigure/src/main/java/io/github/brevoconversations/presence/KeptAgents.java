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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Which agents are kept online where the rate limit does not allow to keep all: those
 * that were marked active first. Their number shrinks at once, and grows only when there
 * has been room for a while, so that nobody goes on and off. Thread-safe.
 */
final class KeptAgents {

	private static final int ALL = Integer.MAX_VALUE;

	/**
	 * What is reckoned from errors and from others' requests goes up and down a little.
	 */
	private static final double TOLERATED = 0.95;

	private final Duration patience;

	private int count = ALL;

	private @Nullable Instant roomSince;

	private volatile Set<AgentIdentity> kept = Set.of();

	KeptAgents(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Take note of how many agents can be kept.
	 * @param activeAgents how many agents are active
	 * @param capacity how many can be kept online now, at least 1
	 * @param now the time
	 * @return what that changes
	 */
	synchronized Change update(int activeAgents, double capacity, Instant now) {
		int wanted = Math.min(activeAgents, this.count);
		if (capacity < wanted * TOLERATED) {
			boolean exceeded = isExceeded();
			this.count = (int) capacity;
			this.roomSince = null;
			return exceeded ? Change.NONE : Change.EXCEEDED;
		}
		if (!isExceeded()) {
			return Change.NONE;
		}
		boolean room = activeAgents <= this.count || capacity >= this.count + 1;
		if (!room) {
			this.roomSince = null;
			return Change.NONE;
		}
		return grow(activeAgents, capacity, now);
	}

	private Change grow(int activeAgents, double capacity, Instant now) {
		if (this.roomSince == null) {
			this.roomSince = now;
		}
		if (now.isBefore(this.roomSince.plus(this.patience))) {
			return Change.NONE;
		}
		this.roomSince = null;
		if (capacity < activeAgents) {
			this.count = (int) capacity;
			return Change.NONE;
		}
		this.count = ALL;
		return Change.RESTORED;
	}

	synchronized boolean isExceeded() {
		return this.count != ALL;
	}

	/**
	 * Return how many agents are kept online.
	 * @param activeAgents how many agents are active
	 * @return at most that number
	 */
	synchronized int count(int activeAgents) {
		return Math.min(activeAgents, this.count);
	}

	void setLongestActive(List<ActiveAgent> longestActive) {
		Set<AgentIdentity> identities = new HashSet<>();
		longestActive.forEach((agent) -> identities.add(agent.identity()));
		this.kept = identities;
	}

	boolean isKept(AgentIdentity agent) {
		return !isExceeded() || this.kept.contains(agent);
	}

	/**
	 * A change of whether all agents can be kept.
	 */
	enum Change {

		NONE, EXCEEDED, RESTORED

	}

}
