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

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.brevoconversations.client.AgentIdentity;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Agents that are active from the start: each is marked active once, as soon as the store
 * can be reached. Thread-safe.
 */
final class InitialAgents {

	private static final Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private final ActiveAgentStore store;

	private final Runnable marked;

	private final Set<AgentIdentity> unmarked = Collections.synchronizedSet(new LinkedHashSet<>());

	private final AtomicBoolean failed = new AtomicBoolean();

	InitialAgents(ActiveAgentStore store, Collection<AgentIdentity> agents, Runnable marked) {
		this.store = store;
		this.marked = marked;
		this.unmarked.addAll(agents);
	}

	/**
	 * Begin to mark those that are not marked yet.
	 */
	void markActive() {
		for (AgentIdentity agent : this.unmarked.toArray(AgentIdentity[]::new)) {
			if (this.unmarked.remove(agent)) {
				DefaultAgentPresence
					.stored(this.store, this.store.add(agent, null), "%s could not be marked active".formatted(agent))
					.subscribe(null, (failure) -> failed(agent, failure), this.marked);
			}
		}
	}

	private void failed(AgentIdentity agent, Throwable failure) {
		this.unmarked.add(agent);
		if (this.failed.compareAndSet(false, true)) {
			logger.warn(
					LogMessage.format("%s could not be marked active yet, which is tried again with each beat", agent),
					failure);
		}
	}

}
