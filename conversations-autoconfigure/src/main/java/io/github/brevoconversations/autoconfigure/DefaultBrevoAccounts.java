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
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.brevoconversations.autoconfigure.account.AccountName;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * {@link BrevoAccounts} that are looked up in a bean factory.
 */
class DefaultBrevoAccounts implements BrevoAccounts {

	private final QualifiedBeans beans;

	private final Environment environment;

	DefaultBrevoAccounts(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beans = new QualifiedBeans(beanFactory);
		this.environment = environment;
	}

	@Override
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		names.add(DEFAULT);
		names.addAll(OnBrevoAccountsCondition.names(this.environment, this.beans));
		names.removeIf((name) -> !has(name, ConversationsClient.class) && !has(name, AgentPresence.class));
		return Collections.unmodifiableSet(names);
	}

	private boolean has(String account, Class<?> type) {
		return this.beans.single(account, type) != null;
	}

	@Override
	public ConversationsClient client(String account) {
		return get(account, ConversationsClient.class);
	}

	@Override
	public BlockingConversationsClient blockingClient(String account) {
		return get(account, BlockingConversationsClient.class);
	}

	@Override
	public AgentPresence presence(String account) {
		return get(account, AgentPresence.class);
	}

	@Override
	public @Nullable AgentPresenceHeartbeat heartbeat(String account) {
		AgentPresenceHeartbeat heartbeat = this.beans.find(account, AgentPresenceHeartbeat.class);
		if (heartbeat == null) {
			requireAccount(account);
		}
		return heartbeat;
	}

	private <T> T get(String account, Class<T> type) {
		T bean = this.beans.find(account, type);
		if (bean == null) {
			requireAccount(account);
			throw new IllegalStateException(
					"The Brevo account '%s' has no %s".formatted(account, type.getSimpleName()));
		}
		return bean;
	}

	private void requireAccount(String account) {
		Set<String> names = names();
		if (names.stream().noneMatch((name) -> AccountName.isSame(name, account))) {
			throw new NoSuchBrevoAccountException(account, names);
		}
	}

}
