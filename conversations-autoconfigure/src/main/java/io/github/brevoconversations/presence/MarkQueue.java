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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends marks to a store in their order. Marks that arrive during one trip go with the
 * next. The time limit of a trip begins with the trip, so marks do not fail because they
 * wait. If an agent is locked in the store, its mark is retried for a while, and only
 * marks of the same agent wait for it. After two failed trips in a row, all waiting marks
 * fail, since they would only wait for the next failure. Thread-safe.
 */
final class MarkQueue {

	private final ActiveAgentStore store;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private final Set<AgentIdentity> locked = new HashSet<>();

	private final AtomicInteger requested = new AtomicInteger();

	private boolean underWay;

	private int failures;

	MarkQueue(ActiveAgentStore store) {
		this.store = store;
	}

	/**
	 * Begin to store a mark.
	 * @param mark the mark
	 * @return completion once it is stored
	 */
	CompletableFuture<@Nullable Void> add(Mark mark) {
		CompletableFuture<@Nullable Void> stored = new CompletableFuture<>();
		synchronized (this) {
			this.waiting.add(new Waiting(mark, stored, 1));
		}
		flush();
		return stored;
	}

	private void flush() {
		int seen = this.requested.incrementAndGet();
		if (seen != 1) {
			return;
		}
		do {
			List<Waiting> trip = next();
			if (!trip.isEmpty()) {
				send(trip);
			}
			seen = this.requested.addAndGet(-seen);
		}
		while (seen != 0);
	}

	private synchronized List<Waiting> next() {
		List<Waiting> trip = new ArrayList<>();
		Set<AgentIdentity> agents = new HashSet<>();
		Iterator<Waiting> candidates = this.waiting.iterator();
		while (!this.underWay && candidates.hasNext() && trip.size() < Tuning.MOST_IN_ONE_TRIP) {
			Waiting candidate = candidates.next();
			AgentIdentity agent = candidate.mark().agent();
			if (!this.locked.contains(agent)) {
				if (!agents.add(agent)) {
					break;
				}
				candidates.remove();
				trip.add(candidate);
			}
		}
		this.underWay = this.underWay || !trip.isEmpty();
		return trip;
	}

	private void send(List<Waiting> trip) {
		store(trip).subscribe(null, (failure) -> failed(trip, failure), () -> stored(trip));
	}

	private Mono<Void> store(List<Waiting> trip) {
		Mono<Void> call = Mono.defer(() -> this.store.mark(trip.stream().map(Waiting::mark).toList()));
		// the timer may throw as well, and a trip without an end would hold up all others
		return GuardedCall.of(GuardedCall.storeWithin(Tuning.STORE_TIMEOUT, GuardedCall.of(call)));
	}

	private void stored(List<Waiting> trip) {
		synchronized (this) {
			this.underWay = false;
			this.failures = 0;
		}
		trip.forEach((mark) -> mark.stored().complete(null));
		flush();
	}

	private void failed(List<Waiting> trip, Throwable failure) {
		if (failure instanceof LockedAgentsException exception) {
			storedAllBut(trip, exception.getAgents(), failure);
			return;
		}
		if (failure instanceof IllegalArgumentException && trip.size() > 1) {
			// at least one of them cannot be stored, but the others can
			sendOneByOne(trip);
			return;
		}
		List<Waiting> givenUp = new ArrayList<>();
		synchronized (this) {
			this.underWay = false;
			if (!(failure instanceof IllegalArgumentException) && ++this.failures >= Tuning.FAILURES_TO_GIVE_UP) {
				givenUp.addAll(this.waiting);
				this.waiting.clear();
			}
		}
		trip.forEach((mark) -> mark.stored().completeExceptionally(MarkFailures.of(mark.mark(), failure)));
		givenUp.forEach((mark) -> mark.stored().completeExceptionally(MarkFailures.givenUp(mark.mark(), failure)));
		flush();
	}

	private void storedAllBut(List<Waiting> trip, Collection<AgentIdentity> agents, Throwable failure) {
		Map<Boolean, List<Waiting>> byLock = trip.stream()
			.collect(Collectors.partitioningBy((mark) -> agents.contains(mark.mark().agent())));
		byLock.getOrDefault(true, List.of()).forEach((mark) -> tryAgain(mark, failure));
		stored(byLock.getOrDefault(false, List.of()));
	}

	private void tryAgain(Waiting mark, Throwable failure) {
		if (mark.attempts() == Tuning.LOCK_ATTEMPTS) {
			mark.stored().completeExceptionally(MarkFailures.of(mark.mark(), failure));
			return;
		}
		synchronized (this) {
			this.locked.add(mark.mark().agent());
			this.waiting.addFirst(mark.again());
		}
		Runnable unlock = () -> unlock(mark.mark().agent());
		// without a timer, there is no pause
		GuardedCall.of(Mono.delay(Tuning.LOCK_PAUSE)).subscribe(null, (rejected) -> unlock.run(), unlock);
	}

	private void unlock(AgentIdentity agent) {
		synchronized (this) {
			this.locked.remove(agent);
		}
		flush();
	}

	// not recursively, because a store may respond on the calling thread
	private void sendOneByOne(List<Waiting> trip) {
		Deque<Waiting> left = new ArrayDeque<>(trip);
		Flux.fromIterable(trip)
			.concatMap((mark) -> sendAlone(mark).doOnSuccess((ended) -> left.remove()))
			.subscribe(null, (failure) -> failed(List.copyOf(left), failure), () -> stored(List.of()));
	}

	private Mono<Void> sendAlone(Waiting mark) {
		return store(List.of(mark)).doOnSuccess((ended) -> mark.stored().complete(null))
			.onErrorResume(LockedAgentsException.class, (failure) -> Mono.fromRunnable(() -> tryAgain(mark, failure)))
			.onErrorResume(IllegalArgumentException.class, (failure) -> Mono
				.fromRunnable(() -> mark.stored().completeExceptionally(MarkFailures.of(mark.mark(), failure))));
	}

	/**
	 * A mark that waits to be stored.
	 *
	 * @param mark the mark
	 * @param stored the future that completes once the mark is stored
	 * @param attempts the number of attempts, including the next one
	 */
	private record Waiting(Mark mark, CompletableFuture<@Nullable Void> stored, int attempts) {

		private Waiting again() {
			return new Waiting(this.mark, this.stored, this.attempts + 1);
		}

	}

}
