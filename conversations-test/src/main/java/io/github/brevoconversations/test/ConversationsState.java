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

package io.github.brevoconversations.test;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What the account holds: messages, and when each agent was pinged. Thread-safe.
 */
final class ConversationsState {

	static final int MAX_MESSAGES = 10_000;

	private static final String ID_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

	private static final int ID_LENGTH = 17;

	private final Clock clock;

	private final Duration onlineWindow;

	private final Random random = new SecureRandom();

	private final Map<String, StoredMessage> messages = new LinkedHashMap<>();

	private final Map<String, Instant> pings = new HashMap<>();

	private final Map<String, String> dummyAgents = new HashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	ConversationsState(Clock clock, Duration onlineWindow) {
		this.clock = clock;
		this.onlineWindow = onlineWindow;
	}

	void addListener(Runnable listener) {
		this.listeners.add(listener);
	}

	StoredMessage addAgentMessage(String visitorId, String text, Agent agent, @Nullable String receivedFrom) {
		return add((id) -> new StoredMessage(id, StoredMessage.AGENT, text, visitorId, agentId(agent), agent.name(),
				now(), false, receivedFrom));
	}

	StoredMessage addPushedMessage(String visitorId, String text, @Nullable String agentId) {
		return add(
				(id) -> new StoredMessage(id, StoredMessage.AGENT, text, visitorId, agentId, null, now(), true, null));
	}

	StoredMessage addVisitorMessage(String visitorId, String text) {
		return add(
				(id) -> new StoredMessage(id, StoredMessage.VISITOR, text, visitorId, null, null, now(), false, null));
	}

	private StoredMessage add(Function<String, StoredMessage> factory) {
		StoredMessage message;
		synchronized (this) {
			message = factory.apply(newId());
			this.messages.put(message.id(), message);
			if (this.messages.size() > MAX_MESSAGES) {
				this.messages.remove(this.messages.keySet().iterator().next());
			}
		}
		changed();
		return message;
	}

	synchronized Optional<StoredMessage> find(String id, boolean pushed) {
		return Optional.ofNullable(this.messages.get(id)).filter((message) -> message.pushed() == pushed);
	}

	Optional<StoredMessage> change(String id, boolean pushed, UnaryOperator<StoredMessage> change) {
		Optional<StoredMessage> changed;
		synchronized (this) {
			changed = find(id, pushed).map(change);
			changed.ifPresent((message) -> this.messages.put(id, message));
		}
		changed.ifPresent((message) -> changed());
		return changed;
	}

	void remove(String id) {
		synchronized (this) {
			this.messages.remove(id);
		}
		changed();
	}

	synchronized List<StoredMessage> messages(String visitorId) {
		return this.messages.values().stream().filter((message) -> message.visitorId().equals(visitorId)).toList();
	}

	void ping(Agent agent) {
		synchronized (this) {
			Instant now = this.clock.instant();
			this.pings.put(agentId(agent), now);
			if (agent.email() != null) {
				this.pings.put(key(agent.email()), now);
			}
		}
		changed();
	}

	synchronized @Nullable Instant lastPing(String agent) {
		Instant byId = this.pings.get(agent);
		return (byId != null) ? byId : this.pings.get(key(agent));
	}

	@Nullable Instant onlineUntil(String agent) {
		Instant lastPing = lastPing(agent);
		return (lastPing != null) ? lastPing.plus(this.onlineWindow) : null;
	}

	boolean isOnline(String agent) {
		Instant until = onlineUntil(agent);
		return until != null && this.clock.instant().isBefore(until);
	}

	private synchronized String agentId(Agent agent) {
		if (agent.id() != null) {
			return agent.id();
		}
		return this.dummyAgents.computeIfAbsent(key(String.valueOf(agent.email())), (email) -> newId());
	}

	private static String key(String email) {
		return email.toLowerCase(Locale.ROOT);
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private String newId() {
		StringBuilder id = new StringBuilder(ID_LENGTH);
		for (int i = 0; i < ID_LENGTH; i++) {
			id.append(ID_CHARACTERS.charAt(this.random.nextInt(ID_CHARACTERS.length())));
		}
		return id.toString();
	}

	private void changed() {
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * An agent, by id or by e-mail address.
	 *
	 * @param id the id
	 * @param email the e-mail address
	 * @param name the name
	 */
	record Agent(@Nullable String id, @Nullable String email, @Nullable String name) {

	}

}
