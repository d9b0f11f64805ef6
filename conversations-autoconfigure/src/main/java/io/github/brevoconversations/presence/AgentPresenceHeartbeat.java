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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.SmartLifecycle;
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
 * waiting. A failed ping is retried soon, so that the agent stays online if that is
 * possible at all. The interval follows Brevo's rate limit; if even the longest is too
 * short, the agents marked first are kept online and the others wait. While Brevo rejects
 * all pings, because of the key for example, the heartbeat retries only every few
 * minutes. An agent whose pings Brevo keeps rejecting as invalid becomes inactive.
 * <p>
 * What happens is published as {@linkplain AgentPresenceEvent events}, and
 * {@link #state()} and {@link #agentStates()} return the current state.
 * <p>
 * The scheduler is used only while an agent is active, or all the time if the store of
 * the active agents is shared with other instances, and its thread is never blocked.
 * Stopping abandons the pings in flight and makes no call. Thread-safe.
 */
public class AgentPresenceHeartbeat implements SmartLifecycle, ScheduledTaskHolder, ApplicationEventPublisherAware {

	/**
	 * Fewer requests an hour of others are nothing to tell.
	 */
	private static final int MANY_REQUESTS = 20;

	private final HeartbeatLog log = new HeartbeatLog();

	private final EventQueue events = new EventQueue(this.log);

	private final HeartbeatReporter reporter = new HeartbeatReporter(this.log, this.events);

	private final PingListeners listeners = new PingListeners(this.log);

	private final ActiveAgentStore store;

	private final @Nullable OutageTolerantStore outageTolerantStore;

	private final HeartbeatTimer timer;

	private final PingStatuses statuses;

	private final PingGate gate;

	private final PingCycle cycle;

	private final InitialAgents initialAgents;

	private final HeartbeatMonitor monitor;

	private final Clock clock;

	private final RateLimitTracker rateLimit;

	private final HeartbeatSettings settings;

	private final AtomicInteger marks = new AtomicInteger();

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
		this(client, presence, store, scheduler, settings, rateLimit, new HeartbeatEnvironment(new MonotonicClock()));
	}

	AgentPresenceHeartbeat(ConversationsClient client, AgentPresence presence, ActiveAgentStore store,
			TaskScheduler scheduler, HeartbeatSettings settings, RateLimitTracker rateLimit,
			HeartbeatEnvironment environment) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(presence, "'presence' must not be null");
		Assert.notNull(store, "'store' must not be null");
		Assert.isTrue(!(presence instanceof MarkSource source) || source.getStore() == store,
				"'presence' and the heartbeat must have the same store of active agents");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(rateLimit, "'rateLimit' must not be null");
		Clock clock = environment.clock();
		StoreClock storeClock = new StoreClock(clock);
		ActiveAgentStore bounded = environment.bound(store, settings);
		PingStatuses statuses = new PingStatuses(settings.onlineWindow());
		this.clock = clock;
		this.rateLimit = rateLimit;
		this.settings = settings;
		this.timer = new HeartbeatTimer(scheduler, settings, clock, this.log, this::work);
		this.outageTolerantStore = store.isShared()
				? new OutageTolerantStore(bounded, settings, clock, storeClock, this.reporter) : null;
		this.store = (this.outageTolerantStore != null) ? this.outageTolerantStore : bounded;
		this.gate = new PingGate(settings, new AccountView(rateLimit, clock, storeClock));
		PingOutcomes outcomes = new PingOutcomes(settings, statuses, this.gate, this.reporter,
				new RepeatDelay(settings, environment::random), this.listeners);
		this.cycle = new PingCycle(client, this.store, settings, storeClock, this.gate, outcomes, new CycleCallback());
		this.initialAgents = new InitialAgents(this.store, settings.agents(), this::wake, this.log);
		this.monitor = new HeartbeatMonitor(this.store, this.timer, this.gate, statuses, rateLimit, this.reporter,
				clock);
		this.statuses = statuses;
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

	/**
	 * Start, or begin anew after a stop. If the store is an
	 * {@link InMemoryActiveAgentStore}, that ends a suspension, so that pings are tried
	 * at once, for example with another key. In any other store, a suspension is the
	 * account's and may be of another instance's making: a ping is tried once it ends,
	 * after eight minutes at the latest.
	 */
	@Override
	public void start() {
		this.running = true;
		this.events.start();
		this.gate.reset();
		if (this.store instanceof InMemoryActiveAgentStore memory) {
			memory.resume();
			this.gate.account().resume();
		}
		this.cycle.start();
		this.timer.enable();
		this.initialAgents.reset();
		this.initialAgents.markActive();
		if (marksMayBeMissed()) {
			// others may mark agents active, or leave some behind
			wake();
		}
		else if (!(this.store instanceof InMemoryActiveAgentStore memory) || !memory.isEmpty()) {
			this.store.size().filter((size) -> size > 0).subscribe((size) -> wake(), (failure) -> {
				this.reporter.storeFailed(failure, this.clock.instant());
				wake();
			});
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.disable();
		this.cycle.stop();
		this.events.stop();
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
		return this.statuses.get(agent, this.clock.instant());
	}

	/**
	 * Return the state of this heartbeat, by the age of its last beat and of the last
	 * accepted ping of each agent. Takes no time.
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
		GuardedCall
			.of(GuardedCall.stored(this.store.drop(agent, refusedAgo),
					"%s could not be marked inactive".formatted(agent)))
			.subscribe((dropped) -> {
				if (dropped) {
					forget(agent);
				}
			}, (failure) -> this.log.warn(failure, "%s could not be marked inactive", agent));
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
	 * Ping what is due.
	 * @return the time until the next beat
	 */
	private Mono<Duration> work() {
		return Mono.defer(() -> {
			this.events.check();
			this.initialAgents.markActive();
			return this.cycle.check(this.reporter::wornOff).then(claim());
		}).onErrorResume((failure) -> {
			this.reporter.storeFailed(failure, this.clock.instant());
			return Mono.just(this.settings.scaled(1));
		});
	}

	private Mono<Duration> claim() {
		return Mono.defer(() -> {
			int marksSeen = this.marks.get();
			return this.cycle.claim().doOnNext((claimed) -> claimed(claimed, marksSeen));
		}).map(PingCycle.Claimed::nextBeat);
	}

	private void claimed(PingCycle.Claimed claimed, int marksSeen) {
		if (this.store.isShared()) {
			return;
		}
		this.reporter.storeAnswered();
		noticeOthers();
		if (claimed.activeAgents() == 0 && this.toldOfMarks && this.timer.stopIf(() -> this.marks.get() == marksSeen)) {
			this.cycle.forgetAll();
		}
	}

	// Without a shared store, other instances are known only by what they take.
	private void noticeOthers() {
		RateWindow window = this.gate.account().state().window();
		Long others = (window != null) ? window.othersPerHour() : null;
		if (window == null || others == null) {
			return;
		}
		long notOurs = others - this.rateLimit.recentMessages();
		double ownPings = this.gate.pace().perSecond(this.gate.keptAgents()) * Duration.ofHours(1).toSeconds();
		if (notOurs >= Math.max(MANY_REQUESTS, ownPings / 2)) {
			this.reporter.othersTakeMuch(notOurs, window.limit());
		}
	}

	/**
	 * Does what the cycle cannot do itself.
	 */
	private final class CycleCallback implements PingCycle.Callback {

		@Override
		public void drop(AgentIdentity agent, Duration refusedAgo) {
			AgentPresenceHeartbeat.this.drop(agent, refusedAgo);
		}

		@Override
		public void roomForMore() {
			AgentPresenceHeartbeat.this.timer.beat();
		}

		@Override
		public void beatIn(Duration delay) {
			AgentPresenceHeartbeat.this.timer.beatIn(delay);
		}

		@Override
		public void notScheduled(Throwable failure) {
			AgentPresenceHeartbeat.this.log.warn(failure,
					"The next pings could not be scheduled; they follow when the claims of their agents end");
		}

		@Override
		public void storeClockWasSet(Duration step) {
			AgentPresenceHeartbeat.this.reporter.storeClockWasSet(step);
		}

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
