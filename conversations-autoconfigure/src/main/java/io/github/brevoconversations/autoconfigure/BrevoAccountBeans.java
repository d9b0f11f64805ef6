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

import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreFactory;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RateLimitObserver;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.RateLimitTracker;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;

/**
 * Makes the beans of a named account. Called by the definitions that
 * {@link BrevoAccountsRegistrar} registers, which pass the account's name or beans and
 * leave the rest to autowiring.
 */
final class BrevoAccountBeans {

	private BrevoAccountBeans() {
	}

	static BrevoAccount account(String name, Environment environment) {
		return BrevoAccount.named(name, environment);
	}

	static PropertiesBrevoConnectionDetails connectionDetails(BrevoAccount account,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesBrevoConnectionDetails(account, sslBundles.getIfAvailable());
	}

	static ConversationsClient client(BrevoAccount account, BrevoConnectionDetails connectionDetails,
			ConversationsClientFactory factory, ObjectProvider<ConversationsClientBuilderCustomizer> customizers,
			ListableBeanFactory beanFactory) {
		QualifiedBeans own = new QualifiedBeans(beanFactory, account.name());
		// an observer is not told which account a rate limit is of
		return factory.client(account, connectionDetails, own.first(BrevoApiKeyProvider.class),
				own.orderedStream(RateLimitObserver.class), Stream.concat(customizers.orderedStream(),
						own.orderedStream(ConversationsClientBuilderCustomizer.class)));
	}

	static BlockingConversationsClient blockingClient(ConversationsClient client) {
		return BlockingConversationsClient.of(client);
	}

	static RateLimitTracker rateLimitTracker() {
		return new RateLimitTracker();
	}

	static ActiveAgentStore activeAgentStore(BrevoAccount account, ActiveAgentStoreFactory activeAgentStoreFactory) {
		return activeAgentStoreFactory.createStore(account.name());
	}

	static AgentPresence presence(ActiveAgentStore store) {
		return AgentPresence.of(store);
	}

	static AgentPresenceHeartbeat heartbeat(BrevoAccount account, ConversationsClient client, AgentPresence presence,
			ActiveAgentStore store, RateLimitTracker rateLimitTracker, BeanFactory beanFactory,
			ObjectProvider<TaskScheduler> taskScheduler) {
		AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(client, presence, store,
				BrevoTaskScheduler.get(beanFactory, taskScheduler),
				new BrevoPropertiesMapper(account).heartbeatSettings(), rateLimitTracker);
		heartbeat.setAccount(account.name());
		return heartbeat;
	}

}
