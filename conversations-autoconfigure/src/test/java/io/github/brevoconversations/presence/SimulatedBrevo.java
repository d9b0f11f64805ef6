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
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.RateLimit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A model of Brevo as far as presence is concerned: who is online until when, and a limit
 * of requests an hour that is in force for all requests.
 */
final class SimulatedBrevo {

	private static final Duration ONLINE_WINDOW = Duration.ofMinutes(2);

	private static final long HOUR = 3600;

	private final Clock clock;

	private final Instant start;

	private final @Nullable Integer limit;

	private final FaultSchedule faults;

	private final SplittableRandom random;

	private final RateLimitTracker observer;

	private final Map<AgentIdentity, Presence> agents = new HashMap<>();

	private Bursts bursts = new Bursts();

	private long requests;

	private long rateLimited;

	private long window = -1;

	private int usedInWindow;

	private long resetSeconds;

	private int othersPerHour;

	private double hangs;

	private boolean sliding;

	private Set<AgentIdentity> unknown = Set.of();

	private final Set<AgentIdentity> rejected = new HashSet<>();

	private @Nullable RateLimit report;

	private boolean reportsLate;

	private final ArrayDeque<Instant> lastHour = new ArrayDeque<>();

	SimulatedBrevo(Clock clock, @Nullable Integer limit, FaultSchedule faults, long seed, RateLimitTracker observer) {
		this.clock = clock;
		this.start = clock.instant();
		this.limit = limit;
		this.faults = faults;
		this.random = new SplittableRandom(seed);
		this.observer = observer;
	}

	/**
	 * Have others use the limit too, evenly.
	 * @param perHour their requests an hour
	 * @return this
	 */
	SimulatedBrevo withOthers(int perHour) {
		this.othersPerHour = perHour;
		return this;
	}

	/**
	 * Have others use the limit up to some requests, at once.
	 * @param remaining how many requests they leave until the reset
	 */
	void leave(int remaining) {
		this.usedInWindow = Math.max(this.usedInWindow, ((this.limit != null) ? this.limit : remaining) - remaining);
	}

	/**
	 * Have pings hang, which are processed nonetheless.
	 * @param share the part of the pings
	 * @return this
	 */
	SimulatedBrevo withHangs(double share) {
		this.hangs = share;
		return this;
	}

	/**
	 * Have the limit be one for any hour, rather than for each full hour.
	 * @return this
	 */
	SimulatedBrevo withSlidingWindow() {
		this.sliding = true;
		return this;
	}

	/**
	 * Have the limit be known with the response, rather than with the request.
	 * @return this
	 */
	SimulatedBrevo withReportsInResponses() {
		this.reportsLate = true;
		return this;
	}

	/**
	 * Have pings of some agents rejected, as of agents that Brevo does not know.
	 * @param unknown the agents
	 * @return this
	 */
	SimulatedBrevo withUnknown(Set<AgentIdentity> unknown) {
		this.unknown = Set.copyOf(unknown);
		return this;
	}

	/**
	 * Return the unknown agents that were pinged.
	 * @return the agents
	 */
	Set<AgentIdentity> rejected() {
		return this.rejected;
	}

	Mono<Void> ping(AgentIdentity agent) {
		return ping(agent, this.observer);
	}

	/**
	 * Ping an agent from one of several instances.
	 * @param agent the agent
	 * @param observer what the instance knows of the limit
	 * @return the response
	 */
	Mono<Void> ping(AgentIdentity agent, RateLimitTracker observer) {
		return Mono.defer(() -> {
			Instant now = this.clock.instant();
			this.report = null;
			Throwable failure = request(agent, now);
			RateLimit report = this.report;
			if (report != null && !this.reportsLate) {
				observer.observe(report);
			}
			if (this.hangs > 0 && this.random.nextDouble() < this.hangs) {
				return Mono.never();
			}
			Duration latency = this.faults.latency(Duration.between(this.start, now), this.random);
			return Mono.delay(latency).then(Mono.<Void>fromRunnable(() -> {
				if (report != null && this.reportsLate) {
					observer.observe(report);
				}
			})).then((failure != null) ? Mono.error(failure) : Mono.empty());
		});
	}

	/**
	 * Handle a request.
	 * @param agent the agent to be pinged
	 * @param now the time
	 * @return the failure, or {@code null} if the ping is accepted
	 */
	@Nullable Throwable request(AgentIdentity agent, Instant now) {
		this.requests++;
		this.bursts.add(Duration.between(this.start, now));
		FaultSchedule.Effect effect = this.faults.effect(Duration.between(this.start, now), this.random);
		if (effect == FaultSchedule.Effect.UNREACHABLE) {
			return SimulatedFault.UNREACHABLE;
		}
		if (effect == FaultSchedule.Effect.RATE_LIMITED) {
			this.rateLimited++;
			return SimulatedFault.RATE_LIMITED;
		}
		if (!use(now)) {
			this.rateLimited++;
			return SimulatedFault.rateLimited(String.valueOf(this.resetSeconds));
		}
		if (effect == FaultSchedule.Effect.ERROR) {
			return SimulatedFault.SERVER_ERROR;
		}
		if (this.unknown.contains(agent)) {
			this.rejected.add(agent);
			return SimulatedFault.NOT_FOUND;
		}
		this.agents.computeIfAbsent(agent, (key) -> new Presence()).pinged(now);
		return null;
	}

	private boolean use(Instant now) {
		if (this.limit == null) {
			return true;
		}
		if (this.sliding) {
			return useSliding(now, this.limit);
		}
		long seconds = Duration.between(this.start, now).toSeconds();
		if (seconds / HOUR != this.window) {
			this.window = seconds / HOUR;
			this.usedInWindow = 0;
		}
		int others = (int) (this.othersPerHour * (seconds % HOUR) / HOUR);
		boolean allowed = this.usedInWindow + others < this.limit;
		this.resetSeconds = HOUR - seconds % HOUR;
		if (allowed) {
			this.usedInWindow++;
		}
		this.report = new RateLimit((long) this.limit, Math.max(0, (long) this.limit - this.usedInWindow - others),
				Duration.ofSeconds(HOUR - seconds % HOUR));
		return allowed;
	}

	private boolean useSliding(Instant now, int limit) {
		while (!this.lastHour.isEmpty() && !this.lastHour.getFirst().isAfter(now.minusSeconds(HOUR))) {
			this.lastHour.removeFirst();
		}
		boolean allowed = this.lastHour.size() + this.othersPerHour < limit;
		if (allowed) {
			this.lastHour.add(now);
		}
		Instant oldest = this.lastHour.isEmpty() ? now : this.lastHour.getFirst();
		this.resetSeconds = Math.max(1, Duration.between(now, oldest.plusSeconds(HOUR)).toSeconds());
		this.report = new RateLimit((long) limit, Math.max(0, (long) limit - this.lastHour.size() - this.othersPerHour),
				Duration.between(now, oldest.plusSeconds(HOUR)));
		return allowed;
	}

	Duration offline(AgentIdentity agent, Instant end) {
		Presence presence = this.agents.get(agent);
		return (presence != null) ? presence.offline(end) : Duration.between(this.start, end);
	}

	/**
	 * Forget an agent, who may go offline from now on.
	 * @param agent the agent
	 */
	void forget(AgentIdentity agent) {
		this.agents.remove(agent);
	}

	boolean isOnline(AgentIdentity agent, Instant now) {
		Presence presence = this.agents.get(agent);
		return presence != null && !now.isAfter(presence.onlineUntil);
	}

	boolean isKnown(AgentIdentity agent) {
		return this.agents.containsKey(agent);
	}

	long requests() {
		return this.requests;
	}

	long rateLimited() {
		return this.rateLimited;
	}

	Bursts bursts() {
		return this.bursts;
	}

	void resetBursts() {
		this.bursts = new Bursts();
	}

	private static final class Presence {

		private @Nullable Instant first;

		private Instant onlineUntil = Instant.MIN;

		private Duration offline = Duration.ZERO;

		private void pinged(Instant now) {
			if (this.first == null) {
				this.first = now;
			}
			else {
				this.offline = offline(now);
			}
			this.onlineUntil = now.plus(ONLINE_WINDOW);
		}

		private Duration offline(Instant now) {
			return now.isAfter(this.onlineUntil) ? this.offline.plus(Duration.between(this.onlineUntil, now))
					: this.offline;
		}

	}

	/**
	 * The most requests in a second, and in ten. Time must not run backwards.
	 */
	static final class Bursts {

		private final ArrayDeque<Long> lastTenSeconds = new ArrayDeque<>();

		private final ArrayDeque<Long> lastSecond = new ArrayDeque<>();

		private static final Duration START = Duration.ofMinutes(2);

		private int mostInTenSeconds;

		private int mostInTenSecondsAfterStart;

		private int mostInOneSecond;

		private void add(Duration sinceStart) {
			int inTenSeconds = add(this.lastTenSeconds, sinceStart, 10);
			this.mostInTenSeconds = Math.max(this.mostInTenSeconds, inTenSeconds);
			if (sinceStart.compareTo(START) > 0) {
				this.mostInTenSecondsAfterStart = Math.max(this.mostInTenSecondsAfterStart, inTenSeconds);
			}
			this.mostInOneSecond = Math.max(this.mostInOneSecond, add(this.lastSecond, sinceStart, 1));
		}

		private static int add(ArrayDeque<Long> last, Duration sinceStart, long seconds) {
			long now = sinceStart.toNanos();
			last.add(now);
			while (last.getFirst() <= now - seconds * 1_000_000_000) {
				last.removeFirst();
			}
			return last.size();
		}

		int mostInTenSecondsAfterStart() {
			return this.mostInTenSecondsAfterStart;
		}

		int mostInTenSeconds() {
			return this.mostInTenSeconds;
		}

		int mostInOneSecond() {
			return this.mostInOneSecond;
		}

	}

}
