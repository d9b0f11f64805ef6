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

import java.util.Collection;
import java.util.List;

/**
 * Thrown if there is no account with the given name.
 *
 * @serial exclude
 */
public class NoSuchBrevoAccountException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String account;

	private final String[] accounts;

	NoSuchBrevoAccountException(String account, Collection<String> accounts) {
		super("There is no Brevo account '%s'. Known accounts: %s".formatted(account,
				accounts.isEmpty() ? "none" : String.join(", ", accounts)));
		this.account = account;
		this.accounts = accounts.toArray(String[]::new);
	}

	/**
	 * Return the name that was given.
	 * @return the name
	 */
	public String getAccount() {
		return this.account;
	}

	/**
	 * Return the names of the accounts that exist.
	 * @return the names, in an unmodifiable list
	 */
	public List<String> getAccounts() {
		return List.of(this.accounts);
	}

}
