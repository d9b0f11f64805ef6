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
 * What an {@link AgentPresenceHeartbeat} tells the application, as an application event.
 * Events are published one after the other, in the order in which things happened, on a
 * thread that may be blocked.
 */
public sealed interface AgentPresenceEvent {

	/**
	 * Name of the account that has none.
	 */
	String DEFAULT_ACCOUNT = "default";

	/**
	 * Return the name of the account that this happened in.
	 * @return the name, which is {@value #DEFAULT_ACCOUNT} for the account of
	 * {@code brevo.api-key}
	 */
	String account();

	/**
	 * Brevo accepted the ping of an agent who was not online as far as is known.
	 *
	 * @param account the name of the account
	 * @param agent the agent
	 */
	record AgentOnline(String account, AgentIdentity agent) implements AgentPresenceEvent {

	}

	/**
	 * An agent is marked active, but its last accepted ping has worn off, so that Brevo
	 * may show it offline.
	 *
	 * @param account the name of the account
	 * @param agent the agent
	 * @param lastAcceptedPing when Brevo last accepted a ping of the agent
	 */
	record AgentPossiblyOffline(String account, AgentIdentity agent,
			Instant lastAcceptedPing) implements AgentPresenceEvent {

	}

	/**
	 * Brevo refused the ping of an agent as invalid. The agent is no longer active.
	 *
	 * @param account the name of the account
	 * @param agent the agent
	 * @param failure why
	 */
	record AgentRefused(String account, AgentIdentity agent, BrevoException failure) implements AgentPresenceEvent {

	}

	/**
	 * Brevo rejects all pings, because of the key, the plan or the base URL. The
	 * heartbeat retries every few minutes.
	 *
	 * @param account the name of the account
	 * @param failure why
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
	 * were marked first are kept online, and the others wait.
	 *
	 * @param account the name of the account
	 * @param activeAgents how many agents are active
	 * @param capacity how many agents can be kept online
	 * @param maxInterval the longest time between two pings of an agent, with which that
	 * was reckoned
	 * @param rateLimit the rate limit
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
