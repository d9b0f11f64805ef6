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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
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
 * waiting. A failed ping is repeated soon, so that the agent stays online if that is
 * possible at all. The interval follows Brevo's rate limit; where even the longest is too
 * short, the agents that were marked first are kept online and the others wait. While
 * Brevo refuses all pings, because of the key for example, they are tried seldom. An
 * agent whose ping Brevo refuses as invalid becomes inactive.
 * <p>
 * What happens is told to the application by {@linkplain AgentPresenceEvent events}, and
 * can be looked at ({@link #state()}, {@link #agentStates()}).
 * <p>
 * The scheduler is used only while an agent is active, or all the time where the store of
 * the active agents is shared with other instances, and its thread is never blocked.
 * Stopping abandons the pings under way, and makes no call. Thread-safe.
 */
public class AgentPresenceHeartbeat implements SmartLifecycle, ScheduledTaskHolder, ApplicationEventPublisherAware {

	/**
	 * Longer than adding thousands of agents again that a store has lost takes, and short
	 * enough to ping inside the online window.
	 */
	private static final Duration LONGEST_BEAT = Duration.ofSeconds(60);

	private static final Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private final ActiveAgentStore store;

	private final @Nullable OutageTolerantStore outageTolerantStore;

	private final HeartbeatTimer timer;

	private final PingStatuses statuses;

	private final HeartbeatReporter reporter;

	private final PingCircuit circuit;

	private final PingCycle cycle;

	private final InitialAgents initialAgents;

	private final HeartbeatMonitor monitor;

	private final PingListeners listeners = new PingListeners();

	private final EventQueue events = new EventQueue();

	private final Clock clock;

	private final AtomicInteger requestedClaims = new AtomicInteger();

	private volatile @Nullable Instant begun;

	private final AtomicInteger marks = new AtomicInteger();

	private final AtomicReference<@Nullable Disposable> beat = new AtomicReference<>();

	private final boolean toldOfMarks;

	private volatile boolean running;

	/**
	 * Create a heartbeat, which does nothing until it is {@linkplain #start() started}.
	 * @param client the client to ping with
	 * @param presence where agents are marked; any that is not made by
	 * {@link AgentPresence#of(ActiveAgentStore)} tells of no marks, and the heartbeat
	 * looks for them in the store
	 * @param store the agents to ping, where the presence holds its marks
	 * @param scheduler the scheduler to run on
	 * @param settings how to ping
	 * @param rateLimit knows the rate limit, by observing the client
	 */
	public AgentPresenceHeartbeat(ConversationsClient client, AgentPresence presence, ActiveAgentStore store,
			TaskScheduler scheduler, HeartbeatSettings settings, RateLimitTracker rateLimit) {
		this(client, presence, store, scheduler, settings, rateLimit, new MonotonicClock(),
				() -> ThreadLocalRandom.current().nextDouble());
	}

	AgentPresenceHeartbeat(ConversationsClient client, AgentPresence presence, ActiveAgentStore store,
			TaskScheduler scheduler, HeartbeatSettings settings, RateLimitTracker rateLimit, Clock clock,
			DoubleSupplier random) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(presence, "'presence' must not be null");
		Assert.notNull(store, "'store' must not be null");
		Assert.isTrue(!(presence instanceof MarkSource source) || source.getStore() == store,
				"'presence' and the heartbeat must have the same store of active agents");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(rateLimit, "'rateLimit' must not be null");
		this.clock = clock;
		this.timer = new HeartbeatTimer(scheduler, settings.interval(), this::beat);
		StoreClock storeClock = new StoreClock(clock);
		this.statuses = new PingStatuses(settings.onlineWindow());
		this.reporter = new HeartbeatReporter(this.events);
		this.outageTolerantStore = store.isShared()
				? new OutageTolerantStore(store, settings, clock, storeClock, this.reporter) : null;
		this.store = (this.outageTolerantStore != null) ? this.outageTolerantStore : store;
		this.circuit = new PingCircuit(settings.scaled(1), settings.onlineWindow());
		PingOverhead overhead = new PingOverhead();
		PingGate gate = new PingGate(settings, rateLimit, this.circuit, overhead, this.reporter);
		PingOutcomes outcomes = new PingOutcomes(settings, this.statuses, this.circuit, overhead, this.reporter,
				new RepeatDelay(settings, random), this.listeners);
		this.cycle = new PingCycle(client, this.store, settings, clock, storeClock, gate, this.statuses, outcomes,
				this::drop, this::beat);
		this.initialAgents = new InitialAgents(this.store, settings.agents(), this::wake);
		this.monitor = new HeartbeatMonitor(this.store, this.cycle, gate, this.circuit, this.statuses, outcomes,
				rateLimit, this.reporter);
		this.toldOfMarks = presence instanceof MarkSource;
		if (presence instanceof MarkSource source) {
			source.addListener(new Marks());
		}
	}

	/**
	 * Set the name of the account that the agents are in, for an application that has
	 * several. It is part of the events, and ends the name of the log.
	 * @param account the name
	 */
	public void setAccount(String account) {
		this.reporter.setAccount(account);
	}

	@Override
	public void setApplicationEventPublisher(ApplicationEventPublisher applicationEventPublisher) {
		this.events.setPublisher(applicationEventPublisher);
	}

	@Override
	public void start() {
		this.running = true;
		this.circuit.reset();
		this.cycle.start();
		this.timer.enable();
		this.requestedClaims.set(0);
		this.initialAgents.reset();
		this.initialAgents.markActive();
		if (marksMayBeMissed()) {
			// others may mark agents active, or leave some behind
			wake();
		}
		else if (!(this.store instanceof InMemoryActiveAgentStore memory) || !memory.isEmpty()) {
			this.store.size().filter((size) -> size > 0).subscribe((size) -> wake(), this::claimFailed);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.disable();
		follow(null);
		this.cycle.stop();
	}

	private void follow(@Nullable Disposable next) {
		Disposable former = this.beat.getAndSet(next);
		if (former != null) {
			former.dispose();
		}
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
		return this.statuses.get(agent);
	}

	/**
	 * Return the state of this heartbeat, as of its last beat. Takes no time.
	 * @return the state
	 */
	public HeartbeatState state() {
		return this.monitor.state(this.running);
	}

	/**
	 * Return the state of each active agent, those that were marked first before the
	 * others.
	 * @return a future of the states, in an unmodifiable list
	 */
	public CompletableFuture<List<AgentState>> agentStates() {
		return agentStates(Integer.MAX_VALUE);
	}

	/**
	 * Return the state of the agents that were marked first.
	 * @param max the number of agents at most
	 * @return a future of the states, in an unmodifiable list
	 */
	public CompletableFuture<List<AgentState>> agentStates(int max) {
		return this.monitor.agentStates(max);
	}

	/**
	 * Add a listener, which is told of each ping from now on.
	 * @param listener the listener
	 */
	public void addPingListener(PingListener listener) {
		this.listeners.add(listener);
	}

	private void drop(AgentIdentity agent, Duration refusedAgo) {
		DefaultAgentPresence
			.stored(this.store.drop(agent, refusedAgo), "%s could not be marked inactive".formatted(agent))
			.subscribe((dropped) -> {
				if (dropped) {
					forget(agent);
				}
			}, (failure) -> logger.warn(LogMessage.format("%s could not be marked inactive", agent), failure));
	}

	private void forget(AgentIdentity agent) {
		this.cycle.forget(agent);
		if (this.outageTolerantStore != null) {
			this.outageTolerantStore.forget(agent);
		}
	}

	private boolean marksMayBeMissed() {
		return this.store.isShared() || !this.toldOfMarks;
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
		if (!this.running || (this.requestedClaims.getAndIncrement() != 0 && !isOverdue())) {
			return;
		}
		this.begun = this.clock.instant();
		AtomicInteger seen = new AtomicInteger();
		follow(Mono.defer(() -> {
			seen.set(this.requestedClaims.get());
			this.initialAgents.markActive();
			return this.cycle.check(this.reporter::wornOff).then(claim());
		}).repeat(() -> this.requestedClaims.addAndGet(-seen.get()) != 0).subscribe(null, this::claimFailed));
	}

	/**
	 * Return whether the beat under way has taken so long that it never ends: a claim
	 * that is never answered must not be the last one.
	 * @return whether to begin another one in its place
	 */
	private boolean isOverdue() {
		Instant begun = this.begun;
		boolean overdue = begun != null && begun.plus(LONGEST_BEAT).isBefore(this.clock.instant());
		if (overdue) {
			this.requestedClaims.set(1);
			this.reporter.storeFailed(new TimeoutException("The store has not answered a claim for " + LONGEST_BEAT),
					this.clock.instant());
		}
		return overdue;
	}

	private Mono<Void> claim() {
		return Mono.defer(() -> {
			int marksSeen = this.marks.get();
			return this.cycle.claim().doOnNext((claimed) -> claimed(claimed, marksSeen)).then();
		});
	}

	private void claimed(PingCycle.Claimed claimed, int marksSeen) {
		if (claimed.more()) {
			this.requestedClaims.incrementAndGet();
		}
		if (!this.store.isShared()) {
			this.reporter.storeAnswered();
		}
		if (marksMayBeMissed()) {
			return;
		}
		if (claimed.activeAgents() == 0 && this.timer.stopIf(() -> this.marks.get() == marksSeen)) {
			this.cycle.forgetAll();
		}
	}

	private void claimFailed(Throwable failure) {
		this.requestedClaims.set(0);
		this.reporter.storeFailed(failure, this.clock.instant());
	}

	/**
	 * Listens to marks.
	 */
	private final class Marks implements MarkListener {

		@Override
		public void markedActive(AgentIdentity agent) {
			wake();
		}

		@Override
		public void markedInactive(AgentIdentity agent) {
			forget(agent);
		}

	}

}
