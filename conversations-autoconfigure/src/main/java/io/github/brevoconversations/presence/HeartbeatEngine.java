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
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.ScheduledTask;

/**
 * The implementation of an {@link AgentPresenceHeartbeat}. Thread-safe.
 */
final class HeartbeatEngine {

	private final HeartbeatLog log = new HeartbeatLog();

	private final EventQueue events = new EventQueue(this.log);

	private final HeartbeatReporter reporter = new HeartbeatReporter(this.log, this.events);

	private final PingListeners listeners = new PingListeners(this.log);

	private final ActiveAgentStore store;

	private final @Nullable OutageTolerantStore outageTolerantStore;

	private final HeartbeatTimer timer;

	private final PingHistory history;

	private final PingGate gate;

	private final PingRound pingRound;

	private final InitialAgents initialAgents;

	private final HeartbeatMonitor monitor;

	private final Clock clock;

	private final RateLimitTracker rateLimit;

	private final HeartbeatSettings settings;

	private final AtomicInteger marks = new AtomicInteger();

	private final boolean toldOfMarks;

	HeartbeatEngine(Parts parts) {
		HeartbeatSettings settings = parts.settings();
		Clock clock = parts.environment().clock();
		StoreClock storeClock = new StoreClock(clock);
		ActiveAgentStore bounded = parts.environment().bound(parts.store(), settings);
		PingHistory history = new PingHistory(settings.onlineWindow());
		this.clock = clock;
		this.rateLimit = parts.rateLimit();
		this.settings = settings;
		this.toldOfMarks = parts.toldOfMarks();
		this.timer = new HeartbeatTimer(parts.scheduler(), settings, clock, this.log, this::work);
		this.outageTolerantStore = parts.store().isShared()
				? new OutageTolerantStore(bounded, settings, clock, storeClock, this.reporter) : null;
		this.store = (this.outageTolerantStore != null) ? this.outageTolerantStore : bounded;
		this.gate = new PingGate(settings, new AccountView(this.rateLimit, clock, storeClock), history);
		PingResultHandler results = new PingResultHandler(settings, history, this.gate, this.reporter,
				new RetryDelay(settings, parts.environment()::random), this.listeners);
		this.pingRound = new PingRound(parts.client(), this.store, settings, storeClock, this.gate, results,
				new RoundCallback());
		this.initialAgents = new InitialAgents(this.store, settings.agents(), this::wake, this.log);
		this.monitor = new HeartbeatMonitor(this.store, this.timer, this.gate, history, this.rateLimit, this.reporter,
				clock);
		this.history = history;
	}

	void setAccount(String account) {
		this.reporter.setAccount(account);
	}

	void setPublisher(ApplicationEventPublisher publisher) {
		this.events.setPublisher(publisher);
	}

	void addPingListener(PingListener listener) {
		this.listeners.add(listener);
	}

	void start() {
		this.events.start();
		this.gate.reset();
		this.gate.account().note(AccountUpdate.RETRY);
		this.pingRound.start();
		this.timer.enable();
		this.initialAgents.reset();
		this.initialAgents.markActive();
		if (marksMayBeMissed()) {
			// other instances may mark agents active, or leave some behind
			wake();
		}
		else if (!(this.store instanceof InMemoryActiveAgentStore memory) || !memory.isEmpty()) {
			this.store.size().filter((size) -> size > 0).subscribe((size) -> wake(), (failure) -> {
				this.reporter.storeFailed(failure, this.clock.instant());
				wake();
			});
		}
	}

	void stop() {
		this.timer.disable();
		this.pingRound.stop();
		this.events.stop();
	}

	Set<ScheduledTask> scheduledTasks() {
		return this.timer.scheduledTasks();
	}

	AgentState.@Nullable Pings pings(AgentIdentity agent) {
		return this.history.get(agent, this.clock.instant());
	}

	HeartbeatState state(boolean running) {
		return this.monitor.state(running);
	}

	CompletableFuture<List<AgentState>> agentStates(int max) {
		return this.monitor.agentStates(max);
	}

	private void drop(AgentIdentity agent, BrevoException rejection, Duration rejectedAgo) {
		GuardedCall
			.of(GuardedCall.stored(this.store.drop(agent, rejectedAgo),
					"%s could not be marked inactive".formatted(agent)))
			.subscribe((dropped) -> {
				if (dropped) {
					this.reporter.rejected(agent, rejection);
					forget(agent);
				}
			}, (failure) -> this.log.warn(failure, "%s could not be marked inactive", agent));
	}

	void forget(AgentIdentity agent) {
		this.pingRound.forget(agent);
		if (this.outageTolerantStore != null) {
			this.outageTolerantStore.forget(agent);
		}
	}

	private boolean marksMayBeMissed() {
		return this.store.isShared() || !this.toldOfMarks;
	}

	void markedActive() {
		this.gate.account().retryForMark(this.settings.scaled(Tuning.FIRST_SUSPENSION));
		wake();
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
			// claim first: a claim returns the store's time, which the check needs
			return claim().flatMap((next) -> this.pingRound.check(this.reporter::wornOff).thenReturn(next));
		}).onErrorResume((failure) -> {
			this.reporter.storeFailed(failure, this.clock.instant());
			return Mono.just(this.settings.scaled(Tuning.AFTER_FAILED_BEAT));
		});
	}

	private Mono<Duration> claim() {
		int marksSeen = this.marks.get();
		return this.pingRound.claim().doOnNext((result) -> claimed(result, marksSeen)).map(PingRound.Result::nextBeat);
	}

	private void claimed(PingRound.Result result, int marksSeen) {
		if (this.store.isShared()) {
			return;
		}
		this.reporter.storeResponded();
		noticeOthers();
		if (result.activeAgents() == 0 && this.toldOfMarks && this.timer.stopIf(() -> this.marks.get() == marksSeen)) {
			this.pingRound.forgetAll();
		}
	}

	// Without a shared store, only their share of the rate limit shows other instances.
	private void noticeOthers() {
		RateWindow window = this.gate.window();
		Long others = (window != null) ? window.othersPerHour() : null;
		if (window == null || others == null) {
			return;
		}
		long notOurs = others - this.rateLimit.recentMessages();
		double ownPings = this.gate.pace().perSecond(this.gate.keptAgents()) * Tuning.RATE_LIMIT_WINDOW.toSeconds();
		if (notOurs >= Math.max(Tuning.MANY_REQUESTS_OF_OTHERS, ownPings / 2)) {
			this.reporter.othersTakeMuch(notOurs, window.limit());
		}
	}

	/**
	 * Does for the rounds what they cannot do themselves.
	 */
	private final class RoundCallback implements PingRound.Callback {

		@Override
		public void drop(AgentIdentity agent, BrevoException rejection, Duration rejectedAgo) {
			HeartbeatEngine.this.drop(agent, rejection, rejectedAgo);
		}

		@Override
		public void roomForMore() {
			HeartbeatEngine.this.timer.beat();
		}

		@Override
		public void beatIn(Duration delay) {
			HeartbeatEngine.this.timer.beatIn(delay);
		}

		@Override
		public void notScheduled(Throwable failure) {
			HeartbeatEngine.this.log.warn(failure,
					"The next pings could not be scheduled; they follow once the claims of their agents have expired");
		}

		@Override
		public void storeClockWasSet(Duration step) {
			HeartbeatEngine.this.reporter.storeClockWasSet(step);
		}

	}

	/**
	 * The parts that an engine is created from.
	 *
	 * @param client the client to ping with
	 * @param store the agents to ping
	 * @param scheduler the scheduler to run on
	 * @param settings how to ping
	 * @param rateLimit the tracker of the rate limit
	 * @param environment the clock, the random numbers and the bounds of the store
	 * @param toldOfMarks whether each mark wakes the engine
	 */
	record Parts(ConversationsClient client, ActiveAgentStore store, TaskScheduler scheduler,
			HeartbeatSettings settings, RateLimitTracker rateLimit, HeartbeatEnvironment environment,
			boolean toldOfMarks) {

	}

}
