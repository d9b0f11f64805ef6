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

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogMessage;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.util.Assert;

/**
 * Keeps the {@linkplain AgentPresence active agents} online in Brevo, by pinging each at
 * once when it is marked and then once in each interval
 * ({@link ConversationsClient#pingAgentOnline(AgentIdentity)}).
 * <p>
 * Each agent has its own due time, and a ping that fails or hangs keeps no other agent
 * waiting. The scheduler is used only while an agent is active, and its thread is never
 * blocked. Stopping abandons the pings under way, and makes no call. Thread-safe.
 */
public class AgentPresenceHeartbeat implements SmartLifecycle, ScheduledTaskHolder {

	private static final Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private static final Duration MAX_PING_TIME = Duration.ofSeconds(10);

	private final ConversationsClient client;

	private final AgentPresence presence;

	private final ActiveAgentStore store;

	private final HeartbeatSettings settings;

	private final HeartbeatTimer timer;

	private final PingLog log;

	private final Duration pingTimeout;

	private final Set<Disposable> underWay = ConcurrentHashMap.newKeySet();

	private final AtomicInteger requestedClaims = new AtomicInteger();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicInteger marks = new AtomicInteger();

	private volatile boolean running;

	private volatile boolean saturated;

	/**
	 * Create a heartbeat, which does nothing until it is {@linkplain #start() started}.
	 * @param client the client to ping with
	 * @param presence the agents to ping
	 * @param scheduler the scheduler to run on
	 * @param settings how to ping
	 */
	public AgentPresenceHeartbeat(ConversationsClient client, AgentPresence presence, TaskScheduler scheduler,
			HeartbeatSettings settings) {
		this(client, presence, scheduler, settings, Clock.systemUTC());
	}

	AgentPresenceHeartbeat(ConversationsClient client, AgentPresence presence, TaskScheduler scheduler,
			HeartbeatSettings settings, Clock clock) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(presence, "'presence' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.client = client;
		this.presence = presence;
		this.store = presence.store();
		this.settings = settings;
		this.timer = new HeartbeatTimer(scheduler, settings.interval(), this::beat);
		this.log = new PingLog(clock);
		this.pingTimeout = (settings.interval().compareTo(MAX_PING_TIME) < 0) ? settings.interval() : MAX_PING_TIME;
		presence.addListener(new Marks());
	}

	@Override
	public void start() {
		this.running = true;
		this.timer.enable();
		if (this.started.compareAndSet(false, true)) {
			this.settings.agents().forEach(this::markActive);
		}
		this.store.size().filter((size) -> size > 0).subscribe((size) -> wake(), this::claimFailed);
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.disable();
		this.underWay.forEach(Disposable::dispose);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return the task that runs while an agent is active.
	 * @return a set with the task, or an empty set
	 */
	@Override
	public Set<ScheduledTask> getScheduledTasks() {
		return this.timer.scheduledTasks();
	}

	/**
	 * Return what came of the pings of an agent.
	 * @param agent the agent
	 * @return the status, or {@code null} if the agent is inactive or was not pinged yet
	 * by this instance
	 */
	public @Nullable AgentPingStatus status(AgentIdentity agent) {
		return this.log.status(agent);
	}

	private void markActive(AgentIdentity agent) {
		CompletableFuture<@Nullable Void> unused = this.presence.markActive(agent).whenComplete((done, failure) -> {
			if (failure != null) {
				logger.error(LogMessage.format("%s could not be marked active", agent), failure);
			}
		});
	}

	private void wake() {
		this.marks.incrementAndGet();
		this.timer.startOrBeatNow();
	}

	/**
	 * Ping what is due. Claims never overlap; one that is asked for during another
	 * follows it.
	 */
	private void beat() {
		if (!this.running || this.requestedClaims.getAndIncrement() != 0) {
			return;
		}
		AtomicInteger seen = new AtomicInteger();
		Mono.defer(() -> {
			seen.set(this.requestedClaims.get());
			return claimDue();
		})
			.repeat(() -> this.requestedClaims.addAndGet(-seen.get()) != 0)
			.subscribe((agents) -> agents.forEach(this::ping), this::claimFailed);
	}

	private Mono<List<AgentIdentity>> claimDue() {
		int free = this.settings.concurrency() - this.underWay.size();
		int marksSeen = this.marks.get();
		if (!this.running || free <= 0) {
			this.saturated = true;
			return Mono.just(List.of());
		}
		return this.store.claimDue(free, this.settings.interval()).flatMap((agents) -> {
			this.saturated = agents.size() == free;
			return agents.isEmpty() ? restIfIdle(marksSeen).thenReturn(agents) : Mono.just(agents);
		});
	}

	private Mono<Void> restIfIdle(int marksSeen) {
		return this.store.size().doOnNext((size) -> {
			if (size == 0 && this.timer.stopIf(() -> this.marks.get() == marksSeen)) {
				this.log.forgetAll();
			}
		}).then();
	}

	private void claimFailed(Throwable failure) {
		this.requestedClaims.set(0);
		logger.warn("The active agents could not be read; they are read again with the next beat", failure);
	}

	private void ping(AgentIdentity agent) {
		Disposable.Swap ping = Disposables.swap();
		this.underWay.add(ping);
		this.log.begun(agent);
		ping.update(Mono.defer(() -> this.client.pingAgentOnline(agent))
			.timeout(this.pingTimeout)
			.doOnCancel(() -> this.underWay.remove(ping))
			.subscribe(null, (failure) -> {
				this.log.failed(agent, failure);
				ended(ping);
			}, () -> {
				this.log.accepted(agent);
				ended(ping);
			}));
		if (!this.running) {
			ping.dispose();
		}
	}

	private void ended(Disposable ping) {
		this.underWay.remove(ping);
		if (this.saturated) {
			beat();
		}
	}

	/**
	 * Listens to marks.
	 */
	private final class Marks implements AgentPresence.MarkListener {

		@Override
		public void markedActive(AgentIdentity agent) {
			wake();
		}

		@Override
		public void markedInactive(AgentIdentity agent) {
			AgentPresenceHeartbeat.this.log.forget(agent);
		}

	}

}
