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

import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.autoconfigure.oauth2.BrevoAccessTokenProviderFactory;
import io.github.brevoconversations.autoconfigure.oauth2.ImportBrevoOAuth2;
import io.github.brevoconversations.autoconfigure.webhook.SentMessageMarks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the beans that create clients, imported if there may be a client.
 */
@Configuration(proxyBeanMethods = false)
@ImportBrevoOAuth2
class ConversationsClientFactoryConfiguration {

	@Bean
	BrevoTransport brevoTransport(ObjectProvider<WebClientCustomizer> webClientCustomizers,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder, ObjectProvider<HttpClientSettings> settings,
			ConfigurableApplicationContext context) {
		return new BrevoTransport(webClientCustomizers, connectorBuilder, settings, context);
	}

	@Bean
	ConversationsClientFactory brevoConversationsClientFactory(ConfigurableListableBeanFactory beanFactory,
			BrevoTransport transport, ObjectProvider<BrevoAccessTokenProviderFactory> accessTokenProviderFactory,
			ObjectProvider<BrevoStandIn> standIn, ObjectProvider<BrevoCallObserverFactory> callObserverFactories,
			ObjectProvider<SentMessageMarks> sentMessageMarks) {
		return new ConversationsClientFactory(new QualifiedBeans(beanFactory), transport, accessTokenProviderFactory,
				standIn, callObserverFactories, sentMessageMarks);
	}

}
