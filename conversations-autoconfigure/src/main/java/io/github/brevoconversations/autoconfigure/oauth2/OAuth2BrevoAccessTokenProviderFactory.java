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
import java.util.List;

import io.github.brevoconversations.client.BrevoAccessTokenProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.security.oauth2.client.ClientCredentialsReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.web.reactive.function.OAuth2BodyExtractors;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link BrevoAccessTokenProviderFactory} based on Spring Security's OAuth 2.0 client.
 * Tokens are fetched with the connector of the calls to Brevo, not with the application's
 * {@link WebClient.Builder}, whose filters would see the client secret.
 */
class OAuth2BrevoAccessTokenProviderFactory implements BrevoAccessTokenProviderFactory {

	private final ClientRegistrations registrations;

	private final Clock clock;

	OAuth2BrevoAccessTokenProviderFactory(ClientRegistrations registrations, Clock clock) {
		this.registrations = registrations;
		this.clock = clock;
	}

	@Override
	public BrevoAccessTokenProvider create(String property, String registrationId, ClientHttpConnector connector) {
		WebClientReactiveClientCredentialsTokenResponseClient tokens = new WebClientReactiveClientCredentialsTokenResponseClient();
		tokens.setWebClient(WebClient.builder().clientConnector(connector).build());
		tokens.setParametersCustomizer(OAuth2BrevoAccessTokenProviderFactory::enclose);
		// a codec would write the token to the log
		tokens.setBodyExtractor((response, context) -> OAuth2BodyExtractors.oauth2AccessTokenResponse()
			.extract(response, new QuietContext(context)));
		ClientCredentialsReactiveOAuth2AuthorizedClientProvider provider = new ClientCredentialsReactiveOAuth2AuthorizedClientProvider();
		provider.setAccessTokenResponseClient(tokens);
		return new OAuth2AccessTokenProvider(this.registrations.get(property, registrationId), provider, this.clock);
	}

	/**
	 * Put what is no secret before and behind the client's secret, if that is a
	 * parameter. At debug level, Jetty writes the first and the last 25 characters of
	 * each request's body to the log.
	 * @param parameters the parameters, which begin with the type of the grant
	 */
	private static void enclose(MultiValueMap<String, String> parameters) {
		List<String> grant = parameters.remove(OAuth2ParameterNames.GRANT_TYPE);
		if (grant != null) {
			parameters.put(OAuth2ParameterNames.GRANT_TYPE, grant);
		}
	}

}
