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

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoCredentialException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * Provides the access tokens of one client registration. A token is kept until shortly
 * before it expires, and calls that need one at the same time share it. A token that
 * Brevo rejects is dropped, but at most once a minute, so that a client whose tokens are
 * all rejected does not fetch one for each call.
 */
class OAuth2AccessTokenProvider implements BrevoAccessTokenProvider {

	private static final Duration MAX_MARGIN = Duration.ofSeconds(60);

	private static final Duration TIME_BETWEEN_DROPS = Duration.ofMinutes(1);

	private static final Authentication PRINCIPAL = new AnonymousAuthenticationToken("brevo", "brevo",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	/**
	 * The errors that a retry cannot help.
	 */
	private static final Set<String> REJECTIONS = Set.of(OAuth2ErrorCodes.INVALID_CLIENT,
			OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, OAuth2ErrorCodes.INVALID_SCOPE, OAuth2ErrorCodes.INVALID_GRANT,
			OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE, OAuth2ErrorCodes.INVALID_REQUEST, OAuth2ErrorCodes.ACCESS_DENIED);

	private final ReactiveOAuth2AuthorizedClientProvider provider;

	private final Clock clock;

	private final Mono<OAuth2AccessToken> token;

	private volatile @Nullable OAuth2AccessToken current;

	private volatile @Nullable OAuth2AccessToken dropped;

	private @Nullable Instant lastDrop;

	OAuth2AccessTokenProvider(Mono<ClientRegistration> registration, ReactiveOAuth2AuthorizedClientProvider provider,
			Clock clock) {
		this.provider = provider;
		this.clock = clock;
		this.token = registration.flatMap(this::fetch).cacheInvalidateIf(this::isToBeRenewed);
	}

	@Override
	public Mono<String> getAccessToken() {
		return this.token.map(OAuth2AccessToken::getTokenValue);
	}

	@Override
	public synchronized boolean refused(String accessToken) {
		OAuth2AccessToken token = this.current;
		if (token == null || token.equals(this.dropped) || !token.getTokenValue().equals(accessToken)) {
			return true;
		}
		Instant now = this.clock.instant();
		if (this.lastDrop != null && now.isBefore(this.lastDrop.plus(TIME_BETWEEN_DROPS))) {
			return false;
		}
		this.lastDrop = now;
		this.dropped = token;
		return true;
	}

	private Mono<OAuth2AccessToken> fetch(ClientRegistration registration) {
		OAuth2AuthorizationContext context = OAuth2AuthorizationContext.withClientRegistration(registration)
			.principal(PRINCIPAL)
			.build();
		return this.provider.authorize(context)
			.map(OAuth2AuthorizedClient::getAccessToken)
			.onErrorMap(OAuth2AuthorizationException.class, (failure) -> error(registration, failure.getError()))
			.doOnNext((token) -> this.current = token);
	}

	private boolean isToBeRenewed(OAuth2AccessToken token) {
		return token.equals(this.dropped) || !this.clock.instant().isBefore(renewal(token));
	}

	private static Instant renewal(OAuth2AccessToken token) {
		Instant end = token.getExpiresAt();
		if (end == null) {
			return Instant.MAX;
		}
		Instant begin = token.getIssuedAt();
		Duration margin = (begin != null) ? Duration.between(begin, end).dividedBy(4) : MAX_MARGIN;
		return end.minus((margin.compareTo(MAX_MARGIN) < 0) ? margin : MAX_MARGIN);
	}

	private static BrevoCredentialException error(ClientRegistration registration, OAuth2Error error) {
		String message = "the token endpoint of the client registration '%s' responded with '%s'%s"
			.formatted(registration.getRegistrationId(), error.getErrorCode(), (error.getDescription() != null)
					? " (" + withoutSecret(registration, error.getDescription()) + ")" : "");
		return REJECTIONS.contains(error.getErrorCode()) ? new BrevoCredentialException(message)
				: new BrevoCredentialException(message, new IOException(message));
	}

	private static String withoutSecret(ClientRegistration registration, String description) {
		String secret = registration.getClientSecret();
		return (secret != null && !secret.isEmpty()) ? description.replace(secret, "******") : description;
	}

}
