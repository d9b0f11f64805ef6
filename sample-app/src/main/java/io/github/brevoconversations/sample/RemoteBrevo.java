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

package io.github.brevoconversations.sample;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.AgentState;
import io.github.brevoconversations.presence.HeartbeatSettings;

/**
 * A Brevo outside this application. The desk assumes that an agent is online for as long
 * as Brevo promises after it accepted a ping.
 */
class RemoteBrevo implements ObservedBrevo {

	private final AgentPresenceHeartbeat heartbeat;

	private final Clock clock;

	private final Place place;

	private final Map<AgentIdentity, Instant> lastPings = new ConcurrentHashMap<>();

	RemoteBrevo(AgentPresenceHeartbeat heartbeat, Clock clock, Place place) {
		this.heartbeat = heartbeat;
		this.clock = clock;
		this.place = place;
	}

	@Override
	public Place place() {
		return this.place;
	}

	@Override
	public Lamp lamp(DeskProperties.Agent agent) {
		// A ping that is not known yet is shown at the next look
		CompletableFuture<?> unused = this.heartbeat.agentStates()
			.thenAccept((states) -> states.forEach(this::rememberLastPing));
		Instant lastPing = this.lastPings.get(agent.identity());
		boolean online = lastPing != null
				&& lastPing.plus(HeartbeatSettings.defaults().onlineWindow()).isAfter(this.clock.instant());
		return new Lamp(online, lastPing);
	}

	private void rememberLastPing(AgentState state) {
		// The heartbeat forgets an agent who becomes inactive, but the agent is online
		// until this ping wears off
		if (state.lastAcceptedPing() != null) {
			this.lastPings.put(state.agent(), state.lastAcceptedPing());
		}
	}

	@Override
	public void onChange(Runnable listener) {
	}

}
