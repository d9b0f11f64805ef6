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
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * {@link AgentPresence} that holds the marks in an {@link ActiveAgentStore}.
 */
class DefaultAgentPresence implements AgentPresence, MarkSource {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

	private final ActiveAgentStore store;

	private final List<MarkListener> listeners = new CopyOnWriteArrayList<>();

	DefaultAgentPresence(ActiveAgentStore store) {
		Assert.notNull(store, "'store' must not be null");
		this.store = store;
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent) {
		return doMarkActive(agent, null);
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent, Duration atMost) {
		Assert.isTrue(atMost != null && atMost.compareTo(Duration.ZERO) > 0, "'atMost' must be above zero");
		return doMarkActive(agent, atMost);
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(Collection<AgentIdentity> agents) {
		Assert.notNull(agents, "'agents' must not be null");
		Assert.noNullElements(agents, "'agents' must not contain null");
		return CompletableFuture
			.allOf(agents.stream().map((agent) -> doMarkActive(agent, null)).toArray(CompletableFuture[]::new))
			.thenApply((done) -> null);
	}

	private CompletableFuture<@Nullable Void> doMarkActive(AgentIdentity agent, @Nullable Duration atMost) {
		Assert.notNull(agent, "'agent' must not be null");
		return start(stored(this.store, this.store.add(agent, atMost), "%s could not be marked active".formatted(agent))
			.doOnSuccess((done) -> this.listeners.forEach((listener) -> listener.markedActive(agent))));
	}

	@Override
	public CompletableFuture<@Nullable Void> markInactive(AgentIdentity agent) {
		Assert.notNull(agent, "'agent' must not be null");
		return start(stored(this.store, this.store.remove(agent), "%s could not be marked inactive".formatted(agent))
			.doFinally((signal) -> this.listeners.forEach((listener) -> listener.markedInactive(agent))));
	}

	@Override
	public CompletableFuture<List<AgentIdentity>> activeAgents() {
		return stored(this.store, this.store.list(Integer.MAX_VALUE), "The active agents cannot be read")
			.defaultIfEmpty(List.of())
			.map((agents) -> agents.stream().map(ActiveAgent::identity).toList())
			.toFuture()
			.thenApply(Objects::requireNonNull);
	}

	@Override
	public ActiveAgentStore getStore() {
		return this.store;
	}

	@Override
	public void addListener(MarkListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Bound the time that a store may take, and say what failed.
	 * @param <T> the type of the result
	 * @param store the store
	 * @param change what the store is asked to do
	 * @param failed what has failed if it does not
	 * @return the result, or an {@link ActiveAgentStoreException}
	 */
	static <T> Mono<T> stored(ActiveAgentStore store, Mono<T> change, String failed) {
		Mono<T> bounded = store.isShared() ? change.timeout(STORE_TIMEOUT) : change;
		return bounded.onErrorMap((failure) -> new ActiveAgentStoreException(
				"%s, because the store failed or did not answer in time; try it again when the store can be reached"
					.formatted(failed),
				failure));
	}

	private static CompletableFuture<@Nullable Void> start(Mono<Void> change) {
		return change.toFuture().thenApply((done) -> null);
	}

}
