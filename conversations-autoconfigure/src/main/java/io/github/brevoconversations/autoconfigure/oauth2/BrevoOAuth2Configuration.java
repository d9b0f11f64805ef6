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

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;

/**
 * Configuration of the factory of access token providers.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ReactiveOAuth2AuthorizedClientProvider.class)
class BrevoOAuth2Configuration {

	@Bean
	OAuth2BrevoAccessTokenProviderFactory brevoAccessTokenProviderFactory(
			ObjectProvider<ClientRegistrationRepository> repository,
			ObjectProvider<ReactiveClientRegistrationRepository> reactiveRepository) {
		return new OAuth2BrevoAccessTokenProviderFactory(new ClientRegistrations(repository, reactiveRepository),
				Clock.systemUTC());
	}

}
