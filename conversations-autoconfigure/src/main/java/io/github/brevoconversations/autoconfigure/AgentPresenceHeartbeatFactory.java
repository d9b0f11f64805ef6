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

import java.util.Objects;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreFactory;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreProperties;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatSettings;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.PingListener;
import io.github.brevoconversations.presence.RateLimitTracker;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.scheduling.TaskScheduler;

/**
 * The one place where the heartbeat of an account is put together.
 */
final class AgentPresenceHeartbeatFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	AgentPresenceHeartbeatFactory(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	AgentPresenceHeartbeat heartbeat(BrevoAccount account, ConversationsClient client, AgentPresence presence,
			ActiveAgentStore store, RateLimitTracker rateLimitTracker) {
		ActiveAgentStoreProperties storeProperties = this.beanFactory.getBeanProvider(ActiveAgentStoreProperties.class)
			.getIfAvailable(ActiveAgentStoreProperties::new);
		HeartbeatSettings settings = new BrevoPropertiesMapper(account).heartbeatSettings(storeProperties);
		AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(client, presence, store,
				scheduler(store, settings), settings, rateLimitTracker);
		new QualifiedBeans(this.beanFactory).orderedStream(account.name(), PingListener.class)
			.forEach(heartbeat::addPingListener);
		return heartbeat;
	}

	/**
	 * Create the store of an account.
	 * @param factory creates stores; one that is mocked may give none
	 * @param account the name of the account
	 * @return the store
	 */
	static ActiveAgentStore store(ActiveAgentStoreFactory factory, String account) {
		return Objects.requireNonNullElseGet(factory.createStore(account), InMemoryActiveAgentStore::new);
	}

	/**
	 * Return what a heartbeat runs on. One that has a shared store looks at it even while
	 * nobody is active, which is no reason for an application to go on that would end.
	 * @param store the store of active agents
	 * @param settings the settings
	 * @return the scheduler
	 */
	private TaskScheduler scheduler(ActiveAgentStore store, HeartbeatSettings settings) {
		return BrevoTaskScheduler.get(this.beanFactory, this.beanFactory.getBeanProvider(TaskScheduler.class),
				!store.isShared() || !settings.agents().isEmpty());
	}

}
