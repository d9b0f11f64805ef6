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

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnBrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnDefaultAccountBean;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnMissingDefaultAccountBean;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreFactory;
import io.github.brevoconversations.autoconfigure.store.ImportActiveAgentStore;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.RateLimitTracker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the presence of agents in Brevo
 * Conversations.
 */
@AutoConfiguration(after = { ConversationsClientAutoConfiguration.class, TaskSchedulingAutoConfiguration.class },
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnBrevoSwitch({ BrevoSwitch.ALL, BrevoSwitch.PRESENCE })
@ConditionalOnDefaultAccountBean(ConversationsClient.class)
@EnableConfigurationProperties(BrevoProperties.class)
@ImportActiveAgentStore
public final class AgentPresenceAutoConfiguration {

	@Bean
	@ConditionalOnMissingDefaultAccountBean(ActiveAgentStore.class)
	ActiveAgentStore brevoActiveAgentStore(ActiveAgentStoreFactory activeAgentStoreFactory) {
		return AgentPresenceHeartbeatFactory.store(activeAgentStoreFactory, BrevoAccounts.DEFAULT);
	}

	@Bean
	@ConditionalOnMissingDefaultAccountBean(AgentPresence.class)
	AgentPresence brevoAgentPresence(ActiveAgentStore activeAgentStore) {
		return AgentPresence.of(activeAgentStore);
	}

	@Bean
	@ConditionalOnMissingDefaultAccountBean(RateLimitTracker.class)
	RateLimitTracker brevoRateLimitTracker(BrevoProperties properties) {
		return new BrevoPropertiesMapper(BrevoAccount.ofDefault(properties)).rateLimitTracker();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBrevoSwitch(BrevoSwitch.HEARTBEAT)
	@ConditionalOnMissingDefaultAccountBean(AgentPresenceHeartbeat.class)
	@Import(BrevoTaskSchedulerConfiguration.class)
	static class AgentPresenceHeartbeatConfiguration {

		@Bean
		AgentPresenceHeartbeat brevoAgentPresenceHeartbeat(ConversationsClient conversationsClient,
				AgentPresence agentPresence, ActiveAgentStore activeAgentStore,
				ObjectProvider<RateLimitTracker> rateLimitTracker, BrevoProperties properties,
				ConfigurableListableBeanFactory beanFactory) {
			return new AgentPresenceHeartbeatFactory(beanFactory).heartbeat(BrevoAccount.ofDefault(properties),
					conversationsClient, agentPresence, activeAgentStore,
					rateLimitTracker.getIfAvailable(RateLimitTracker::new));
		}

	}

}
