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
 * Gives an OAuth 2.0 access token for each attempt of a call, which is sent as
 * {@code Authorization: Bearer} in place of an API key.
 *
 * @see ConversationsClientBuilder#accessTokenProvider(BrevoAccessTokenProvider)
 */
@FunctionalInterface
public interface BrevoAccessTokenProvider {

	/**
	 * Return a token that is in force now. Subscribed to for each attempt, and by several
	 * calls at once, so it is up to the provider to keep a token for as long as it can be
	 * used.
	 * <p>
	 * If this ends without a usable token, then nothing is sent. The call fails with a
	 * {@link BrevoCommunicationException} and may be retried if the cause is that of a
	 * connection, such as an {@link java.io.IOException} or a timeout, and with a
	 * {@link BrevoUnauthorizedException} that has no status otherwise. Its message quotes
	 * that of the provider's error, which must name no secret.
	 * @return the token
	 */
	Mono<String> getAccessToken();

	/**
	 * Take back a token that Brevo rejected with 401. Must not block.
	 * @param accessToken the token
	 * @return whether there is another token to try, in which case the request, which
	 * Brevo did not process, is made once more
	 */
	default boolean refused(String accessToken) {
		return false;
	}

}
