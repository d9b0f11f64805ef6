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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Next pings on their way to a store: what comes together while one trip is under way
 * goes with the next, and what a trip could not store is kept for another. Thread-safe.
 */
final class NextPings {

	private static final int MOST_IN_ONE_TRIP = 500;

	private final ActiveAgentStore store;

	private final Clock clock;

	private final Duration timeout;

	private final Map<AgentIdentity, Waiting> waiting = new LinkedHashMap<>();

	private boolean underWay;

	/**
	 * Create an empty collection.
	 * @param store where the pings are scheduled
	 * @param clock tells how long they have waited
	 * @param timeout how long a trip may take
	 */
	NextPings(ActiveAgentStore store, Clock clock, Duration timeout) {
		this.store = store;
		this.clock = clock;
		this.timeout = timeout;
	}

	/**
	 * Add pings, each in place of one of the same agent that still waits.
	 * @param pings the pings
	 */
	synchronized void add(Collection<NextPing> pings) {
		Instant now = this.clock.instant();
		for (NextPing ping : pings) {
			Waiting former = this.waiting.remove(ping.agent());
			Waiting added = new Waiting(ping.agent(), now.plus(ping.delay()),
					(ping.acceptedAgo() != null) ? now.minus(ping.acceptedAgo()) : null);
			this.waiting.put(ping.agent(), (former != null) ? added.after(former) : added);
		}
	}

	synchronized void remove(AgentIdentity agent) {
		this.waiting.remove(agent);
	}

	synchronized boolean isEmpty() {
		return this.waiting.isEmpty() && !this.underWay;
	}

	/**
	 * Store all pings that wait, in one trip after the other.
	 * @return completion once none waits, or at once if a trip is under way already
	 */
	Mono<Void> flush() {
		return Mono.defer(() -> {
			List<Waiting> trip = next();
			return trip.isEmpty() ? Mono.empty() : store(trip).then(flush());
		});
	}

	private Mono<Void> store(List<Waiting> trip) {
		Instant now = this.clock.instant();
		return this.store.schedule(trip.stream().map((ping) -> ping.toNextPing(now)).toList())
			.timeout(this.timeout)
			.doOnSuccess((done) -> ended(List.of()))
			.doOnError((failure) -> ended(trip))
			.doOnCancel(() -> ended(trip));
	}

	private synchronized List<Waiting> next() {
		if (this.underWay) {
			return List.of();
		}
		List<Waiting> trip = new ArrayList<>();
		Iterator<Waiting> candidates = this.waiting.values().iterator();
		while (candidates.hasNext() && trip.size() < MOST_IN_ONE_TRIP) {
			trip.add(candidates.next());
			candidates.remove();
		}
		this.underWay = !trip.isEmpty();
		return trip;
	}

	private synchronized void ended(List<Waiting> notStored) {
		this.underWay = false;
		for (Waiting ping : notStored) {
			this.waiting.merge(ping.agent(), ping, (newer, older) -> newer.after(older));
		}
	}

	/**
	 * A ping that waits.
	 *
	 * @param agent the agent
	 * @param due when the next ping is due
	 * @param accepted when the last ping was made, if Brevo accepted it
	 */
	private record Waiting(AgentIdentity agent, Instant due, @Nullable Instant accepted) {

		Waiting after(Waiting former) {
			return (this.accepted != null) ? this : new Waiting(this.agent, this.due, former.accepted);
		}

		NextPing toNextPing(Instant now) {
			return new NextPing(this.agent, Duration.between(now, this.due),
					(this.accepted != null) ? Duration.between(this.accepted, now) : null);
		}

	}

}
