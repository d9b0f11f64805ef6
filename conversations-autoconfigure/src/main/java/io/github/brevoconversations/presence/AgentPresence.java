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
 * Says which agents are active, which is which ones an {@link AgentPresenceHeartbeat}
 * keeps online in Brevo. Thread-safe.
 * <p>
 * No method blocks. A mark is under way when the method returns, whether or not anything
 * is done with the returned future. The future completes once the mark is stored; it
 * fails with an {@link ActiveAgentStoreException} if it is not, or if that
 * {@linkplain ActiveAgentStoreException#isOutcomeUnknown() is not known}, and with an
 * {@link IllegalArgumentException} if the store cannot hold the agent's name.
 * <p>
 * In a transaction of Spring's that is bound to the thread, a mark is under way once the
 * transaction is committed; if it is rolled back, nothing is marked and the future is
 * cancelled. The transaction itself must not wait for the future, and gets an
 * {@link IllegalStateException} if it tries to. A reactive transaction is bound to no
 * thread: compose the mark after it, as in
 * <code>save(agent).as(transactionalOperator::transactional).then(Mono.fromFuture(() ->
 * presence.markActive(agent)))</code>.
 * <p>
 * An agent by e-mail address is the same whatever its name and the case of the address. A
 * mark with another name renames it.
 */
public interface AgentPresence {

	/**
	 * Mark an agent active, for as long as it is not marked inactive. Nothing changes if
	 * it is active already, except that an earlier
	 * {@link #markActive(AgentIdentity, Duration) limit in time} no longer holds.
	 * @param agent the agent
	 * @return a future that completes once the mark is stored
	 */
	CompletableFuture<@Nullable Void> markActive(AgentIdentity agent);

	/**
	 * Mark an agent active for a limited time, after which it becomes inactive by itself.
	 * If it is active already, only the limit changes.
	 * @param agent the agent
	 * @param atMost how long the agent stays active at most, from now, above zero
	 * @return a future that completes once the mark is stored
	 */
	CompletableFuture<@Nullable Void> markActive(AgentIdentity agent, Duration atMost);

	/**
	 * Mark several agents active, as {@link #markActive(AgentIdentity)} does with one,
	 * and in that order.
	 * @param agents the agents; none is marked if the collection is empty
	 * @return a future that completes once all marks are stored, and fails if one of them
	 * could not be
	 */
	CompletableFuture<@Nullable Void> markActive(Collection<AgentIdentity> agents);

	/**
	 * Mark an agent inactive. It is pinged no more, and Brevo shows it offline when the
	 * last ping wears off, after two to three minutes. Nothing happens if it is not
	 * active. If the mark cannot be stored, the agent is pinged again once the store can
	 * be reached.
	 * @param agent the agent
	 * @return a future that completes once the mark is stored
	 */
	CompletableFuture<@Nullable Void> markInactive(AgentIdentity agent);

	/**
	 * Return the active agents, those that were marked first before the others.
	 * @return a future of the agents, in an unmodifiable list
	 */
	CompletableFuture<List<AgentIdentity>> activeAgents();

	/**
	 * Create an {@code AgentPresence}.
	 * @param store where the marks are held; the heartbeat that pings the agents has the
	 * same one
	 * @return the presence
	 */
	static AgentPresence of(ActiveAgentStore store) {
		return DefaultAgentPresence.of(store);
	}

}
