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
import java.util.concurrent.CompletableFuture;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Marks agents active or inactive. An {@link AgentPresenceHeartbeat} keeps the active
 * ones online in Brevo. Thread-safe.
 * <p>
 * No method blocks. When a method returns, the mark is under way, whether or not the
 * returned future is used. The future completes once the mark is stored. If the mark is
 * not stored, or if that {@linkplain ActiveAgentStoreException#isOutcomeUnknown() is not
 * known}, the future fails with an {@link ActiveAgentStoreException}; if the store cannot
 * hold the agent's identity or name, it fails with an {@link IllegalArgumentException}.
 * Each failure is also logged as a warning.
 * <p>
 * In a Spring transaction that is bound to the thread, a mark takes effect after the
 * commit. If the transaction is rolled back, even if only to a savepoint before the mark,
 * nothing is marked and the future is cancelled. The transaction itself must not wait for
 * the future, and gets an {@link IllegalStateException} if it tries to. So that it cannot
 * wait forever for a future derived from this one either, the future fails if the
 * transaction has not ended after ten seconds; the mark still takes effect after a
 * commit. A reactive transaction is bound to no thread: compose the mark after it, as in
 * <code>save(agent).as(transactionalOperator::transactional).then(Mono.fromFuture(() ->
 * presence.markActive(agent)))</code>.
 * <p>
 * An agent with an e-mail address is the same agent whatever its name and the case of the
 * address. A mark with another name renames it.
 */
public interface AgentPresence {

	/**
	 * Mark an agent active until it is marked inactive. If it is already active, an
	 * earlier {@linkplain #markActive(AgentIdentity, Duration) time limit} is removed.
	 * @param agent the agent
	 * @return a future that completes once the mark is stored
	 */
	CompletableFuture<@Nullable Void> markActive(AgentIdentity agent);

	/**
	 * Mark an agent active for a limited time, after which it becomes inactive
	 * automatically. If it is already active, only the time limit changes.
	 * @param agent the agent
	 * @param atMost how long the agent stays active at most, from when the mark is
	 * stored; above zero
	 * @return a future that completes once the mark is stored
	 * @throws IllegalArgumentException if the time is not above zero
	 */
	CompletableFuture<@Nullable Void> markActive(AgentIdentity agent, Duration atMost);

	/**
	 * Mark several agents active in the given order, each as
	 * {@link #markActive(AgentIdentity)} does.
	 * @param agents the agents; if the collection is empty, nothing is marked
	 * @return a future that completes once all marks are stored, and fails if one of them
	 * is not
	 * @throws IllegalArgumentException if one of the agents is {@code null}
	 */
	CompletableFuture<@Nullable Void> markActive(Collection<AgentIdentity> agents);

	/**
	 * Mark an agent inactive. It is no longer pinged, and Brevo shows it offline when the
	 * last ping wears off, after two to three minutes. Nothing happens if it is not
	 * active. If the mark cannot be stored, the agent is pinged again once the store can
	 * be reached.
	 * @param agent the agent
	 * @return a future that completes once the mark is stored
	 */
	CompletableFuture<@Nullable Void> markInactive(AgentIdentity agent);

	/**
	 * Return the active agents, in the order in which they became active.
	 * @return a future of the agents in an unmodifiable list, which fails with an
	 * {@link ActiveAgentStoreException} if the store cannot be read
	 */
	CompletableFuture<List<AgentIdentity>> activeAgents();

	/**
	 * Create an {@code AgentPresence} that holds the marks in a store.
	 * @param store the store; give the same one to the heartbeat that pings the agents
	 * @return the presence
	 */
	static AgentPresence of(ActiveAgentStore store) {
		return DefaultAgentPresence.of(store);
	}

}
