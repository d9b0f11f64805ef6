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
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * An application event of an {@link AgentPresenceHeartbeat}. Events are published in the
 * order in which things happened, on a separate thread that listeners may block; if a
 * listener takes more than ten seconds, the next events do not wait for it. Up to 1000
 * events wait for listeners; further ones are dropped, with a warning in the log.
 */
public sealed interface AgentPresenceEvent {

	/**
	 * Name of the account of {@code brevo.api-key}.
	 */
	String DEFAULT_ACCOUNT = "default";

	/**
	 * Return the name of the account in which this happened.
	 * @return the name, which is {@value #DEFAULT_ACCOUNT} for the account of
	 * {@code brevo.api-key}
	 */
	String account();

	/**
	 * Brevo accepted the ping of an agent that, as far as is known, was not online
	 * before.
	 *
	 * @param account the name of the account
	 * @param agent the agent
	 */
	record AgentOnline(String account, AgentIdentity agent) implements AgentPresenceEvent {

	}

	/**
	 * An agent is active, but its last accepted ping has worn off, so Brevo may show it
	 * offline.
	 *
	 * @param account the name of the account
	 * @param agent the agent
	 * @param lastAcceptedPing when Brevo last accepted a ping of the agent
	 */
	record AgentPossiblyOffline(String account, AgentIdentity agent,
			Instant lastAcceptedPing) implements AgentPresenceEvent {

	}

	/**
	 * Brevo kept rejecting the pings of an agent while it accepted others. The agent is
	 * no longer active, unless the configuration names it.
	 *
	 * @param account the name of the account
	 * @param agent the agent
	 * @param failure the last rejection
	 */
	record AgentRefused(String account, AgentIdentity agent, BrevoException failure) implements AgentPresenceEvent {

	}

	/**
	 * Brevo rejects all pings, because of the key, the plan or the base URL, or because
	 * it knows none of the active agents. The heartbeat retries with growing pauses, of
	 * up to eight minutes by default.
	 *
	 * @param account the name of the account
	 * @param failure the last rejection
	 */
	record PingingSuspended(String account, BrevoException failure) implements AgentPresenceEvent {

	}

	/**
	 * Brevo accepts pings again.
	 *
	 * @param account the name of the account
	 */
	record PingingResumed(String account) implements AgentPresenceEvent {

	}

	/**
	 * More agents are active than can be kept online within the rate limit. Those that
	 * were marked active first are kept online, and the others wait.
	 *
	 * @param account the name of the account
	 * @param activeAgents how many agents are active
	 * @param capacity how many agents can be kept online
	 * @param maxInterval the longest time between two pings of an agent, which the
	 * capacity is based on
	 * @param rateLimit the rate limit, or {@code null} if it is not known
	 */
	record QuotaExceeded(String account, int activeAgents, int capacity, Duration maxInterval,
			@Nullable RateLimit rateLimit) implements AgentPresenceEvent {

	}

	/**
	 * All active agents can be kept online within the rate limit again.
	 *
	 * @param account the name of the account
	 * @param activeAgents how many agents are active
	 */
	record QuotaRestored(String account, int activeAgents) implements AgentPresenceEvent {

	}

}
