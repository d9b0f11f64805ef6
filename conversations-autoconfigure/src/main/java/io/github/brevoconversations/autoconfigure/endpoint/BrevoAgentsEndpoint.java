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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.NoSuchBrevoAccountException;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsDescriptor.AccountDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsDescriptor.AgentDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsDescriptor.HeartbeatDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsDescriptor.MarkDescriptor;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that returns the active agents and the outcome of their
 * pings, and marks agents active and inactive. No operation blocks or calls Brevo.
 * Unsuitable parameters are rejected with an {@link InvalidEndpointRequestException}.
 * Read-only unless configured otherwise.
 */
@Endpoint(id = "brevoagents", defaultAccess = Access.READ_ONLY)
public class BrevoAgentsEndpoint {

	static final int DEFAULT_MAX = 1000;

	private final BrevoAccounts accounts;

	/**
	 * Create an endpoint.
	 * @param accounts the accounts whose agents to return and to mark
	 */
	public BrevoAgentsEndpoint(BrevoAccounts accounts) {
		this.accounts = accounts;
	}

	/**
	 * Return the state of each account and its active agents. If the store of an account
	 * fails, its list of agents is empty, and the state of its heartbeat shows the
	 * failure; if this instance has no heartbeat for the account, the operation fails
	 * with an {@link ActiveAgentStoreException}.
	 * @param account the only account to return, or {@code null} for all
	 * @param max the maximum number of agents of an account, at least 1, or {@code null}
	 * for 1000; the first are those that became active first
	 * @return the states
	 */
	@ReadOperation
	public Mono<BrevoAgentsDescriptor> activeAgents(@Nullable String account, @Nullable Integer max) {
		int most = (max != null) ? max : DEFAULT_MAX;
		if (most < 1) {
			throw AgentParameters.invalid("'max' must be at least 1");
		}
		Set<String> accounts = (account != null) ? Set.of(requireAccount(account)) : this.accounts.names();
		return Flux.fromIterable(accounts)
			.concatMap((name) -> account(name, most).map((descriptor) -> Map.entry(name, descriptor)))
			.<String, AccountDescriptor>collectMap(Map.Entry::getKey, Map.Entry::getValue, TreeMap::new)
			.map(BrevoAgentsDescriptor::new);
	}

	private Mono<AccountDescriptor> account(String name, int max) {
		AgentPresenceHeartbeat heartbeat = this.accounts.heartbeat(name);
		if (heartbeat == null) {
			return Mono.fromFuture(this.accounts.presence(name).activeAgents())
				.map((agents) -> new AccountDescriptor(null,
						agents.stream().limit(max).map(AgentDescriptor::of).toList()));
		}
		return Mono.fromFuture(heartbeat.agentStates(max))
			.map((states) -> states.stream().map(AgentDescriptor::of).toList())
			// the state of the heartbeat is available without the store
			.onErrorReturn(ActiveAgentStoreException.class, List.of())
			.map((agents) -> new AccountDescriptor(HeartbeatDescriptor.of(heartbeat.state()), agents));
	}

	/**
	 * Mark an agent active, which is identified by the id, or by the e-mail address, the
	 * name and the system.
	 * @param id the agent's id
	 * @param email the agent's e-mail address
	 * @param name the agent's name
	 * @param receivedFrom the name of the system that the agent belongs to
	 * @param atMost how long the agent stays active at most, such as {@code 8h} or
	 * {@code PT8H}, up to 366 days, or {@code null} for no limit
	 * @param account the name of the account, or {@code null} for the only one or the
	 * default one
	 * @return the mark, once it is stored
	 */
	@WriteOperation
	public Mono<MarkDescriptor> markActive(@Nullable String id, @Nullable String email, @Nullable String name,
			@Nullable String receivedFrom, @Nullable String atMost, @Nullable String account) {
		AgentIdentity agent = AgentParameters.agent(id, email, name, receivedFrom);
		Duration limit = AgentParameters.atMost(atMost);
		String accountName = accountToMark(account);
		AgentPresence presence = this.accounts.presence(accountName);
		CompletableFuture<@Nullable Void> mark = (limit != null) ? presence.markActive(agent, limit)
				: presence.markActive(agent);
		return marked(mark, new MarkDescriptor(accountName, true, limit));
	}

	/**
	 * Mark an agent inactive, which is identified as in {@link #markActive}.
	 * @param id the agent's id
	 * @param email the agent's e-mail address
	 * @param name the agent's name
	 * @param receivedFrom the name of the system that the agent belongs to
	 * @param account the name of the account, or {@code null} for the only one or the
	 * default one
	 * @return the mark, once it is stored
	 */
	@DeleteOperation
	public Mono<MarkDescriptor> markInactive(@Nullable String id, @Nullable String email, @Nullable String name,
			@Nullable String receivedFrom, @Nullable String account) {
		AgentIdentity agent = AgentParameters.agent(id, email, name, receivedFrom);
		String accountName = accountToMark(account);
		return marked(this.accounts.presence(accountName).markInactive(agent),
				new MarkDescriptor(accountName, false, null));
	}

	private static Mono<MarkDescriptor> marked(CompletableFuture<@Nullable Void> mark, MarkDescriptor descriptor) {
		return Mono.fromFuture(mark.thenApply((done) -> descriptor), true);
	}

	private String accountToMark(@Nullable String account) {
		if (account != null) {
			return requireAccount(account);
		}
		Set<String> names = this.accounts.names();
		return (names.size() == 1) ? names.iterator().next() : requireAccount(BrevoAccounts.DEFAULT);
	}

	private String requireAccount(String account) {
		try {
			this.accounts.presence(account);
			return account;
		}
		catch (NoSuchBrevoAccountException ex) {
			throw AgentParameters.invalid("'account' must be one of " + String.join(", ", ex.getAccounts()));
		}
	}

}
