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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.PingListener.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from a ping: for its agent, and for the pings of all others.
 */
final class PingOutcomes {

	private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

	private final HeartbeatSettings settings;

	private final PingStatuses statuses;

	private final PingGate gate;

	private final HeartbeatReporter reporter;

	private final RepeatDelay repeatDelay;

	private final PingListener listener;

	/**
	 * Since when all pings that Brevo responded to were rejected as invalid.
	 */
	private volatile @Nullable Instant refusingSince;

	private volatile @Nullable BrevoException lastRefusal;

	/**
	 * Whose ping was refused as all would be, since the last one that was accepted.
	 */
	private volatile @Nullable AgentIdentity refusedFirst;

	PingOutcomes(HeartbeatSettings settings, PingStatuses statuses, PingGate gate, HeartbeatReporter reporter,
			RepeatDelay repeatDelay, PingListener listener) {
		this.settings = settings;
		this.statuses = statuses;
		this.gate = gate;
		this.reporter = reporter;
		this.repeatDelay = repeatDelay;
		this.listener = listener;
	}

	PingStatuses statuses() {
		return this.statuses;
	}

	/**
	 * Take note of a ping that is begun.
	 * @param agent the agent
	 * @param lastAccepted when its last accepted ping was made, of any instance and on
	 * this instance's clock, or {@code null} if there was none
	 * @param due when it was due
	 * @param now the time
	 */
	void begun(ActiveAgent agent, @Nullable Instant lastAccepted, Instant due, Instant now) {
		this.listener.pingBegun(Duration.between(due, now));
		this.statuses.begun(agent, lastAccepted, now);
		this.gate.pinging(now);
	}

	/**
	 * Take note of a ping that was accepted.
	 * @param agent the agent
	 * @param begun when the ping was begun
	 * @param now the time
	 * @return what that means
	 */
	Accepted accepted(AgentIdentity agent, Instant begun, Instant now) {
		this.listener.pingEnded(Outcome.ACCEPTED);
		this.refusingSince = null;
		this.refusedFirst = null;
		this.gate.account().note(new AccountUpdate(null, 1, Duration.between(begun, now), null, null, null));
		boolean endedOutage = this.gate.accepted();
		PingStatuses.Accepted accepted = this.statuses.accepted(agent, begun, now);
		this.reporter.accepted(agent, accepted);
		return new Accepted(accepted != null && accepted.cameOnline(), endedOutage);
	}

	/**
	 * Take note of a ping that failed.
	 * @param agent the agent
	 * @param failure the failure
	 * @param now the time
	 * @return the time until the agent is pinged again, or {@code null} if it is not
	 */
	@Nullable Duration failed(AgentIdentity agent, Throwable failure, Instant now) {
		Outcome outcome = Outcome.of(failure);
		this.listener.pingEnded(outcome);
		PingStatuses.Failed failed = this.statuses.failed(agent, now, failure);
		boolean first = failed != null && failed.first();
		this.reporter.failed(agent, failure, first && outcome != Outcome.REFUSED && outcome != Outcome.INVALID, now);
		return switch (outcome) {
			case RATE_LIMITED ->
				limited((BrevoRateLimitedException) failure, Outcome.isBrevosOwn((BrevoException) failure));
			case REFUSED -> refusedLikeAll(agent, (BrevoException) failure, now);
			case INVALID -> refused(agent, (BrevoException) failure, now);
			default -> {
				boolean counted = isCounted(failure);
				this.gate.failed(agent, counted, now);
				this.gate.account().note(new AccountUpdate(null, counted ? 1 : 0, null, null, null, null));
				yield (failed != null) ? this.repeatDelay.after(failed.failures(), failed.timeLeft())
						: this.settings.scaled(1);
			}
		};
	}

	private Duration limited(BrevoRateLimitedException failure, boolean own) {
		this.gate.limited();
		AccountView account = this.gate.account();
		AccountState.Pause before = account.state().limited();
		Duration pause = pause(failure, own);
		if (before != null) {
			// a reset that does not come
			pause = max(pause, min(Duration.between(before.since(), account.now()), this.settings.scaled(60)));
		}
		account.note(new AccountUpdate(null, 0, null, max(pause, this.settings.scaled(1)), null, null));
		return this.settings.scaled(1);
	}

	// Only Brevo itself can say that the hour's limit is used up, and not with a response
	// that says that some of it remains.
	private Duration pause(BrevoRateLimitedException failure, boolean own) {
		Duration retryAfter = failure.getRetryAfter();
		RateLimit rateLimit = failure.getRateLimit();
		Long remaining = (rateLimit != null) ? rateLimit.remaining() : null;
		if (remaining != null && remaining > 0) {
			return (retryAfter != null) ? min(retryAfter, this.settings.interval()) : this.settings.scaled(10);
		}
		if (retryAfter == null) {
			return this.settings.interval();
		}
		return min(retryAfter, (own || rateLimit != null) ? LONGEST_WINDOW : this.settings.maxInterval());
	}

	// Refusals of this kind are about the key, the plan or the URL, and so about all
	// agents. One proves nothing: it takes that of another agent, or that of the same
	// one while nobody else is accepted.
	private @Nullable Duration refusedLikeAll(AgentIdentity agent, BrevoException failure, Instant now) {
		PingStatuses.Refused refused = this.statuses.refused(agent, now);
		AccountView account = this.gate.account();
		Instant accepted = account.lastAccepted();
		if (refused != null && accepted != null && accepted.isAfter(refused.since())) {
			return Outcome.isBrevosOwn(failure) ? refused(agent, failure, now) : borne();
		}
		AgentIdentity first = this.refusedFirst;
		this.refusedFirst = agent;
		boolean confirmed = first != null || this.gate.keptAgents() == 1 || account.state().suspended() != null
				|| (refused != null && !now.isBefore(refused.since().plus(this.settings.interval())));
		return confirmed ? suspended(failure, 1) : borne();
	}

	private Duration borne() {
		this.gate.answered();
		this.gate.account().note(new AccountUpdate(null, 1, null, null, null, null));
		return this.settings.interval();
	}

	// Suspend pinging: for half a minute at first, and then ever longer.
	private Duration suspended(BrevoException failure, int requests) {
		this.gate.answered();
		this.lastRefusal = failure;
		AccountView account = this.gate.account();
		AccountState.Pause before = account.state().suspended();
		Duration pause = this.settings.scaled(30);
		if (before != null) {
			pause = max(pause, min(Duration.between(before.since(), account.now()), this.settings.scaled(480)));
		}
		account.note(new AccountUpdate(null, requests, null, null, pause, null));
		return this.settings.scaled(1);
	}

	// Bear with a refusal until it has lasted for longer than the online window, and is
	// about this agent alone.
	private @Nullable Duration refused(AgentIdentity agent, BrevoException failure, Instant now) {
		PingStatuses.Refused refused = this.statuses.refused(agent, now);
		Instant accepted = this.gate.account().lastAccepted();
		Instant refusing = this.refusingSince;
		if (refusing == null || (accepted != null && accepted.isAfter(refusing))) {
			refusing = now;
			this.refusingSince = now;
		}
		boolean lasting = refused != null && now.isAfter(refused.since().plus(this.settings.onlineWindow()));
		boolean othersAccepted = refused != null && accepted != null && accepted.isAfter(refused.since());
		boolean alone = refused != null && refused.acceptedBefore() && this.gate.keptAgents() == 1;
		if (lasting && (othersAccepted || alone)) {
			return dropped(agent, failure);
		}
		if (!alone && !now.isBefore(refusing.plus(this.settings.interval()))) {
			return suspended(failure, 1);
		}
		return borne();
	}

	private @Nullable Duration dropped(AgentIdentity agent, BrevoException failure) {
		this.gate.answered();
		this.gate.account().note(new AccountUpdate(null, 1, null, null, null, null));
		if (!this.settings.agents().contains(agent)) {
			this.reporter.refused(agent, failure);
			return null;
		}
		if (this.statuses.tellOnce(agent)) {
			this.reporter.refusedButKept(agent, failure);
		}
		return this.settings.maxInterval();
	}

	/**
	 * Tell what an update has changed for all instances.
	 * @param change the change
	 */
	void changed(ActiveAgentStore.Scheduled change) {
		AccountState before = change.before();
		AccountState after = change.after();
		BrevoException refusal = this.lastRefusal;
		if (before.suspended() == null && after.suspended() != null && refusal != null) {
			this.reporter.suspended(refusal);
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
	 * @param endedOutage whether it is the first ping after a time in which Brevo
	 * answered none
	 */
	record Accepted(boolean cameOnline, boolean endedOutage) {

	}

}
