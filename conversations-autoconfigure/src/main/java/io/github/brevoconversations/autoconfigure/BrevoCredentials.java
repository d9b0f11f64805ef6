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

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.autoconfigure.oauth2.BrevoAccessTokenProviderFactory;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.BrevoCredentialException;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Chooses the credentials of a client. A key from connection details that the application
 * defines comes first, so that a test's server is called with its key. A bean that
 * provides keys or access tokens comes next, and then the properties. If a stand-in is
 * called, no access token is requested, since that would be a call to a third party.
 */
class BrevoCredentials {

	private final BrevoConnectionDetails connectionDetails;

	private final @Nullable BrevoApiKeyProvider apiKeyProvider;

	private final @Nullable BrevoAccessTokenProvider accessTokenProvider;

	private final BrevoAccount account;

	private final @Nullable BrevoAccessTokenProviderFactory accessTokenProviderFactory;

	private final @Nullable BrevoStandIn standIn;

	BrevoCredentials(BrevoAccount account, BrevoConnectionDetails connectionDetails,
			@Nullable BrevoApiKeyProvider apiKeyProvider, @Nullable BrevoAccessTokenProvider accessTokenProvider,
			@Nullable BrevoAccessTokenProviderFactory accessTokenProviderFactory, @Nullable BrevoStandIn standIn) {
		this.connectionDetails = connectionDetails;
		this.apiKeyProvider = apiKeyProvider;
		this.accessTokenProvider = accessTokenProvider;
		this.account = account;
		this.accessTokenProviderFactory = accessTokenProviderFactory;
		this.standIn = standIn;
	}

	void applyTo(ConversationsClientBuilder builder, Supplier<ClientHttpConnector> connector) {
		String registrationId = this.account.properties().getOauth2().getRegistrationId();
		String apiKey = this.connectionDetails.getApiKey();
		boolean fromProperties = this.connectionDetails instanceof PropertiesBrevoConnectionDetails;
		boolean isProvided = this.apiKeyProvider != null || this.accessTokenProvider != null;
		if (apiKey != null && !(fromProperties && isProvided)) {
			builder.apiKey(apiKey);
		}
		else if (this.standIn == null && areUnknown(this.connectionDetails)) {
			builder.apiKeyProvider(BrevoCredentials::unknown);
		}
		else if (this.apiKeyProvider != null) {
			builder.apiKeyProvider(this.apiKeyProvider);
		}
		else if (this.standIn != null) {
			builder.apiKey(this.standIn.getApiKey(this.account.name()));
		}
		else if (this.accessTokenProvider != null) {
			builder.accessTokenProvider(this.accessTokenProvider);
		}
		else if (StringUtils.hasText(registrationId)) {
			String property = this.account.ownProperty("oauth2.registration-id");
			builder.accessTokenProvider(accessTokenProviderFactory(property, registrationId).create(property,
					registrationId, (method, uri, request) -> connector.get().connect(method, uri, request)));
		}
		else {
			throw fromProperties ? this.account.missingCredentials() : missingInConnectionDetails();
		}
	}

	private RuntimeException missingInConnectionDetails() {
		return new InvalidBrevoAccountException(
				"The connection details of the Brevo account '%s' (%s) have no API key, and no other credential is configured."
					.formatted(this.account.name(), ClassUtils.getShortName(this.connectionDetails.getClass())),
				"Return a key from getApiKey(), or define a bean of type BrevoApiKeyProvider or BrevoAccessTokenProvider for this account. The property '%s' has no effect, because the connection details replace it."
					.formatted(this.account.ownProperty("api-key")));
	}

	/**
	 * Return whether connection details are a mock without any stubbing. The application
	 * starts with it, but cannot call Brevo.
	 * @param connectionDetails the connection details
	 * @return whether they have no base URL
	 */
	static boolean areUnknown(BrevoConnectionDetails connectionDetails) {
		return connectionDetails.getBaseUrl() == null;
	}

	private static String unknown() {
		throw new BrevoCredentialException(
				"The connection details had no base URL when the client was created, as with a mock that is not stubbed. Define a real bean in the test, or use @AutoConfigureBrevoConversationsServer.");
	}

	private BrevoAccessTokenProviderFactory accessTokenProviderFactory(String property, String registrationId) {
		if (this.accessTokenProviderFactory == null) {
			throw new InvalidConfigurationPropertyValueException(property, registrationId,
					"Access tokens need Spring Security's OAuth 2.0 client. Add the dependency org.springframework.boot:spring-boot-starter-security-oauth2-client.");
		}
		return this.accessTokenProviderFactory;
	}

}
