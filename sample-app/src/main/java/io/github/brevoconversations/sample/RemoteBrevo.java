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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.presence.AgentPingStatus;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatSettings;
import org.jspecify.annotations.Nullable;

/**
 * The real Brevo. The desk knows of the messages that it sent itself, and takes an agent
 * to be online for as long as Brevo promises after a ping that it accepted.
 */
class RemoteBrevo implements ObservedBrevo {

	private final AgentPresenceHeartbeat heartbeat;

	private final Clock clock;

	private final Map<String, DeskMessage> messages = new LinkedHashMap<>();

	private final Map<String, Instant> lastPings = new ConcurrentHashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	RemoteBrevo(AgentPresenceHeartbeat heartbeat, Clock clock) {
		this.heartbeat = heartbeat;
		this.clock = clock;
	}

	@Override
	public boolean builtIn() {
		return false;
	}

	@Override
	public Lamp lamp(DeskProperties.Agent agent) {
		Instant lastPing = lastPing(agent);
		boolean online = lastPing != null
				&& lastPing.plus(HeartbeatSettings.defaults().onlineWindow()).isAfter(this.clock.instant());
		return new Lamp(online, lastPing);
	}

	private @Nullable Instant lastPing(DeskProperties.Agent agent) {
		// Kept here, because the heartbeat forgets an agent who becomes inactive, whom
		// Brevo
		// still shows online until the last ping wears off
		AgentPingStatus status = this.heartbeat.status(agent.identity());
		if (status != null && status.lastAcceptedPing() != null) {
			this.lastPings.put(agent.id(), status.lastAcceptedPing());
		}
		return this.lastPings.get(agent.id());
	}

	@Override
	public List<DeskMessage> messages() {
		synchronized (this.messages) {
			return new ArrayList<>(this.messages.values());
		}
	}

	@Override
	public void stored(DeskMessage message) {
		synchronized (this.messages) {
			this.messages.put(message.id(), message);
		}
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public void deleted(String id) {
		synchronized (this.messages) {
			this.messages.remove(id);
		}
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public void writeAsVisitor(String text) {
		throw new UnsupportedOperationException("Only the visitor can write as the visitor");
	}

	@Override
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

}
