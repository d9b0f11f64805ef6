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

import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnBrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnDefaultAccountBean;
import io.github.brevoconversations.autoconfigure.store.ImportActiveAgentStore;
import io.github.brevoconversations.client.ConversationsClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the accounts of Brevo
 * Conversations: {@link BrevoAccounts}, and the beans of each account except the default
 * one.
 */
@AutoConfiguration(after = { ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class })
@ConditionalOnClass(WebClient.class)
@ConditionalOnBrevoSwitch(BrevoSwitch.ALL)
@Conditional(BrevoAccountsAutoConfiguration.AnyAccount.class)
public final class BrevoAccountsAutoConfiguration {

	@Bean
	static BrevoAccountsPostProcessor brevoAccountsPostProcessor() {
		return new BrevoAccountsPostProcessor();
	}

	@Bean
	@ConditionalOnMissingBean(value = BrevoAccounts.class, search = SearchStrategy.CURRENT)
	BrevoAccounts brevoAccounts(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new DefaultBrevoAccounts(beanFactory, environment);
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnBrevoAccountsCondition.class)
	@EnableConfigurationProperties(BrevoProperties.class)
	@Import(ConversationsClientFactoryConfiguration.class)
	static class AccountsConfiguration {

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnBrevoSwitch(BrevoSwitch.PRESENCE)
		@Import(BrevoTaskSchedulerConfiguration.class)
		@ImportActiveAgentStore
		static class PresenceConfiguration {

		}

	}

	/**
	 * Matches if there is at least one account, default or named.
	 */
	static class AnyAccount extends AnyNestedCondition {

		AnyAccount() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnDefaultAccountBean(ConversationsClient.class)
		static class DefaultAccount {

		}

		@Conditional(OnBrevoAccountsCondition.class)
		static class NamedAccounts {

		}

	}

}
