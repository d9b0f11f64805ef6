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

package io.github.brevoconversations.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentState;
import io.github.brevoconversations.presence.HeartbeatState;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Description of the heartbeats and the active agents of accounts, which
 * {@link BrevoAgentsEndpoint} returns.
 */
public final class BrevoAgentsDescriptor implements OperationResponseBody {

	private final Map<String, AccountDescriptor> accounts;

	BrevoAgentsDescriptor(Map<String, AccountDescriptor> accounts) {
		this.accounts = accounts;
	}

	/**
	 * Return the descriptions of the accounts by name.
	 * @return the descriptions
	 */
	public Map<String, AccountDescriptor> getAccounts() {
		return this.accounts;
	}

	private static String text(Throwable failure) {
		String message = failure.getMessage();
		return (message != null) ? message : failure.getClass().getSimpleName();
	}

	/**
	 * Description of an account.
	 *
	 * @param heartbeat the heartbeat, or {@code null} if this instance has none
	 * @param agents the active agents, in the order in which they became active
	 */
	public record AccountDescriptor(@Nullable HeartbeatDescriptor heartbeat, List<AgentDescriptor> agents) {

	}

	/**
	 * Description of a heartbeat. {@link HeartbeatState} says what the components mean.
	 *
	 * @param condition what keeps agents from being pinged, if anything does
	 * @param since since when, or {@code null} if nothing does, or if it is not known
	 * @param failure why, or {@code null} if nothing does, or if it is not known
	 * @param activeAgents how many agents are active
	 * @param keptAgents how many of them the rate limit allows to be kept online
	 * @param onlineAgents how many of them are online
	 * @param interval the time between two pings of an agent
	 * @param rateLimit the rate limit, or {@code null} if Brevo has not reported it
	 */
	public record HeartbeatDescriptor(Condition condition, @Nullable Instant since, @Nullable String failure,
			int activeAgents, int keptAgents, int onlineAgents, Duration interval, @Nullable RateLimit rateLimit) {

		static HeartbeatDescriptor of(HeartbeatState state) {
			HeartbeatState.Failure failure = state.failure();
			return new HeartbeatDescriptor(state.condition(), (failure != null) ? failure.since() : null,
					(failure != null) ? text(failure.cause()) : null, state.activeAgents(), state.keptAgents(),
					state.onlineAgents(), state.interval(), state.rateLimit());
		}

	}

	/**
	 * Description of an active agent, which is identified by the id, or by the e-mail
	 * address, the name and the system. What is not known is {@code null}.
	 *
	 * @param id the agent's id
	 * @param email the agent's e-mail address
	 * @param name the agent's name
	 * @param receivedFrom the name of the system that the agent belongs to
	 * @param activeSince when the agent was marked active
	 * @param nextPingDue when the next ping is due
	 * @param waiting whether the agent is not among those that are kept online, because
	 * the rate limit is too small for all
	 * @param online whether the last accepted ping still keeps the agent online, as far
	 * as this instance knows
	 * @param lastAcceptedPing when Brevo last accepted a ping, as far as this instance
	 * knows
	 * @param consecutiveFailures the number of pings of this instance that have failed
	 * since
	 * @param lastFailure the failure of the last ping of this instance, if it failed
	 */
	public record AgentDescriptor(@Nullable String id, @Nullable String email, @Nullable String name,
			@Nullable String receivedFrom, @Nullable Instant activeSince, @Nullable Instant nextPingDue,
			@Nullable Boolean waiting, @Nullable Boolean online, @Nullable Instant lastAcceptedPing,
			@Nullable Integer consecutiveFailures, @Nullable String lastFailure) {

		static AgentDescriptor of(AgentIdentity agent) {
			if (agent instanceof AgentIdentity.Email email) {
				return new AgentDescriptor(null, email.email(), email.name(), email.receivedFrom(), null, null, null,
						null, null, null, null);
			}
			return new AgentDescriptor(((AgentIdentity.Id) agent).id(), null, null, null, null, null, null, null, null,
					null, null);
		}

		static AgentDescriptor of(AgentState state) {
			AgentDescriptor active = of(state.agent()).with(state);
			AgentState.Pings pings = state.pings();
			return (pings != null) ? active.with(pings) : active;
		}

		private AgentDescriptor with(AgentState state) {
			return new AgentDescriptor(this.id, this.email, this.name, this.receivedFrom, state.activeSince(),
					state.nextPingDue(), state.waiting(), null, null, null, null);
		}

		private AgentDescriptor with(AgentState.Pings pings) {
			Throwable failure = pings.lastFailure();
			return new AgentDescriptor(this.id, this.email, this.name, this.receivedFrom, this.activeSince,
					this.nextPingDue, this.waiting, pings.online(), pings.lastAcceptedPing(),
					pings.consecutiveFailures(), (failure != null) ? text(failure) : null);
		}

	}

	/**
	 * Description of a mark that was stored.
	 *
	 * @param account the name of the account
	 * @param active whether the agent is active now
	 * @param atMost how long the agent stays active at most, or {@code null} for no limit
	 */
	public record MarkDescriptor(String account, boolean active,
			@Nullable Duration atMost) implements OperationResponseBody {

	}

}
