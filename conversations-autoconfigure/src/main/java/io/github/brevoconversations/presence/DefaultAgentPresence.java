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

	private final MarkQueue marks;

	private final List<MarkListener> listeners = new CopyOnWriteArrayList<>();

	DefaultAgentPresence(ActiveAgentStore store) {
		Assert.notNull(store, "'store' must not be null");
		this.store = store;
		this.marks = new MarkQueue(store);
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent) {
		return mark(Mark.active(agent, null));
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent, Duration atMost) {
		Assert.isTrue(atMost != null && atMost.compareTo(Duration.ZERO) > 0, "'atMost' must be above zero");
		return mark(Mark.active(agent, atMost));
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(Collection<AgentIdentity> agents) {
		Assert.notNull(agents, "'agents' must not be null");
		Assert.noNullElements(agents, "'agents' must not contain null");
		return CompletableFuture
			.allOf(agents.stream().map((agent) -> mark(Mark.active(agent, null))).toArray(CompletableFuture[]::new))
			.thenApply((done) -> null);
	}

	@Override
	public CompletableFuture<@Nullable Void> markInactive(AgentIdentity agent) {
		return mark(Mark.inactive(agent));
	}

	private CompletableFuture<@Nullable Void> mark(Mark mark) {
		return TransactionalMarks.make(() -> this.marks.add(mark).whenComplete((done, failure) -> tell(mark, failure)));
	}

	private void tell(Mark mark, @Nullable Throwable failure) {
		if (!mark.active()) {
			this.listeners.forEach((listener) -> listener.markedInactive(mark.agent()));
		}
		else if (failure == null) {
			this.listeners.forEach((listener) -> listener.markedActive(mark.agent()));
		}
	}

	@Override
	public CompletableFuture<List<AgentIdentity>> activeAgents() {
		return stored(this.store.list(Integer.MAX_VALUE), "The active agents cannot be read").defaultIfEmpty(List.of())
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
	 * @param change what the store is asked to do
	 * @param failed what has failed if it does not
	 * @return the result, or an {@link ActiveAgentStoreException}
	 */
	static <T> Mono<T> stored(Mono<T> change, String failed) {
		return change.timeout(STORE_TIMEOUT)
			.onErrorMap((failure) -> new ActiveAgentStoreException(
					"%s, because the store failed or did not respond in time; try again once the store can be reached"
						.formatted(failed),
					failure, true));
	}

}
