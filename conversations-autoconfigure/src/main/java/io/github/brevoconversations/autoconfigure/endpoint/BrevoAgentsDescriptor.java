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
import io.github.brevoconversations.presence.AgentPingStatus;
import io.github.brevoconversations.presence.AgentState;
import io.github.brevoconversations.presence.HeartbeatState;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import io.github.brevoconversations.presence.HeartbeatTrouble;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The active agents of all accounts, as {@link BrevoAgentsEndpoint} tells of them.
 */
public final class BrevoAgentsDescriptor implements OperationResponseBody {

	private final Map<String, AccountDescriptor> accounts;

	BrevoAgentsDescriptor(Map<String, AccountDescriptor> accounts) {
		this.accounts = accounts;
	}

	/**
	 * Return the accounts by name.
	 * @return the accounts
	 */
	public Map<String, AccountDescriptor> getAccounts() {
		return this.accounts;
	}

	private static String text(Throwable failure) {
		String message = failure.getMessage();
		return (message != null) ? message : failure.getClass().getSimpleName();
	}

	/**
	 * An account.
	 *
	 * @param heartbeat the heartbeat, or {@code null} if this instance has none
	 * @param agents the active agents, those that were marked first before the others
	 */
	public record AccountDescriptor(@Nullable HeartbeatDescriptor heartbeat, List<AgentDescriptor> agents) {

	}

	/**
	 * A heartbeat. See {@link HeartbeatState} for what the components mean.
	 *
	 * @param condition what keeps agents from being pinged, if anything does
	 * @param since since when that is so
	 * @param failure why that is so
	 * @param activeAgents how many agents are active
	 * @param keptAgents how many of them are kept online
	 * @param onlineAgents how many of them are online
	 * @param interval the time between two pings of an agent
	 * @param rateLimit the rate limit, if Brevo has reported it
	 */
	public record HeartbeatDescriptor(Condition condition, @Nullable Instant since, @Nullable String failure,
			int activeAgents, int keptAgents, int onlineAgents, Duration interval, @Nullable RateLimit rateLimit) {

		static HeartbeatDescriptor of(HeartbeatState state) {
			HeartbeatTrouble trouble = state.trouble();
			return new HeartbeatDescriptor(state.condition(), (trouble != null) ? trouble.since() : null,
					(trouble != null) ? text(trouble.failure()) : null, state.activeAgents(), state.keptAgents(),
					state.onlineAgents(), state.interval(), state.rateLimit());
		}

	}

	/**
	 * An active agent, named by id, or by the three that follow it.
	 *
	 * @param id the agent's id
	 * @param email the agent's e-mail address
	 * @param name the agent's name
	 * @param receivedFrom the name of the system that the agent belongs to
	 * @param activeSince when the agent was marked active
	 * @param nextPingDue when the next ping is due
	 * @param waiting whether the agent is not pinged because the rate limit does not
	 * allow it
	 * @param online whether the last accepted ping of this instance has not worn off
	 * @param lastAcceptedPing when Brevo last accepted a ping of this instance
	 * @param consecutiveFailures the number of pings that failed since
	 * @param lastFailure the failure of the last ping, if it failed
	 */
	public record AgentDescriptor(@Nullable String id, @Nullable String email, @Nullable String name,
			@Nullable String receivedFrom, @Nullable Instant activeSince, @Nullable Instant nextPingDue,
			@Nullable Boolean waiting, @Nullable Boolean online, @Nullable Instant lastAcceptedPing,
			@Nullable Integer consecutiveFailures, @Nullable String lastFailure) {

		static AgentDescriptor of(AgentIdentity agent) {
			return of(agent, null, null);
		}

		static AgentDescriptor of(AgentState state) {
			return of(state.agent(), state, state.pings());
		}

		private static AgentDescriptor of(AgentIdentity agent, @Nullable AgentState state,
				@Nullable AgentPingStatus pings) {
			AgentIdentity.Email email = (agent instanceof AgentIdentity.Email named) ? named : null;
			return new AgentDescriptor((agent instanceof AgentIdentity.Id named) ? named.id() : null,
					(email != null) ? email.email() : null, (email != null) ? email.name() : null,
					(email != null) ? email.receivedFrom() : null, (state != null) ? state.activeSince() : null,
					(state != null) ? state.nextPingDue() : null, (state != null) ? state.waiting() : null,
					(pings != null) ? pings.online() : null, (pings != null) ? pings.lastAcceptedPing() : null,
					(pings != null) ? pings.consecutiveFailures() : null,
					(pings != null && pings.lastFailure() != null) ? text(pings.lastFailure()) : null);
		}

	}

	/**
	 * A mark that is stored.
	 *
	 * @param account the account
	 * @param active whether the agent is active now
	 * @param atMost for how long at most, from now, if that is limited
	 */
	public record MarkDescriptor(String account, boolean active,
			@Nullable Duration atMost) implements OperationResponseBody {

	}

}
