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
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the Brevo Conversations client.
 */
@AutoConfiguration(after = WebClientAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBrevoSwitch(BrevoSwitch.ALL)
public final class ConversationsClientAutoConfiguration {

	@Bean
	@ConditionalOnDefaultAccountBean(ConversationsClient.class)
	@ConditionalOnMissingDefaultAccountBean(BlockingConversationsClient.class)
	BlockingConversationsClient brevoBlockingConversationsClient(ConversationsClient conversationsClient) {
		return BlockingConversationsClient.of(conversationsClient);
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnBrevoCredentialsCondition.class)
	@EnableConfigurationProperties(BrevoProperties.class)
	@Import(ConversationsClientFactoryConfiguration.class)
	@ConditionalOnMissingDefaultAccountBean(ConversationsClient.class)
	static class ConversationsClientConfiguration {

		@Bean
		@ConditionalOnMissingDefaultAccountBean(BrevoConnectionDetails.class)
		PropertiesBrevoConnectionDetails brevoConnectionDetails(BrevoProperties properties,
				ObjectProvider<SslBundles> sslBundles) {
			return new PropertiesBrevoConnectionDetails(BrevoAccount.ofDefault(properties),
					sslBundles.getIfAvailable());
		}

		@Bean
		ConversationsClient brevoConversationsClient(ConversationsClientFactory factory, BrevoProperties properties,
				BrevoConnectionDetails connectionDetails) {
			return factory.client(BrevoAccount.ofDefault(properties), connectionDetails);
		}

	}

}
