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

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.PingCircuit.Again;
import io.github.brevoconversations.presence.PingCircuit.FailedPing;
import io.github.brevoconversations.presence.PingListener.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;

/**
 * Decides what follows from the result of a ping: for its agent, and for the pings of all
 * others. Thread-safe.
 */
final class PingResultHandler {

	private final HeartbeatSettings settings;

	private final PingHistory history;

	private final PingGate gate;

	private final HeartbeatReporter reporter;

	private final RetryDelay retryDelay;

	private final PingListener listener;

	/**
	 * Since when Brevo has accepted no ping, but rejected some as invalid.
	 */
	private volatile @Nullable Instant rejectingSince;

	private volatile @Nullable BrevoException lastRejection;

	/**
	 * Since when pings have been rejected for a reason that applies to all pings.
	 */
	private volatile @Nullable Instant rejectedLikeAllSince;

	PingResultHandler(HeartbeatSettings settings, PingHistory history, PingGate gate, HeartbeatReporter reporter,
			RetryDelay retryDelay, PingListener listener) {
		this.settings = settings;
		this.history = history;
		this.gate = gate;
		this.reporter = reporter;
		this.retryDelay = retryDelay;
		this.listener = listener;
	}

	PingHistory history() {
		return this.history;
	}

	/**
	 * Record that a ping is begun.
	 * @param agent the agent
	 * @param lastAccepted when its last accepted ping was made, by any instance and by
	 * this instance's clock, or {@code null} if there was none
	 * @param due when the ping was due
	 * @param now the time
	 * @return whether nothing remains of the rate limit, according to Brevo's reports
	 */
	boolean begun(ActiveAgent agent, @Nullable Instant lastAccepted, Instant due, Instant now) {
		this.listener.pingBegun(Duration.between(due, now));
		this.history.begun(agent, lastAccepted, now);
		return this.gate.pinging(now);
	}

	/**
	 * Record that a ping was accepted.
	 * @param agent the agent
	 * @param begun when the ping was begun
	 * @param nothingLeft whether nothing remained of the rate limit then
	 * @param now the time
	 * @return what this means
	 */
	Accepted accepted(AgentIdentity agent, Instant begun, boolean nothingLeft, Instant now) {
		this.listener.pingEnded(Outcome.ACCEPTED);
		this.rejectingSince = null;
		this.rejectedLikeAllSince = null;
		this.gate.account().note(new AccountUpdate(null, 1, Duration.between(begun, now), null, null, null));
		boolean endedOutage = this.gate.accepted(nothingLeft, now);
		PingHistory.Accepted accepted = this.history.accepted(agent, begun, now);
		this.reporter.accepted(agent, accepted);
		return new Accepted(accepted != null && accepted.cameOnline(), endedOutage);
	}

	/**
	 * Record that a ping failed.
	 * @param agent the agent
	 * @param begun when the ping was begun
	 * @param failure the failure
	 * @param now the time
	 * @return when the agent is pinged again, or {@code null} if it must become inactive
	 */
	@Nullable NextPing failed(AgentIdentity agent, Instant begun, Throwable failure, Instant now) {
		Outcome outcome = Outcome.of(failure);
		this.listener.pingEnded(outcome);
		PingHistory.Failed failed = this.history.failed(agent, now, failure);
		this.reporter.failed(agent, failure, failed.first() && outcome != Outcome.REFUSED && outcome != Outcome.INVALID,
				now);
		return switch (outcome) {
			case RATE_LIMITED -> new NextPing(agent, limited((BrevoRateLimitedException) failure, failed, now), null);
			case REFUSED -> rejectedLikeAll(agent, (BrevoException) failure, failed, now);
			case INVALID -> rejected(agent, (BrevoException) failure, failed, now);
			default -> new NextPing(agent,
					retried(new FailedPing(agent, begun, isUnanswered(failure)), isCounted(failure), failed, now),
					null);
		};
	}

	private Duration retried(FailedPing ping, boolean counted, PingHistory.Failed failed, Instant now) {
		Again again = this.gate.failed(ping, counted, now);
		this.gate.account().note(new AccountUpdate(null, counted ? 1 : 0, null, null, null, null));
		return switch (again) {
			case IN_TIME -> this.retryDelay.after(failed.failures(), failed.timeLeft());
			case SOON -> this.retryDelay.after(failed.failures(), this.settings.onlineWindow());
			case AFTER_INTERVAL -> afterInterval(Duration.between(ping.begun(), now), failed.timeLeft());
		};
	}

	// At the usual pace, but once more while the agent is online for certain.
	private Duration afterInterval(Duration elapsed, Duration timeLeft) {
		Duration delay = max(this.gate.pace().interval().minus(elapsed), this.settings.scaled(Tuning.RETRY_FIRST));
		Duration inTime = timeLeft.minus(this.settings.scaled(Tuning.LONGEST_PING));
		return inTime.isNegative() ? delay : min(delay, inTime);
	}

	private Duration limited(BrevoRateLimitedException failure, PingHistory.Failed failed, Instant now) {
		this.gate.limited(now);
		AccountView account = this.gate.account();
		AccountState.Pause before = account.state().limited();
		Duration pause = pause(failure, failed.timeLeft());
		if (before != null) {
			// Brevo still responds with 429 after the pause: wait ever longer
			pause = max(pause, min(Duration.between(before.since(), account.now()),
					this.settings.scaled(Tuning.LONGEST_LIMIT_BACKOFF)));
		}
		account
			.note(new AccountUpdate(null, 0, null, max(pause, this.settings.scaled(Tuning.AFTER_PAUSE)), null, null));
		return this.settings.scaled(Tuning.AFTER_PAUSE);
	}

	// Pause for up to an hour only if Brevo itself says that its limit is used up. A
	// response that also says that some of it remains, or that comes from something else,
	// pauses pings only briefly.
	private Duration pause(BrevoRateLimitedException failure, Duration timeLeft) {
		Duration retryAfter = failure.getRetryAfter();
		RateLimit rateLimit = failure.getRateLimit();
		Long remaining = (rateLimit != null) ? rateLimit.remaining() : null;
		if (retryAfter == null) {
			Duration inTime = timeLeft.dividedBy(Tuning.RETRIES_IN_TIME_LEFT);
			Duration most = this.settings.scaled(Tuning.BURST_PAUSE);
			return inTime.isNegative() ? most : min(inTime, most);
		}
		if (remaining != null && remaining > 0) {
			return min(retryAfter, this.settings.interval());
		}
		return min(retryAfter, (Outcome.isBrevosOwn(failure) || rateLimit != null) ? Tuning.RATE_LIMIT_WINDOW
				: this.settings.maxInterval());
	}

	// Rejections of this kind are about the key, the plan or the URL, and thus about all
	// agents. A single one proves nothing: pinging is suspended after a second one, if no
	// ping was accepted in between.
	private @Nullable NextPing rejectedLikeAll(AgentIdentity agent, BrevoException failure, PingHistory.Failed failed,
			Instant now) {
		PingHistory.Rejected rejected = this.history.rejected(agent, now);
		Instant accepted = this.gate.account().lastAccepted();
		if (isAfter(accepted, rejected.since())) {
			return Outcome.isBrevosOwn(failure) ? rejected(agent, failure, failed, now)
					: borne(agent, failed, !rejected.online());
		}
		Instant first = this.rejectedLikeAllSince;
		boolean another = first != null && !isAfter(accepted, first);
		this.rejectedLikeAllSince = another ? first : now;
		boolean neverAny = accepted == null && this.gate.activeAgents() == 1;
		return (another || neverAny || this.gate.account().state().suspended() != null)
				? new NextPing(agent, suspended(failure, now), null) : borne(agent, failed, false);
	}

	// Retry while the agent is still online, since a single rejection may be a mistake.
	private NextPing borne(AgentIdentity agent, PingHistory.Failed failed, boolean rejected) {
		this.gate.answered();
		this.gate.account().note(new AccountUpdate(null, 1, null, null, null, null));
		boolean soon = !rejected || failed.failures() == 1;
		return new NextPing(agent, soon ? this.retryDelay.afterRejection(failed) : this.settings.interval(), null,
				rejected);
	}

	// Suspend pinging: for half a minute at first, or less if an agent may still be kept
	// online, and then ever longer.
	private Duration suspended(BrevoException failure, Instant now) {
		this.gate.answered();
		this.lastRejection = failure;
		AccountView account = this.gate.account();
		AccountState.Pause before = account.state().suspended();
		Duration pause = this.settings.scaled(Tuning.FIRST_SUSPENSION);
		Instant wornOff = this.history.nextToWearOff();
		if (wornOff != null && wornOff.isAfter(now)) {
			Duration inTime = Duration.between(now, wornOff).dividedBy(Tuning.RETRIES_IN_TIME_LEFT);
			pause = min(pause, max(inTime, this.settings.scaled(Tuning.RETRY_LATEST)));
		}
		if (before != null) {
			pause = max(pause, min(Duration.between(before.since(), account.now()),
					this.settings.scaled(Tuning.LONGEST_SUSPENSION)));
		}
		account.note(new AccountUpdate(null, 1, null, null, pause, null));
		return this.settings.scaled(Tuning.AFTER_PAUSE);
	}

	// Tolerate rejections of an agent until they have lasted for longer than the online
	// window, and others have been accepted meanwhile. Without those, the rejections need
	// not be about this agent; so an agent that is the only one is never dropped.
	private @Nullable NextPing rejected(AgentIdentity agent, BrevoException failure, PingHistory.Failed failed,
			Instant now) {
		PingHistory.Rejected rejected = this.history.rejected(agent, now);
		Instant accepted = this.gate.account().lastAccepted();
		Instant rejecting = this.rejectingSince;
		if (rejecting == null || isAfter(accepted, rejecting)) {
			rejecting = now;
			this.rejectingSince = now;
		}
		boolean lasting = now.isAfter(rejected.since().plus(this.settings.onlineWindow()));
		if (lasting && isAfter(accepted, rejected.since())) {
			return dropped(agent, failure);
		}
		// after this time, all agents that were accepted have been pinged again
		boolean all = accepted == null || !now.isBefore(accepted.plus(this.settings.longestDelay()));
		if (all && !now.isBefore(rejecting.plus(this.settings.interval()))) {
			return new NextPing(agent, suspended(failure, now), null, !rejected.online());
		}
		return borne(agent, failed, !rejected.online());
	}

	private @Nullable NextPing dropped(AgentIdentity agent, BrevoException failure) {
		this.gate.answered();
		this.gate.account().note(new AccountUpdate(null, 1, null, null, null, null));
		if (!this.settings.agents().contains(agent)) {
			return null;
		}
		if (this.history.tellOnce(agent)) {
			this.reporter.rejectedButKept(agent, failure);
		}
		return new NextPing(agent, this.settings.maxInterval(), null, true);
	}

	@Contract("null, _ -> false")
	private static boolean isAfter(@Nullable Instant one, Instant other) {
		return one != null && one.isAfter(other);
	}

	/**
	 * Report what an update has changed for all instances.
	 * @param change the change
	 */
	void changed(ActiveAgentStore.Scheduled change) {
		AccountState before = change.before();
		AccountState after = change.after();
		BrevoException rejection = this.lastRejection;
		if (before.suspended() == null && after.suspended() != null && rejection != null) {
			this.reporter.suspended(rejection);
		}
		if (before.suspended() != null && after.suspended() == null) {
			this.reporter.resumed();
		}
		if (before.kept() == null && after.kept() != null) {
			this.gate.reportExceeded(this.reporter);
		}
		if (before.kept() != null && after.kept() == null) {
			this.reporter.quotaRestored(this.gate.activeAgents());
		}
	}

	// Whether Brevo perhaps accepted the ping, and was only too slow to respond.
	private static boolean isUnanswered(Throwable failure) {
		if (failure instanceof BrevoCommunicationException exception) {
			return exception.isRequestSent() && !exception.isResponseReceived() && exception.isTransient();
		}
		return failure instanceof TimeoutException;
	}

	private static boolean isCounted(Throwable failure) {
		return !(failure instanceof BrevoCommunicationException exception) || exception.isRequestSent();
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/**
	 * What an accepted ping means.
	 *
	 * @param cameOnline whether the agent was not online before
	 * @param endedOutage whether it is the first ping that Brevo responded to after an
	 * outage
	 */
	record Accepted(boolean cameOnline, boolean endedOutage) {

	}

}
