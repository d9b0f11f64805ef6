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

package io.github.brevoconversations.client;

import reactor.core.publisher.Mono;

/**
 * Provides the OAuth 2.0 access token for each attempt of a call. The token is sent as
 * {@code Authorization: Bearer} instead of an API key.
 *
 * @see ConversationsClientBuilder#accessTokenProvider(BrevoAccessTokenProvider)
 */
@FunctionalInterface
public interface BrevoAccessTokenProvider {

	/**
	 * Return a token that is valid now. Called and subscribed to for each attempt,
	 * possibly by several calls at once, so the provider should cache a token for as long
	 * as it is valid. Must not block.
	 * <p>
	 * If this does not produce a usable token, nothing is sent. If the cause is a failure
	 * of a connection, such as an {@link java.io.IOException} or a timeout, the call
	 * fails with a {@link BrevoCommunicationException} and may be retried; otherwise, it
	 * fails with a {@link BrevoUnauthorizedException} that has no status. The message of
	 * either quotes a {@link BrevoCredentialException}, but names only the type of any
	 * other error.
	 * @return the token
	 */
	Mono<String> getAccessToken();

	/**
	 * Discard a token that Brevo rejected with 401. Not called if Brevo rejected only the
	 * IP address. Must not block.
	 * @param accessToken the token
	 * @return whether there is another token to try; if so, the request, which Brevo did
	 * not process, is made once more
	 */
	default boolean refused(String accessToken) {
		return false;
	}

}
