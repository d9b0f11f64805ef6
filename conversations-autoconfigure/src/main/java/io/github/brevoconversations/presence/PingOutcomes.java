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
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoForbiddenException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.presence.PingListener.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from a ping: for its agent, and for the pings of all others.
 */
final class PingOutcomes {

	private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

	private final HeartbeatSettings settings;

	private final PingStatuses statuses;

	private final PingCircuit circuit;

	private final PingOverhead overhead;

	private final HeartbeatReporter reporter;

	private final RepeatDelay repeatDelay;

	private final PingListener listener;

	private final AtomicReference<@Nullable HeartbeatTrouble> trouble = new AtomicReference<>();

	PingOutcomes(HeartbeatSettings settings, PingStatuses statuses, PingCircuit circuit, PingOverhead overhead,
			HeartbeatReporter reporter, RepeatDelay repeatDelay, PingListener listener) {
		this.settings = settings;
		this.statuses = statuses;
		this.circuit = circuit;
		this.overhead = overhead;
		this.reporter = reporter;
		this.repeatDelay = repeatDelay;
		this.listener = listener;
	}

	/**
	 * Take note of a ping that is begun.
	 * @param due when it was due
	 * @param now the time
	 */
	void begun(Instant due, Instant now) {
		this.listener.pingBegun(Duration.between(due, now));
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
		PingCircuit.State before = this.circuit.succeeded();
		this.trouble.set(null);
		this.overhead.accepted();
		if (before == PingCircuit.State.SUSPENDED) {
			this.reporter.resumed();
		}
		PingStatuses.Accepted accepted = this.statuses.accepted(agent, begun, now);
		if (accepted != null) {
			this.reporter.accepted(agent, accepted);
		}
		return new Accepted(accepted != null && accepted.cameOnline(),
				before == PingCircuit.State.OUTAGE || before == PingCircuit.State.LIMITED);
	}

	/**
	 * Take note of a ping that failed.
	 * @param agent the agent
	 * @param failure the failure
	 * @param alone whether no other agent is pinged
	 * @param now the time
	 * @return the time until the agent is pinged again, or {@code null} if it is not
	 */
	@Nullable Duration failed(AgentIdentity agent, Throwable failure, boolean alone, Instant now) {
		if (failure instanceof BrevoException exception && isAboutTheAgent(exception)) {
			this.listener.pingEnded(Outcome.INVALID);
			this.circuit.answered();
			this.reporter.refused(agent, exception);
			return null;
		}
		PingStatuses.Failed failed = this.statuses.failed(agent, now, failure);
		this.trouble.updateAndGet((before) -> new HeartbeatTrouble((before != null) ? before.since() : now, failure));
		if (failure instanceof BrevoRateLimitedException exception) {
			this.listener.pingEnded(Outcome.RATE_LIMITED);
			Duration reset = reset(exception);
			this.circuit.limited(now, reset);
			logFailure(agent, failure, failed);
			return (reset.compareTo(this.settings.maxInterval()) < 0) ? reset : this.settings.maxInterval();
		}
		if (failure instanceof BrevoException exception && isAboutAllAgents(exception)) {
			this.listener.pingEnded(Outcome.REFUSED);
			if (this.circuit.refused(now) != PingCircuit.State.SUSPENDED) {
				this.reporter.suspended(exception);
			}
			return this.settings.scaled(1);
		}
		this.listener.pingEnded(Outcome.FAILED);
		this.circuit.failed(agent, alone, now);
		logFailure(agent, failure, failed);
		if (isCounted(failure)) {
			this.overhead.failed();
		}
		return (failed != null) ? this.repeatDelay.after(failed.failures(), failed.timeLeft())
				: this.settings.scaled(1);
	}

	/**
	 * Return since when no ping has been accepted, and the last failure.
	 * @return the trouble, or {@code null} if the last ping that ended was accepted
	 */
	@Nullable HeartbeatTrouble trouble() {
		return this.trouble.get();
	}

	private void logFailure(AgentIdentity agent, Throwable failure, PingStatuses.@Nullable Failed failed) {
		this.reporter.failed(agent, failure, failed != null && failed.first());
	}

	private Duration reset(BrevoRateLimitedException failure) {
		Duration reset = failure.getRetryAfter();
		if (reset == null) {
			return this.settings.interval();
		}
		return (reset.compareTo(LONGEST_WINDOW) < 0) ? reset : LONGEST_WINDOW;
	}

	private static boolean isCounted(Throwable failure) {
		return !(failure instanceof BrevoCommunicationException exception) || exception.isRequestSent();
	}

	private static boolean isAboutTheAgent(BrevoException failure) {
		Integer status = failure.getStatusCode();
		return failure instanceof BrevoNotFoundException || (failure instanceof BrevoInvalidRequestException
				&& (status == null || status == 400 || status == 422));
	}

	private static boolean isAboutAllAgents(BrevoException failure) {
		return failure instanceof BrevoUnauthorizedException || failure instanceof BrevoForbiddenException
				|| failure instanceof BrevoInvalidRequestException;
	}

	/**
	 * What an accepted ping means.
	 *
	 * @param cameOnline whether the agent was not online before
	 * @param endedOutage whether it is the first ping after a time in which none was
	 * accepted
	 */
	record Accepted(boolean cameOnline, boolean endedOutage) {

	}

}
