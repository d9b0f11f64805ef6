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
 * {@link CredentialSource} of a {@link BrevoApiKeyProvider}.
 */
final class ProvidedApiKey implements CredentialSource {

	private final BrevoApiKeyProvider provider;

	private final @Nullable String partnerKey;

	ProvidedApiKey(BrevoApiKeyProvider provider, @Nullable String partnerKey) {
		this.provider = provider;
		this.partnerKey = partnerKey;
	}

	@Override
	public Mono<RequestCredential> get(Operation operation) {
		return Mono.fromCallable(() -> credential(operation));
	}

	private RequestCredential credential(Operation operation) {
		String apiKey;
		try {
			apiKey = this.provider.getApiKey();
		}
		catch (Throwable ex) {
			throw BrevoUnauthorizedException.notSent("Nothing was sent for %s, because the API key provider failed: %s"
				.formatted(operation, UnquotedFailure.describe(ex)), new UnquotedFailure(ex));
		}
		try {
			return RequestCredential.apiKey(apiKey, this.partnerKey);
		}
		catch (IllegalArgumentException ex) {
			throw BrevoUnauthorizedException
				.notSent("Nothing was sent for %s, because the API key provider returned no usable key: %s"
					.formatted(operation, ex.getMessage()), null);
		}
	}

}
