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

import io.github.brevoconversations.autoconfigure.oauth2.BrevoAccessTokenProviderFactory;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.client.RateLimitObserver;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The one place where the client of an account, and its connector, are put together.
 */
class ConversationsClientFactory {

	private final ObjectProvider<WebClient.Builder> webClientBuilder;

	private final ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder;

	private final ObjectProvider<HttpClientSettings> settings;

	private final ObjectProvider<BrevoAccessTokenProviderFactory> accessTokenProviderFactory;

	private final ResourceLoader resourceLoader;

	ConversationsClientFactory(ObjectProvider<WebClient.Builder> webClientBuilder,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<BrevoAccessTokenProviderFactory> accessTokenProviderFactory, ResourceLoader resourceLoader) {
		this.webClientBuilder = webClientBuilder;
		this.connectorBuilder = connectorBuilder;
		this.settings = settings;
		this.accessTokenProviderFactory = accessTokenProviderFactory;
		this.resourceLoader = resourceLoader;
	}

	BrevoHttpConnector connector(BrevoAccount account, BrevoConnectionDetails connectionDetails) {
		ClientHttpConnectorBuilder<?> builder = this.connectorBuilder
			.getIfAvailable(() -> ClientHttpConnectorBuilder.detect(this.resourceLoader.getClassLoader()));
		return new BrevoHttpConnector(builder, this.settings.getIfAvailable(HttpClientSettings::defaults), account,
				connectionDetails.getSslBundle());
	}

	ConversationsClient client(BrevoAccount account, BrevoConnectionDetails connectionDetails,
			BrevoHttpConnector connector, @Nullable BrevoApiKeyProvider apiKeyProvider,
			Stream<RateLimitObserver> rateLimitObservers, Stream<ConversationsClientBuilderCustomizer> customizers) {
		WebClient.Builder builder = this.webClientBuilder.getIfAvailable(WebClient::builder);
		ClientHttpConnector current = (method, uri, request) -> connector.connector().connect(method, uri, request);
		ConversationsClientBuilder clientBuilder = ConversationsClient.builder()
			.webClientBuilder(builder.clone().clientConnector(current));
		new BrevoPropertiesMapper(account).applyTo(clientBuilder, connectionDetails);
		new BrevoCredentials(connectionDetails, apiKeyProvider, account,
				this.accessTokenProviderFactory.getIfAvailable())
			.applyTo(clientBuilder, current);
		rateLimitObservers.forEach(clientBuilder::rateLimitObserver);
		customizers.forEach((customizer) -> customizer.customize(clientBuilder));
		return clientBuilder.build();
	}

}
