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

package io.github.brevoconversations.autoconfigure.oauth2;

import io.github.brevoconversations.client.BrevoAccessTokenProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Creates providers of access tokens from the application's client registrations.
 */
@FunctionalInterface
public interface BrevoAccessTokenProviderFactory {

	/**
	 * Create a provider, without fetching a token. Throws an
	 * {@code InvalidConfigurationPropertyValueException} if it is already known that the
	 * registration does not exist or uses a grant other than {@code client_credentials}.
	 * @param property the property that names the registration
	 * @param registrationId the id of the registration
	 * @param connector the connector to get tokens with
	 * @return the provider
	 */
	BrevoAccessTokenProvider create(String property, String registrationId, ClientHttpConnector connector);

}
