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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Says which agents are active, which is which ones an {@link AgentPresenceHeartbeat}
 * keeps online in Brevo. Thread-safe.
 * <p>
 * No method blocks. A mark is under way when the method returns, whether or not anything
 * is done with the returned future; the future tells when it is stored, and fails with an
 * {@link ActiveAgentStoreException} if it could not be.
 */
public class AgentPresence {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

	private final ActiveAgentStore store;

	private final List<MarkListener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Create an {@code AgentPresence}.
	 * @param store where the marks are held
	 */
	public AgentPresence(ActiveAgentStore store) {
		Assert.notNull(store, "'store' must not be null");
		this.store = store;
	}

	/**
	 * Mark an agent active, for as long as it is not marked inactive. Nothing changes if
	 * it is active already, save that an earlier
	 * {@link #markActive(AgentIdentity, Duration) limit in time} no longer holds.
	 * @param agent the agent
	 * @return a future that completes once the mark is stored
	 */
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent) {
		return doMarkActive(agent, null);
	}

	/**
	 * Mark an agent active for a limited time, after which it becomes inactive by itself.
	 * If it is active already, only the limit changes.
	 * @param agent the agent
	 * @param atMost how long the agent stays active at most, from now, above zero
	 * @return a future that completes once the mark is stored
	 */
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent, Duration atMost) {
		Assert.isTrue(atMost != null && atMost.compareTo(Duration.ZERO) > 0, "'atMost' must be above zero");
		return doMarkActive(agent, atMost);
	}

	private CompletableFuture<@Nullable Void> doMarkActive(AgentIdentity agent, @Nullable Duration atMost) {
		Assert.notNull(agent, "'agent' must not be null");
		return start(stored(this.store.add(agent, atMost), "%s could not be marked active".formatted(agent))
			.doOnSuccess((done) -> this.listeners.forEach((listener) -> listener.markedActive(agent))));
	}

	/**
	 * Mark an agent inactive. It is pinged no more, and Brevo shows it offline when the
	 * last ping wears off, after two to three minutes. Nothing happens if it is not
	 * active. If the mark cannot be stored, the agent is pinged again once the store can
	 * be reached.
	 * @param agent the agent
	 * @return a future that completes once the mark is stored
	 */
	public CompletableFuture<@Nullable Void> markInactive(AgentIdentity agent) {
		Assert.notNull(agent, "'agent' must not be null");
		return start(stored(this.store.remove(agent), "%s could not be marked inactive".formatted(agent))
			.doFinally((signal) -> this.listeners.forEach((listener) -> listener.markedInactive(agent))));
	}

	/**
	 * Return the active agents, those that were marked first before the others.
	 * @return a future of the agents, in an unmodifiable list
	 */
	public CompletableFuture<List<AgentIdentity>> activeAgents() {
		return stored(this.store.list(Integer.MAX_VALUE), "The active agents cannot be read").defaultIfEmpty(List.of())
			.map((agents) -> agents.stream().map(ActiveAgent::identity).toList())
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	ActiveAgentStore store() {
		return this.store;
	}

	void addListener(MarkListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Bound the time that a store may take, and say what failed.
	 * @param <T> the type of the result
	 * @param change what the store is asked to do
	 * @param failed what has failed if it does not
	 * @return the result, or an {@link ActiveAgentStoreException}
	 */
	<T> Mono<T> stored(Mono<T> change, String failed) {
		Mono<T> bounded = this.store.isShared() ? change.timeout(STORE_TIMEOUT) : change;
		return bounded.onErrorMap((failure) -> new ActiveAgentStoreException(
				"%s, because the store failed or did not answer in time; try it again when the store can be reached"
					.formatted(failed),
				failure));
	}

	private static CompletableFuture<@Nullable Void> start(Mono<Void> change) {
		return change.toFuture().thenApply((done) -> null);
	}

	/**
	 * Is told of marks to active once they are stored, and of marks to inactive in any
	 * case.
	 */
	interface MarkListener {

		void markedActive(AgentIdentity agent);

		void markedInactive(AgentIdentity agent);

	}

}
