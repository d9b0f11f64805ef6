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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Marks on their way to a store, in their order: what comes together while one trip is
 * under way goes with the next. A trip may take its time from when it begins, so that
 * marks that wait do not fail on that account. After two failures in a row, all that wait
 * fail, since they would but wait for the next. Thread-safe.
 */
final class MarkQueue {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int MOST_IN_ONE_TRIP = 500;

	private static final int FAILURES_TO_GIVE_UP = 2;

	private final ActiveAgentStore store;

	private final Queue<Waiting> waiting = new ArrayDeque<>();

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
			this.waiting.add(new Waiting(mark, stored));
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
		while (!this.underWay && !this.waiting.isEmpty() && trip.size() < MOST_IN_ONE_TRIP
				&& agents.add(this.waiting.element().mark().agent())) {
			trip.add(this.waiting.remove());
		}
		this.underWay = this.underWay || !trip.isEmpty();
		return trip;
	}

	private void send(List<Waiting> trip) {
		store(trip).timeout(TIMEOUT).subscribe(null, (failure) -> failed(trip, failure), () -> stored(trip));
	}

	private Mono<Void> store(List<Waiting> trip) {
		return Mono.defer(() -> this.store.mark(trip.stream().map(Waiting::mark).toList()));
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
		if (failure instanceof IllegalArgumentException && trip.size() > 1) {
			// one of them cannot be stored, and the others can
			sendOneByOne(trip, 0);
			return;
		}
		List<Waiting> givenUp = new ArrayList<>();
		synchronized (this) {
			this.underWay = false;
			if (!(failure instanceof IllegalArgumentException) && ++this.failures >= FAILURES_TO_GIVE_UP) {
				givenUp.addAll(this.waiting);
				this.waiting.clear();
			}
		}
		trip.forEach((mark) -> mark.stored().completeExceptionally(MarkFailures.of(mark.mark(), failure)));
		givenUp.forEach((mark) -> mark.stored().completeExceptionally(MarkFailures.givenUp(mark.mark(), failure)));
		flush();
	}

	private void sendOneByOne(List<Waiting> trip, int next) {
		if (next == trip.size()) {
			stored(List.of());
			return;
		}
		Waiting mark = trip.get(next);
		store(List.of(mark)).timeout(TIMEOUT).subscribe(null, (failure) -> {
			mark.stored().completeExceptionally(MarkFailures.of(mark.mark(), failure));
			sendOneByOne(trip, next + 1);
		}, () -> {
			mark.stored().complete(null);
			sendOneByOne(trip, next + 1);
		});
	}

	/**
	 * A mark that waits.
	 *
	 * @param mark the mark
	 * @param stored completes once it is stored
	 */
	private record Waiting(Mark mark, CompletableFuture<@Nullable Void> stored) {

	}

}
