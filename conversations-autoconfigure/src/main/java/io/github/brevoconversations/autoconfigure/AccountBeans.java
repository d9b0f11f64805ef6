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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.brevoconversations.client.ConversationsClients;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/**
 * The beans of a type that there is one of for each account. The one of the default
 * account is named as its type is, that of another begins with the account's name.
 */
public final class AccountBeans {

	private AccountBeans() {
	}

	/**
	 * Return the beans of a type, also those that are no default candidates for
	 * injection.
	 * @param <T> the type
	 * @param beanFactory the bean factory
	 * @param type the type
	 * @return the beans by the name of their account, in the order of their definition
	 */
	public static <T> Map<String, T> of(ConfigurableListableBeanFactory beanFactory, Class<T> type) {
		Map<String, T> beans = SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, type, false,
				true);
		Map<String, T> accounts = new LinkedHashMap<>();
		beans.forEach((name, bean) -> accounts.put(account(name, type, beans.size() == 1), bean));
		return accounts;
	}

	private static String account(String beanName, Class<?> type, boolean onlyOne) {
		if (beanName.equals("brevo" + type.getSimpleName())) {
			return ConversationsClients.DEFAULT_ACCOUNT;
		}
		if (beanName.endsWith(type.getSimpleName())) {
			return beanName.substring(0, beanName.length() - type.getSimpleName().length());
		}
		return onlyOne ? ConversationsClients.DEFAULT_ACCOUNT : beanName;
	}

}
