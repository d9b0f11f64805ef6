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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Has the code of others throw whatever may be thrown, at random moments. Thread-safe.
 */
final class Sabotage {

	private static final List<Supplier<Error>> ERRORS = List.of(() -> new NoClassDefFoundError("sabotage"),
			() -> new StackOverflowError("sabotage"), () -> new AssertionError("sabotage"),
			() -> new OutOfMemoryError("sabotage"));

	private final Set<String> places = ConcurrentHashMap.newKeySet();

	private volatile double share;

	/**
	 * Begin to throw.
	 * @param share in which part of the calls
	 */
	void begin(double share) {
		this.share = share;
	}

	void end() {
		this.share = 0;
	}

	/**
	 * Return where something was thrown.
	 * @return the places
	 */
	Set<String> places() {
		return this.places;
	}

	/**
	 * Throw, or not.
	 * @param place where
	 */
	void strike(String place) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		if (random.nextDouble() < this.share) {
			this.places.add(place);
			if (random.nextInt(5) == 0) {
				throw new IllegalStateException("sabotage");
			}
			throw ERRORS.get(random.nextInt(ERRORS.size())).get();
		}
	}

	private <T> Mono<T> in(String place, Supplier<Mono<T>> call) {
		strike(place);
		return Mono.defer(() -> {
			strike(place + " when subscribed to");
			return call.get();
		}).doOnSuccess((value) -> strike(place + " with the result"));
	}

	/**
	 * Return a store whose calls throw: when they are made, when they are subscribed to,
	 * or once they are done.
	 * @param store the store
	 * @return the store that throws
	 */
	ActiveAgentStore in(ActiveAgentStore store) {
		return new SabotagedStore(store);
	}

	/**
	 * Store that throws.
	 */
	private final class SabotagedStore implements ActiveAgentStore {

		private final ActiveAgentStore store;

		private SabotagedStore(ActiveAgentStore store) {
			this.store = store;
		}

		@Override
		public Mono<Void> mark(Collection<Mark> marks) {
			return in("mark", () -> this.store.mark(marks));
		}

		@Override
		public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
			return in("drop", () -> this.store.drop(agent, refusedAgo));
		}

		@Override
		public Mono<Void> configure(Collection<AgentIdentity> agents) {
			return in("configure", () -> this.store.configure(agents));
		}

		@Override
		public Mono<Void> restore(Collection<ActiveAgent> agents, @Nullable AccountState account, Instant now) {
			return in("restore", () -> this.store.restore(agents, account, now));
		}

		@Override
		public Mono<List<ActiveAgent>> list(int max) {
			return in("list", () -> this.store.list(max));
		}

		@Override
		public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
			return in("find", () -> this.store.find(agents));
		}

		@Override
		public Mono<Integer> size() {
			return in("size", this.store::size);
		}

		@Override
		public Mono<Claim> claimDue(ClaimRequest request) {
			return in("claim", () -> this.store.claimDue(request));
		}

		@Override
		public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
			return in("schedule", () -> this.store.schedule(pings, update));
		}

		@Override
		public boolean isShared() {
			return this.store.isShared();
		}

	}

}
