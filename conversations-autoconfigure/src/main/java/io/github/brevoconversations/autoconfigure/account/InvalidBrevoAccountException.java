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

package io.github.brevoconversations.autoconfigure.account;

import java.util.Collection;

import org.springframework.util.ClassUtils;

/**
 * Thrown if an account is not valid, or lacks something that it needs.
 */
public class InvalidBrevoAccountException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * What to do about it.
	 */
	private final String action;

	/**
	 * Create an exception.
	 * @param message what is wrong
	 * @param action what to do about it
	 */
	public InvalidBrevoAccountException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Create an exception for a bean whose qualifier is not the name of an account.
	 * @param type the type of the bean
	 * @param beanName the name of the bean
	 * @param qualifier its qualifier
	 * @param accounts the names of the existing accounts
	 * @return the exception
	 */
	public static InvalidBrevoAccountException unknown(Class<?> type, String beanName, String qualifier,
			Collection<String> accounts) {
		return new InvalidBrevoAccountException(
				"The qualifier of the bean '%s' of type %s names the Brevo account '%s', but there is no such account. Known accounts: %s."
					.formatted(beanName, ClassUtils.getShortName(type), qualifier,
							accounts.isEmpty() ? AccountName.DEFAULT : String.join(", ", accounts)),
				"Correct the qualifier, set a property of the account such as 'brevo.accounts.%s.api-key', or remove the qualifier for a bean of the default account."
					.formatted(qualifier));
	}

	/**
	 * Create an exception for an account that has several beans of a type, but can use
	 * only one.
	 * @param type the type of the beans
	 * @param beanNames their names
	 * @param account the name of the account
	 * @return the exception
	 */
	static InvalidBrevoAccountException several(Class<?> type, Collection<String> beanNames, String account) {
		return new InvalidBrevoAccountException(
				"The Brevo account '%s' has %s beans of type %s, but can use only one: %s.".formatted(account,
						beanNames.size(), ClassUtils.getShortName(type), String.join(", ", beanNames)),
				"Remove all but one, mark one as @Primary, or qualify those of other accounts with the account's name.");
	}

	/**
	 * Return what to do about it.
	 * @return what to do
	 */
	public String getAction() {
		return this.action;
	}

}
