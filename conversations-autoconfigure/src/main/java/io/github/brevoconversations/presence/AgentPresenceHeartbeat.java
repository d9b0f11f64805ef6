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

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.util.Assert;

/**
 * Keeps the {@linkplain AgentPresence active agents} online in Brevo. Pings each agent at
 * once when it is marked active, and then once per interval
 * ({@link ConversationsClient#pingAgentOnline(AgentIdentity)}).
 * <p>
 * Each agent has its own due time, and a ping that fails or hangs keeps no other agent
 * waiting. A failed ping is retried soon, so that the agent stays online if possible. The
 * interval adapts to Brevo's rate limit; if even the longest interval is too short, the
 * agents that were marked active first are kept online and the others wait. While Brevo
 * rejects all pings, for example because of the key, the heartbeat retries with growing
 * pauses. An agent whose pings Brevo keeps rejecting while it accepts others becomes
 * inactive, unless the configuration names it.
 * <p>
 * Changes are published as {@linkplain AgentPresenceEvent events}. {@link #state()} and
 * {@link #agentStates()} return the current state.
 * <p>
 * The scheduler is used only while an agent is active, or all the time if the store of
 * the active agents is shared, or if the presence was not created by
 * {@link AgentPresence#of(ActiveAgentStore)}. Its thread is never blocked. Stopping
 * abandons the pings in flight and makes no call. Thread-safe.
 */
public class AgentPresenceHeartbeat implements SmartLifecycle, ScheduledTaskHolder, ApplicationEventPublisherAware {

	private final LazyHeartbeatEngine engine;

	/**
	 * Create a heartbeat. It does nothing until it is {@linkplain #start() started}.
	 * @param client the client to ping with
	 * @param presence where agents are marked; one that was not created by
	 * {@link AgentPresence#of(ActiveAgentStore)} does not notify the heartbeat of marks,
	 * which then looks for them in the store
	 * @param store the agents to ping: the store in which the presence holds its marks
	 * @param scheduler the scheduler to run on
	 * @param settings how to ping
	 * @param rateLimit the tracker of the rate limit, which must observe the client
	 * @throws IllegalArgumentException if the presence holds its marks in another store
	 */
	public AgentPresenceHeartbeat(ConversationsClient client, AgentPresence presence, ActiveAgentStore store,
			TaskScheduler scheduler, HeartbeatSettings settings, RateLimitTracker rateLimit) {
		this(client, presence, store, scheduler, settings, rateLimit, new HeartbeatEnvironment(new MonotonicClock()));
	}

	AgentPresenceHeartbeat(ConversationsClient client, AgentPresence presence, ActiveAgentStore store,
			TaskScheduler scheduler, HeartbeatSettings settings, RateLimitTracker rateLimit,
			HeartbeatEnvironment environment) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(presence, "'presence' must not be null");
		Assert.notNull(store, "'store' must not be null");
		Assert.isTrue(!(presence instanceof MarkSource source) || source.getStore() == store,
				"'presence' and the heartbeat must use the same store of active agents");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(rateLimit, "'rateLimit' must not be null");
		this.engine = new LazyHeartbeatEngine(new HeartbeatEngine.Parts(client, store, scheduler, settings, rateLimit,
				environment, presence instanceof MarkSource));
		if (presence instanceof MarkSource source) {
			source.addListener(this.engine);
		}
	}

	/**
	 * Set the name of the account that the agents belong to, for an application with
	 * several accounts. It is part of the events, and the suffix of the logger's name.
	 * @param account the name
	 */
	public void setAccount(String account) {
		this.engine.setAccount(account);
	}

	@Override
	public void setApplicationEventPublisher(ApplicationEventPublisher applicationEventPublisher) {
		this.engine.setPublisher(applicationEventPublisher);
	}

	/**
	 * Start, or start again after a stop. If pinging is suspended, one ping is tried at
	 * once, since the key may have changed. If Brevo accepts it, the suspension ends for
	 * all instances that share the store; otherwise it continues.
	 */
	@Override
	public void start() {
		this.engine.start();
	}

	@Override
	public void stop() {
		this.engine.stop();
	}

	@Override
	public boolean isRunning() {
		return this.engine.isRunning();
	}

	/**
	 * Return the task that runs while the scheduler is used.
	 * @return a set of the task, or an empty set
	 */
	@Override
	public Set<ScheduledTask> getScheduledTasks() {
		HeartbeatEngine engine = this.engine.getIfCreated();
		return (engine != null) ? engine.scheduledTasks() : Set.of();
	}

	/**
	 * Return the outcome of the pings that this instance made for an agent. Does not
	 * block.
	 * @param agent the agent
	 * @return the outcome, or {@code null} if the agent is inactive, or this instance has
	 * not pinged it yet
	 */
	public AgentState.@Nullable Pings pings(AgentIdentity agent) {
		HeartbeatEngine engine = this.engine.getIfCreated();
		return (engine != null) ? engine.pings(agent) : null;
	}

	/**
	 * Return the current state of this heartbeat. Does not block, and does not access the
	 * store.
	 * @return the state
	 */
	public HeartbeatState state() {
		return this.engine.get().state(this.engine.isRunning());
	}

	/**
	 * Return the states of all active agents, in the order in which they became active.
	 * @return a future of the states in an unmodifiable list, which fails with an
	 * {@link ActiveAgentStoreException} if the store cannot be read
	 */
	public CompletableFuture<List<AgentState>> agentStates() {
		return agentStates(Integer.MAX_VALUE);
	}

	/**
	 * Return the states of the agents that became active first.
	 * @param max the maximum number of agents
	 * @return a future of the states in an unmodifiable list, which fails with an
	 * {@link ActiveAgentStoreException} if the store cannot be read
	 */
	public CompletableFuture<List<AgentState>> agentStates(int max) {
		return this.engine.get().agentStates(max);
	}

	/**
	 * Add a listener, which receives each ping from now on.
	 * @param listener the listener
	 */
	public void addPingListener(PingListener listener) {
		this.engine.addPingListener(listener);
	}

}
