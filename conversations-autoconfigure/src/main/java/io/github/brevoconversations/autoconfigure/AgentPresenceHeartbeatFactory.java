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
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
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
import org.springframework.util.ClassUtils;

/**
 * Creates the heartbeats of all accounts.
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
		ActiveAgentStore marked = marked(account, presence, store);
		AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(client, presence, marked,
				scheduler(marked, settings), settings, rateLimitTracker);
		new QualifiedBeans(this.beanFactory).orderedStream(account.name(), PingListener.class)
			.forEach(heartbeat::addPingListener);
		return heartbeat;
	}

	/**
	 * Return the store that holds the marks of an account. A presence that the
	 * application defines may have its own store, which replaces the account's store if
	 * that is in memory, but not one that was configured.
	 * @param account the account
	 * @param presence the presence of its agents
	 * @param store the store of the account
	 * @return the store
	 */
	private static ActiveAgentStore marked(BrevoAccount account, AgentPresence presence, ActiveAgentStore store) {
		ActiveAgentStore marked = ActiveAgentStore.of(presence);
		if (marked == null || marked == store) {
			return store;
		}
		if (!(store instanceof InMemoryActiveAgentStore)) {
			throw new InvalidBrevoAccountException(
					"The AgentPresence of the Brevo account '%s' does not keep its marks in the account's ActiveAgentStore (%s), so its agents would never be pinged."
						.formatted(account.name(), ClassUtils.getShortName(store.getClass())),
					"Create the AgentPresence from the account's store, with AgentPresence.of(store), or remove the bean of type ActiveAgentStore and the property 'brevo.heartbeat.store.type'.");
		}
		return marked;
	}

	/**
	 * Create the store of an account.
	 * @param factory the factory of stores, which may be a mock that returns {@code null}
	 * @param account the name of the account
	 * @return the store
	 */
	static ActiveAgentStore store(ActiveAgentStoreFactory factory, String account) {
		return Objects.requireNonNullElseGet(factory.createStore(account), InMemoryActiveAgentStore::new);
	}

	/**
	 * Return the scheduler that a heartbeat runs on. With a shared store, the heartbeat
	 * runs even while no agent is active; this alone must not keep an application running
	 * that would otherwise end.
	 * @param store the store of active agents
	 * @param settings the settings
	 * @return the scheduler
	 */
	private TaskScheduler scheduler(ActiveAgentStore store, HeartbeatSettings settings) {
		return BrevoTaskScheduler.get(this.beanFactory, this.beanFactory.getBeanProvider(TaskScheduler.class),
				!store.isShared() || !settings.agents().isEmpty());
	}

}
