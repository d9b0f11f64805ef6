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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.brevoconversations.client.AgentIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds of presence at every moment, whatever happens: who is said to be online is,
 * and whoever is marked active stays online, or the state says why not.
 */
final class PresenceInvariant {

	private final List<AgentIdentity> agents;

	private final Supplier<Predicate<AgentIdentity>> online;

	private final Duration patience;

	private final Map<AgentIdentity, Duration> unexplained = new HashMap<>();

	/**
	 * Create an invariant.
	 * @param agents all agents that there may be
	 * @param online tells who is online from now on, or was since
	 * @param patience how long it may take to ping an agent, or to find out why not
	 */
	PresenceInvariant(List<AgentIdentity> agents, Supplier<Predicate<AgentIdentity>> online, Duration patience) {
		this.agents = agents;
		this.online = online;
		this.patience = patience;
	}

	/**
	 * Check it.
	 * @param heartbeats the heartbeats that are running
	 * @param marked the agents that are marked active
	 * @param now the time, since whenever
	 */
	void check(Collection<AgentPresenceHeartbeat> heartbeats, Collection<AgentIdentity> marked, Duration now) {
		heartbeats.forEach(this::checkTruth);
		this.unexplained.keySet().retainAll(marked);
		for (AgentIdentity agent : marked) {
			Predicate<AgentIdentity> online = this.online.get();
			if (online.test(agent) || heartbeats.stream().anyMatch((heartbeat) -> explains(heartbeat, agent))) {
				this.unexplained.remove(agent);
			}
			else {
				Duration since = this.unexplained.computeIfAbsent(agent, (key) -> now);
				assertThat(now.minus(since))
					.as("%s is offline, and nothing says why: %s", agent,
							heartbeats.stream().map(AgentPresenceHeartbeat::state).toList())
					.isLessThan(this.patience);
			}
		}
	}

	private void checkTruth(AgentPresenceHeartbeat heartbeat) {
		Predicate<AgentIdentity> before = this.online.get();
		HeartbeatState state = heartbeat.state();
		assertThat(state.onlineAgents()).as("online agents of %s", state)
			.isLessThanOrEqualTo((int) this.agents.stream().filter(before).count());
		for (AgentIdentity agent : this.agents) {
			Predicate<AgentIdentity> online = this.online.get();
			AgentState.Pings pings = heartbeat.pings(agent);
			assertThat(pings == null || !pings.online() || online.test(agent)).as("truth of %s", pings).isTrue();
		}
	}

	private static boolean explains(AgentPresenceHeartbeat heartbeat, AgentIdentity agent) {
		AgentState.Pings pings = heartbeat.pings(agent);
		return heartbeat.state().condition() != HeartbeatState.Condition.PINGING
				|| (pings != null && pings.lastFailure() != null);
	}

}
