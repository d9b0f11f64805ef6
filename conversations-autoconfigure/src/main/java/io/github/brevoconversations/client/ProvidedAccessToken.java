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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link CredentialSource} of a {@link BrevoAccessTokenProvider}.
 */
final class ProvidedAccessToken implements CredentialSource {

	private final BrevoAccessTokenProvider provider;

	private final @Nullable String partnerKey;

	ProvidedAccessToken(BrevoAccessTokenProvider provider, @Nullable String partnerKey) {
		this.provider = provider;
		this.partnerKey = partnerKey;
	}

	@Override
	public Mono<RequestCredential> get(Operation operation) {
		return ThrownErrors.caught(this.provider::getAccessToken)
			.switchIfEmpty(Mono.error(() -> new BrevoCredentialException("the provider returned none")))
			.map(this::credential)
			.onErrorMap((failure) -> error(operation, failure));
	}

	private RequestCredential credential(String token) {
		try {
			return RequestCredential.accessToken(token, this.partnerKey);
		}
		catch (IllegalArgumentException ex) {
			throw new BrevoCredentialException(String.valueOf(ex.getMessage()));
		}
	}

	private static BrevoException error(Operation operation, Throwable failure) {
		Throwable cause = CallErrors.withoutRequest(failure);
		String message = "Nothing was sent for %s, because no access token could be obtained: %s".formatted(operation,
				UnquotedFailure.describe(failure));
		return CallErrors.isTransport(cause)
				? BrevoCommunicationException.notSent(message, new UnquotedFailure(failure))
				: BrevoUnauthorizedException.notSent(message, new UnquotedFailure(failure));
	}

	@Override
	public boolean refused(RequestCredential credential) {
		return this.provider.refused(credential.secret());
	}

}
