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

package io.github.brevoconversations.autoconfigure;

import java.util.Set;

import io.github.brevoconversations.autoconfigure.account.AccountName;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.jspecify.annotations.Nullable;

/**
 * The Brevo accounts of an application by name. The account of {@code brevo.api-key} is
 * {@value #DEFAULT}; each account under {@code brevo.accounts} has the name that it has
 * there. Names are compared as Spring Boot compares names of properties, so
 * {@code north-sales}, {@code northSales} and {@code northsales} are the same account.
 * <p>
 * The beans of an account are those that have its name as their qualifier, whether the
 * starter or the application defined them. Each call looks them up again. Thread-safe.
 */
public interface BrevoAccounts {

	/**
	 * Name of the default account, which has no name in the properties, and whose beans
	 * are injected without a qualifier.
	 */
	String DEFAULT = AccountName.DEFAULT;

	/**
	 * Return the names of the accounts.
	 * @return the names, the default account's first, in an unmodifiable set; empty if
	 * there is no account
	 */
	Set<String> names();

	/**
	 * Return the client of an account.
	 * @param account the name of the account
	 * @return the client
	 * @throws NoSuchBrevoAccountException if there is no account with this name
	 * @throws IllegalStateException if the account has no client
	 */
	ConversationsClient client(String account);

	/**
	 * Return the blocking client of an account.
	 * @param account the name of the account
	 * @return the client
	 * @throws NoSuchBrevoAccountException if there is no account with this name
	 * @throws IllegalStateException if the account has no blocking client
	 */
	BlockingConversationsClient blockingClient(String account);

	/**
	 * Return the presence of an account's agents.
	 * @param account the name of the account
	 * @return the presence
	 * @throws NoSuchBrevoAccountException if there is no account with this name
	 * @throws IllegalStateException if the account has no presence
	 */
	AgentPresence presence(String account);

	/**
	 * Return the heartbeat of an account.
	 * @param account the name of the account
	 * @return the heartbeat, or {@code null} if this instance does not ping the account's
	 * agents
	 * @throws NoSuchBrevoAccountException if there is no account with this name
	 */
	@Nullable AgentPresenceHeartbeat heartbeat(String account);

}
