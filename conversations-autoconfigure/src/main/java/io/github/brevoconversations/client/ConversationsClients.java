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

package io.github.brevoconversations.client;

import java.util.Set;

/**
 * The clients of all accounts, by name, for an application that has several.
 */
public interface ConversationsClients {

	/**
	 * Name of the account of {@code brevo.api-key}, which has no other.
	 */
	String DEFAULT_ACCOUNT = "default";

	/**
	 * Return the client of an account.
	 * @param account the name of the account
	 * @return the client
	 * @throws IllegalArgumentException if there is no such account; its message names
	 * those that there are
	 */
	ConversationsClient get(String account);

	/**
	 * Return the names of the accounts.
	 * @return the names, in an unmodifiable set
	 */
	Set<String> names();

}
