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
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.autoconfigure.oauth2.BrevoAccessTokenProviderFactory;
import io.github.brevoconversations.autoconfigure.webhook.SentMessageMarks;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.CallObserver;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.client.RateLimitObserver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Creates the clients of all accounts, with their connectors.
 */
class ConversationsClientFactory {

	private final QualifiedBeans beans;

	private final BrevoTransport transport;

	private final ObjectProvider<BrevoAccessTokenProviderFactory> accessTokenProviderFactory;

	private final ObjectProvider<BrevoStandIn> standIn;

	private final ObjectProvider<BrevoCallObserverFactory> callObserverFactories;

	private final ObjectProvider<SentMessageMarks> sentMessageMarks;

	ConversationsClientFactory(QualifiedBeans beans, BrevoTransport transport,
			ObjectProvider<BrevoAccessTokenProviderFactory> accessTokenProviderFactory,
			ObjectProvider<BrevoStandIn> standIn, ObjectProvider<BrevoCallObserverFactory> callObserverFactories,
			ObjectProvider<SentMessageMarks> sentMessageMarks) {
		this.beans = beans;
		this.transport = transport;
		this.accessTokenProviderFactory = accessTokenProviderFactory;
		this.standIn = standIn;
		this.callObserverFactories = callObserverFactories;
		this.sentMessageMarks = sentMessageMarks;
	}

	ConversationsClient client(BrevoAccount account, BrevoConnectionDetails connectionDetails) {
		Supplier<ClientHttpConnector> connector = this.transport.connector(account, connectionDetails);
		ConversationsClientBuilder clientBuilder = ConversationsClient.builder()
			.webClientBuilder(this.transport.webClientBuilder())
			.clientConnector(connector);
		new BrevoPropertiesMapper(account).applyTo(clientBuilder, connectionDetails);
		BrevoStandIn standIn = this.standIn.getIfAvailable();
		new BrevoCredentials(account, connectionDetails, this.beans.find(account.name(), BrevoApiKeyProvider.class),
				this.beans.find(account.name(), BrevoAccessTokenProvider.class),
				this.accessTokenProviderFactory.getIfAvailable(), standIn)
			.applyTo(clientBuilder, connector);
		this.beans.orderedStream(account.name(), RateLimitObserver.class).forEach(clientBuilder::rateLimitObserver);
		this.beans.orderedStream(account.name(), CallObserver.class).forEach(clientBuilder::callObserver);
		this.callObserverFactories.orderedStream()
			.map((factory) -> factory.callObserver(account.name()))
			// a mock returns null
			.filter(Objects::nonNull)
			.forEach(clientBuilder::callObserver);
		customizers(account).forEach((customizer) -> customizer.customize(clientBuilder));
		if (standIn != null) {
			clientBuilder.baseUrl(standIn.getBaseUrl());
		}
		SentMessageMarks marks = this.sentMessageMarks.getIfAvailable();
		ConversationsClient client = clientBuilder.build();
		return (marks != null) ? marks.mark(account.name(), client) : client;
	}

	/**
	 * Return the customizers for an account. Those of the default account apply to all
	 * accounts, as its properties do. This is not so for observers, which would not know
	 * the account of a call.
	 * @param account the account
	 * @return the customizers, those of the account itself last
	 */
	private Stream<ConversationsClientBuilderCustomizer> customizers(BrevoAccount account) {
		return Stream.of(BrevoAccounts.DEFAULT, account.name())
			.distinct()
			.flatMap((name) -> this.beans.orderedStream(name, ConversationsClientBuilderCustomizer.class));
	}

}
