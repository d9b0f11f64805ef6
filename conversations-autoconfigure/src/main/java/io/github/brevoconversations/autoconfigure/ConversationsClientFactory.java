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

import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.oauth2.BrevoAccessTokenProviderFactory;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.client.RateLimitObserver;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * The one place where the client of an account, and its connector, are put together.
 */
class ConversationsClientFactory {

	private final BrevoTransport transport;

	private final ObjectProvider<BrevoAccessTokenProviderFactory> accessTokenProviderFactory;

	private final ObjectProvider<BrevoStandIn> standIn;

	ConversationsClientFactory(BrevoTransport transport,
			ObjectProvider<BrevoAccessTokenProviderFactory> accessTokenProviderFactory,
			ObjectProvider<BrevoStandIn> standIn) {
		this.transport = transport;
		this.accessTokenProviderFactory = accessTokenProviderFactory;
		this.standIn = standIn;
	}

	ConversationsClient client(BrevoAccount account, BrevoConnectionDetails connectionDetails,
			@Nullable BrevoApiKeyProvider apiKeyProvider, Stream<RateLimitObserver> rateLimitObservers,
			Stream<ConversationsClientBuilderCustomizer> customizers) {
		Supplier<ClientHttpConnector> connector = this.transport.connector(account, connectionDetails);
		ConversationsClientBuilder clientBuilder = ConversationsClient.builder()
			.webClientBuilder(this.transport.webClientBuilder())
			.clientConnector(connector);
		new BrevoPropertiesMapper(account).applyTo(clientBuilder, connectionDetails);
		BrevoStandIn standIn = this.standIn.getIfAvailable();
		new BrevoCredentials(connectionDetails, apiKeyProvider, account,
				this.accessTokenProviderFactory.getIfAvailable(), standIn)
			.applyTo(clientBuilder, connector);
		rateLimitObservers.forEach(clientBuilder::rateLimitObserver);
		customizers.forEach((customizer) -> customizer.customize(clientBuilder));
		if (standIn != null) {
			clientBuilder.baseUrl(standIn.getBaseUrl());
		}
		return clientBuilder.build();
	}

}
