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

import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Creates the engine of a heartbeat when it is first needed: most applications start with
 * no agent to ping, and wait for the first mark. It is an object separate from the
 * heartbeat so that a spy of the heartbeat shares it. Thread-safe.
 */
final class LazyHeartbeatEngine implements MarkListener {

	private final HeartbeatEngine.Parts parts;

	private final List<PingListener> listeners = new ArrayList<>();

	private @Nullable String account;

	private @Nullable ApplicationEventPublisher publisher;

	private volatile @Nullable HeartbeatEngine engine;

	private volatile boolean running;

	LazyHeartbeatEngine(HeartbeatEngine.Parts parts) {
		this.parts = parts;
	}

	/**
	 * Return the engine, which is created if necessary, and runs if the heartbeat does.
	 * @return the engine
	 */
	HeartbeatEngine get() {
		HeartbeatEngine engine = this.engine;
		return (engine != null) ? engine : create();
	}

	/**
	 * Return the engine if it has been created.
	 * @return the engine, or {@code null} if nothing has needed it
	 */
	@Nullable HeartbeatEngine getIfCreated() {
		return this.engine;
	}

	private synchronized HeartbeatEngine create() {
		HeartbeatEngine engine = this.engine;
		if (engine != null) {
			return engine;
		}
		engine = new HeartbeatEngine(this.parts);
		if (this.account != null) {
			engine.setAccount(this.account);
		}
		if (this.publisher != null) {
			engine.setPublisher(this.publisher);
		}
		this.listeners.forEach(engine::addPingListener);
		this.engine = engine;
		if (this.running) {
			engine.start();
		}
		return engine;
	}

	synchronized void start() {
		this.running = true;
		HeartbeatEngine engine = this.engine;
		if (engine != null) {
			engine.start();
		}
		else if (hasWork()) {
			create();
		}
	}

	/**
	 * Return whether there may be an agent to ping that no mark will tell of.
	 * @return whether there may be one
	 */
	private boolean hasWork() {
		ActiveAgentStore store = this.parts.store();
		return !this.parts.toldOfMarks() || store.isShared() || !this.parts.settings().agents().isEmpty()
		// any other store, including a subclass, may need time to return its size
				|| store.getClass() != InMemoryActiveAgentStore.class || !((InMemoryActiveAgentStore) store).isEmpty();
	}

	synchronized void stop() {
		this.running = false;
		HeartbeatEngine engine = this.engine;
		if (engine != null) {
			engine.stop();
		}
	}

	boolean isRunning() {
		return this.running;
	}

	synchronized void setAccount(String account) {
		this.account = account;
		HeartbeatEngine engine = this.engine;
		if (engine != null) {
			engine.setAccount(account);
		}
	}

	synchronized void setPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
		HeartbeatEngine engine = this.engine;
		if (engine != null) {
			engine.setPublisher(publisher);
		}
	}

	synchronized void addPingListener(PingListener listener) {
		this.listeners.add(listener);
		HeartbeatEngine engine = this.engine;
		if (engine != null) {
			engine.addPingListener(listener);
		}
	}

	@Override
	public void markedActive(AgentIdentity agent) {
		if (this.running && !(this.engine == null && isCreatedNow())) {
			get().markedActive();
		}
	}

	/**
	 * Create the engine, whose start finds the mark, unless another thread has created
	 * it.
	 * @return whether this call created it
	 */
	private synchronized boolean isCreatedNow() {
		boolean missing = this.engine == null;
		create();
		return missing;
	}

	@Override
	public void markedInactive(AgentIdentity agent) {
		HeartbeatEngine engine = this.engine;
		if (engine != null) {
			engine.forget(agent);
		}
	}

}
