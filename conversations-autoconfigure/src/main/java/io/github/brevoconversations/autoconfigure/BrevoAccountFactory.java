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

import io.github.brevoconversations.autoconfigure.account.AccountName;
import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreFactory;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.RateLimitTracker;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.Assert;

/**
 * Creates the beans of a named account from each other, and from the application's beans
 * that have the account's name as their qualifier.
 */
final class BrevoAccountFactory {

	private final BrevoAccount account;

	private final ConfigurableListableBeanFactory beanFactory;

	private final QualifiedBeans beans;

	BrevoAccountFactory(BrevoAccount account, ConfigurableListableBeanFactory beanFactory) {
		this.account = account;
		this.beanFactory = beanFactory;
		this.beans = new QualifiedBeans(beanFactory);
	}

	BrevoConnectionDetails connectionDetails() {
		return new PropertiesBrevoConnectionDetails(this.account,
				this.beanFactory.getBeanProvider(SslBundles.class).getIfAvailable());
	}

	ConversationsClient client() {
		return this.beanFactory.getBean(ConversationsClientFactory.class)
			.client(this.account, get(BrevoConnectionDetails.class));
	}

	BlockingConversationsClient blockingClient() {
		return BlockingConversationsClient.of(get(ConversationsClient.class));
	}

	RateLimitTracker rateLimitTracker() {
		return new BrevoPropertiesMapper(this.account).rateLimitTracker();
	}

	ActiveAgentStore store() {
		return AgentPresenceHeartbeatFactory.store(this.beanFactory.getBean(ActiveAgentStoreFactory.class),
				AccountName.uniform(this.account.name()));
	}

	AgentPresence presence() {
		return AgentPresence.of(get(ActiveAgentStore.class));
	}

	AgentPresenceHeartbeat heartbeat() {
		AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeatFactory(this.beanFactory).heartbeat(this.account,
				get(ConversationsClient.class), get(AgentPresence.class), get(ActiveAgentStore.class),
				get(RateLimitTracker.class));
		heartbeat.setAccount(this.account.name());
		return heartbeat;
	}

	private <T> T get(Class<T> type) {
		T bean = this.beans.find(this.account.name(), type);
		Assert.state(bean != null,
				() -> "The Brevo account '%s' has no bean of type %s".formatted(this.account.name(), type.getName()));
		return bean;
	}

}
