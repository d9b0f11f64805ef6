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
import io.github.brevoconversations.presence.ActiveAgentStore.Scheduled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends next pings to a store. Those that arrive during one trip go with the next, and
 * those that a trip could not store are kept for another. Thread-safe.
 */
final class NextPings {

	private final ActiveAgentStore store;

	private final Clock clock;

	private final Duration timeout;

	private final Map<AgentIdentity, Waiting> waiting = new LinkedHashMap<>();

	private AccountUpdate update = AccountUpdate.NONE;

	private Instant updatedAt = Instant.EPOCH;

	private boolean underWay;

	/**
	 * Create an empty collection.
	 * @param store where the pings are scheduled
	 * @param clock the clock that measures how long they have waited
	 * @param timeout how long a trip may take
	 */
	NextPings(ActiveAgentStore store, Clock clock, Duration timeout) {
		this.store = store;
		this.clock = clock;
		this.timeout = timeout;
	}

	/**
	 * Add pings. Each replaces one of the same agent that still waits.
	 * @param pings the pings
	 * @param update what is new about the account
	 */
	synchronized void add(Collection<NextPing> pings, AccountUpdate update) {
		Instant now = this.clock.instant();
		this.update = update(now).and(update);
		this.updatedAt = now;
		for (NextPing ping : pings) {
			Waiting former = this.waiting.remove(ping.agent());
			Waiting added = new Waiting(ping.agent(), now.plus(ping.delay()),
					(ping.acceptedAgo() != null) ? now.minus(ping.acceptedAgo()) : null, ping.refused());
			this.waiting.put(ping.agent(), (former != null) ? added.after(former) : added);
		}
	}

	synchronized void remove(AgentIdentity agent) {
		this.waiting.remove(agent);
	}

	synchronized boolean isEmpty() {
		return this.waiting.isEmpty() && !this.underWay && this.update.equals(AccountUpdate.NONE);
	}

	/**
	 * Store all waiting pings, in one trip after the other.
	 * @return the total change of the account's state, once no ping waits; empty at once
	 * if nothing waits, or if a trip is already under way
	 */
	Mono<Scheduled> flush() {
		return Mono.defer(() -> {
			Trip trip = next();
			return (trip != null) ? store(trip).flatMap(this::storeRest) : Mono.empty();
		});
	}

	private Mono<Scheduled> storeRest(Scheduled first) {
		return flush().map((rest) -> new Scheduled(first.before(), rest.after())).defaultIfEmpty(first);
	}

	private Mono<Scheduled> store(Trip trip) {
		Instant now = this.clock.instant();
		List<NextPing> pings = trip.pings().stream().map((ping) -> ping.toNextPing(now)).toList();
		return GuardedCall.storeWithin(this.timeout, this.store.schedule(pings, trip.update()))
			.doOnSuccess((done) -> ended(null, now))
			.doOnError((failure) -> ended(trip, now))
			.doOnCancel(() -> ended(trip, now));
	}

	private AccountUpdate update(Instant now) {
		return this.update.after(Duration.between(this.updatedAt, now));
	}

	private synchronized @Nullable Trip next() {
		if (this.underWay) {
			return null;
		}
		List<Waiting> trip = new ArrayList<>();
		Iterator<Waiting> candidates = this.waiting.values().iterator();
		while (candidates.hasNext() && trip.size() < Tuning.MOST_IN_ONE_TRIP) {
			trip.add(candidates.next());
			candidates.remove();
		}
		AccountUpdate update = update(this.clock.instant());
		this.update = AccountUpdate.NONE;
		this.underWay = !trip.isEmpty() || !update.equals(AccountUpdate.NONE);
		return this.underWay ? new Trip(trip, update) : null;
	}

	private synchronized void ended(@Nullable Trip notStored, Instant begun) {
		this.underWay = false;
		if (notStored == null) {
			return;
		}
		Instant now = this.clock.instant();
		this.update = notStored.update().after(Duration.between(begun, now)).and(update(now));
		this.updatedAt = now;
		for (Waiting ping : notStored.pings()) {
			this.waiting.merge(ping.agent(), ping, (newer, older) -> newer.after(older));
		}
	}

	/**
	 * The content of one trip to the store.
	 *
	 * @param pings the pings
	 * @param update what is new about the account
	 */
	private record Trip(List<Waiting> pings, AccountUpdate update) {

	}

	/**
	 * A ping that waits to be stored.
	 *
	 * @param agent the agent
	 * @param due when the next ping is due
	 * @param accepted when the last ping was made if Brevo accepted it, or {@code null}
	 * @param refused whether Brevo rejected the last ping
	 */
	private record Waiting(AgentIdentity agent, Instant due, @Nullable Instant accepted, boolean refused) {

		Waiting after(Waiting former) {
			return (this.accepted != null) ? this
					: new Waiting(this.agent, this.due, former.accepted, this.refused || former.refused);
		}

		NextPing toNextPing(Instant now) {
			return new NextPing(this.agent, Duration.between(now, this.due),
					(this.accepted != null) ? Duration.between(this.accepted, now) : null, this.refused);
		}

	}

}
