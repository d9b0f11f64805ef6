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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

/**
 * {@link AgentPresence} that holds the marks in an {@link ActiveAgentStore}.
 */
class DefaultAgentPresence implements AgentPresence, MarkSource {

	private static final Log logger = LogFactory.getLog(AgentPresence.class);

	private final ActiveAgentStore store;

	private final ActiveAgentStore bounded;

	private final MarkQueue marks;

	private final List<MarkListener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Create a presence.
	 * @param store the store
	 * @param bounded the same store, with calls that neither block nor last forever
	 */
	DefaultAgentPresence(ActiveAgentStore store, ActiveAgentStore bounded) {
		this.store = store;
		this.bounded = bounded;
		this.marks = new MarkQueue(bounded);
	}

	static DefaultAgentPresence of(ActiveAgentStore store) {
		Assert.notNull(store, "'store' must not be null");
		return new DefaultAgentPresence(store, (store.getClass() == InMemoryActiveAgentStore.class) ? store
				: new BoundedStore(store, Tuning.STORE_TIMEOUT));
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent) {
		return mark(Mark.active(agent, null));
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(AgentIdentity agent, Duration atMost) {
		Assert.isTrue(atMost != null && atMost.compareTo(Duration.ZERO) > 0, "'atMost' must be greater than zero");
		return mark(Mark.active(agent, atMost));
	}

	@Override
	public CompletableFuture<@Nullable Void> markActive(Collection<AgentIdentity> agents) {
		Assert.notNull(agents, "'agents' must not be null");
		Assert.noNullElements(agents, "'agents' must not contain null");
		List<Mark> all = agents.stream().map((agent) -> Mark.active(agent, null)).toList();
		return TransactionalMarks
			.make(() -> CompletableFuture.allOf(all.stream().map(this::store).toArray(CompletableFuture[]::new))
				.thenApply((done) -> null));
	}

	@Override
	public CompletableFuture<@Nullable Void> markInactive(AgentIdentity agent) {
		return mark(Mark.inactive(agent));
	}

	private CompletableFuture<@Nullable Void> mark(Mark mark) {
		return TransactionalMarks.make(() -> store(mark));
	}

	private CompletableFuture<@Nullable Void> store(Mark mark) {
		return this.marks.add(mark).whenComplete((done, failure) -> tell(mark, failure));
	}

	private void tell(Mark mark, @Nullable Throwable failure) {
		if (failure != null) {
			// the caller may ignore the future
			Throwable cause = failure.getCause();
			logger.warn(LogMessage.format("%s%s", failure.getMessage(), (cause != null) ? " (" + cause + ")" : ""));
		}
		if (!mark.active()) {
			this.listeners.forEach((listener) -> listener.markedInactive(mark.agent()));
		}
		else if (failure == null) {
			this.listeners.forEach((listener) -> listener.markedActive(mark.agent()));
		}
	}

	@Override
	public CompletableFuture<List<AgentIdentity>> activeAgents() {
		return GuardedCall.stored(this.bounded.list(Integer.MAX_VALUE), "The active agents cannot be read")
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

}
