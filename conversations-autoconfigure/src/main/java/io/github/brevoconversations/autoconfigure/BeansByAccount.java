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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClients;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresences;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The beans of one type, by the names of the accounts that they belong to.
 *
 * @param <T> the type of the beans
 */
abstract class BeansByAccount<T> {

	private final Map<String, T> beans;

	BeansByAccount(Class<T> type, ObjectProvider<T> defaultBean, ListableBeanFactory beanFactory) {
		Map<String, T> beans = new LinkedHashMap<>();
		defaultBean.ifUnique((bean) -> beans.put(ConversationsClients.DEFAULT_ACCOUNT, bean));
		for (BrevoAccount account : beanFactory.getBeansOfType(BrevoAccount.class).values()) {
			beans.put(account.name(), beanFactory.getBean(BrevoAccountsRegistrar.beanName(account.name(), type), type));
		}
		this.beans = Collections.unmodifiableMap(beans);
	}

	final T bean(String account) {
		T bean = this.beans.get(account);
		if (bean == null) {
			throw new IllegalArgumentException("There is no account '%s'; those that there are: %s".formatted(account,
					String.join(", ", this.beans.keySet())));
		}
		return bean;
	}

	final Set<String> accounts() {
		return this.beans.keySet();
	}

	/**
	 * The clients.
	 */
	static class Clients extends BeansByAccount<ConversationsClient> implements ConversationsClients {

		Clients(ObjectProvider<ConversationsClient> defaultClient, ListableBeanFactory beanFactory) {
			super(ConversationsClient.class, defaultClient, beanFactory);
		}

		@Override
		public ConversationsClient get(String account) {
			return bean(account);
		}

		@Override
		public Set<String> names() {
			return accounts();
		}

	}

	/**
	 * The presence of agents.
	 */
	static class Presences extends BeansByAccount<AgentPresence> implements AgentPresences {

		Presences(ObjectProvider<AgentPresence> defaultPresence, ListableBeanFactory beanFactory) {
			super(AgentPresence.class, defaultPresence, beanFactory);
		}

		@Override
		public AgentPresence get(String account) {
			return bean(account);
		}

		@Override
		public Set<String> names() {
			return accounts();
		}

	}

}
